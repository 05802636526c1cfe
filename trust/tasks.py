"""Background work of judgement: thin, the services do it."""

from celery import shared_task

from partnerships.services import reminders
from trust.duties import KINDS
from trust.services import assess_marked, assess_partnerships, issue_heard_drafts


@shared_task
def assess_what_changed() -> int:
    """Assesses every partnership whose records changed; returns how many. Safe to run twice, or on several workers."""
    done = 0
    while assessed := assess_marked():
        done += assessed
    return done


@shared_task
def assess_the_month() -> int:
    """Assesses all partnerships as of the month end just passed; returns how many assessments were issued."""
    return assess_partnerships(by=None, hears=True).written


@shared_task
def issue_what_was_heard() -> int:
    """Issues the drafts to which both sides could speak; returns how many. Safe to run twice."""
    return issue_heard_drafts()


@shared_task
def remind_people() -> int:
    """Mails everybody who wants it what waits this week, or what is late today; returns how many mails went out."""
    return reminders.remind_people(kinds=KINDS)
