"""Asking for a package, and handing it over to the background worker. Without a broker it waits for the next sweep."""

from celery import shared_task
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerGoneError

from partnerships.access import check_record
from partnerships.models import DataPackage, User

from .making import make

AT_ONCE = 3


@shared_task(name="partnerships.tasks.make_package")
def make_package(key: int) -> str:
    """Makes one package. Safe to run twice."""
    return make(key)


def request_package(*, by: User, format: str) -> DataPackage:  # noqa: A002 (the column's name)
    """Asks for a copy of everything the person may see. Few at a time: each reads every table."""
    check_record(by, DataPackage, None)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        if DataPackage.objects.visible_to(by).filter(state__in=DataPackage.DUE).count() >= AT_ONCE:
            raise ValidationError(_("Three packages are being made for you already. Wait until one is ready."))
        package = DataPackage(made_for=by, format=format, language=get_language() or "en")
        package.full_clean()
        package.save()
        transaction.on_commit(lambda: _send(package))
    return package


def _send(package: DataPackage) -> None:
    try:
        make_package.delay(package.pk)
    except (BrokerGoneError, OSError):
        return  # the next sweep finds it
