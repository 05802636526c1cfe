"""Uploaded files are kept for a time, then deleted; what was recorded of them stays."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from partnerships.models import ImportBatch

from .uploads import delete_files


def delete_old_files() -> int:
    """Deletes the files of imports older than the time they are kept; returns of how many imports."""
    limit = timezone.now() - timedelta(days=settings.IMPORT_KEEP_DAYS)
    old = list(ImportBatch.objects.with_files_older_than(limit).values_list("pk", "folder"))
    for key, folder in old:
        delete_files(folder)
        ImportBatch.objects.filter(pk=key).update(folder="")
    return len(old)
