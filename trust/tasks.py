"""Background work of judgement: thin, the services do it."""

from celery import shared_task

from partnerships.services import reminders
from trust.duties import KINDS
from trust.services import assess_marked, assess_partnerships, issue_heard_drafts
from trust.services.previews import preview_waiting
from trust.services.queueing import preview_one_draft
from trust.services.studies import study_everything

__all__ = [
    "assess_the_month",
    "assess_what_changed",
    "issue_what_was_heard",
    "preview_one_draft",
    "remind_people",
    "study_the_method",
    "take_up_previews",
]


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


@shared_task
def take_up_previews() -> int:
    """Goes on with previews that nobody is at: their worker was killed, or the broker was down. Safe to run twice."""
    return preview_waiting()


@shared_task
def study_the_method() -> int:
    """Studies robustness, sensitivity and agreement for the method card; returns how many studies were kept."""
    return len(study_everything(by=None))
