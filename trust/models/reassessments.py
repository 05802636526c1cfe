"""Partnerships whose records have changed since they were last assessed."""

from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models import Partnership


class Reassessment(models.Model):
    """A mark, set by database triggers in the transaction that changed a record, removed when it has been assessed."""

    partnership = models.OneToOneField(
        Partnership, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("partnership")
    )
    marked_at = models.DateTimeField(_("marked at"), default=timezone.now, db_default=Now())

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("reassessment due")
        verbose_name_plural = _("reassessments due")

    def __str__(self) -> str:
        return str(self.partnership_id)
