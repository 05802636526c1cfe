"""Background work on records: thin, the services do it."""

from celery import shared_task

from partnerships.services.verification import lapse_contests


@shared_task
def lapse_groundless_objections() -> int:
    """Closes objections that were given no grounds in time; returns how many. Safe to run twice."""
    return lapse_contests()
