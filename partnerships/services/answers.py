"""Answers kept for writes that carry a key, so that a program that sends one again does not record twice."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from partnerships.models import StoredAnswer, User

KEPT = timedelta(days=7)


def answer_given(*, to: User, key: str) -> StoredAnswer | None:
    """The answer the person got for the key. Whoever sends it meanwhile waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"answer {to.pk} {key}"])
    found: StoredAnswer | None = StoredAnswer.objects.filter(user=to, key=key).first()
    return found


def keep_answer(*, to: User, key: str, fingerprint: str, status: int, location: str, body: str) -> StoredAnswer:
    """Keeps an answer, in the transaction that made it."""
    kept: StoredAnswer = StoredAnswer.objects.create(
        user=to, key=key, fingerprint=fingerprint, status=status, location=location, body=body
    )
    return kept


def forget_answers() -> int:
    """Deletes answers that were kept long enough; returns how many. Safe to run twice."""
    number, _tables = StoredAnswer.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
    return int(number)
