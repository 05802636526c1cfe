"""Background work on records: thin, the services and imports do it."""

from celery import shared_task

from partnerships.imports.queueing import work_on_import
from partnerships.imports.retention import delete_old_files
from partnerships.imports.working import silent_imports, work_on
from partnerships.packages.making import delete_old, take_up
from partnerships.packages.queueing import make_package
from partnerships.services.answers import forget_answers
from partnerships.services.survey_waves import open_yearly_rounds, publish_results
from partnerships.services.surveys import close_rounds
from partnerships.services.verification import lapse_contests
from partnerships.webhooks.messages import gather, send_due

__all__ = [
    "delete_old_import_files",
    "delete_old_packages",
    "forget_kept_answers",
    "keep_surveys",
    "lapse_groundless_objections",
    "make_package",
    "take_up_imports",
    "take_up_packages",
    "tell_webhooks",
    "work_on_import",
]


@shared_task
def lapse_groundless_objections() -> int:
    """Closes objections that were given no grounds in time; returns how many. Safe to run twice."""
    return lapse_contests()


@shared_task
def keep_surveys() -> int:
    """Releases rounds whose time is over, asks for this year and tells of the last; returns how many were opened."""
    close_rounds()
    publish_results()
    return open_yearly_rounds()


@shared_task
def take_up_imports() -> int:
    """Takes up imports that nobody is at: their worker was killed, or the broker was down. Returns how many."""
    keys = silent_imports()
    for key in keys:
        work_on(key)
    return len(keys)


@shared_task
def delete_old_import_files() -> int:
    """Deletes uploaded files whose time is over; returns of how many imports. Safe to run twice."""
    return delete_old_files()


@shared_task
def forget_kept_answers() -> int:
    """Deletes answers of the API that were kept long enough; returns how many. Safe to run twice."""
    return forget_answers()


@shared_task
def take_up_packages() -> int:
    """Makes data packages that nobody is at: their worker was killed, or the broker was down. Returns how many."""
    return take_up()


@shared_task
def delete_old_packages() -> int:
    """Deletes data packages whose time is over; returns how many. Safe to run twice."""
    return delete_old()


@shared_task
def tell_webhooks() -> int:
    """Makes messages of what changed and sends those that are due; returns how many arrived. Safe to run twice."""
    gather()
    return send_due()
