"""Taking a fact for change, so that two people cannot close it at once; and long work, so that one worker does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection
from django.utils.translation import gettext as _

from partnerships.models import Fact

from .refusals import refuse

F = TypeVar("F", bound=Fact)


def lock(fact: F) -> F:
    """The fact as it stands now, held until the transaction ends; refuses a voided one.

    Costs one query and waits for whoever holds it.
    """
    fresh: F = type(fact)._default_manager.select_for_update().get(pk=fact.pk)
    if fresh.voided_at is not None:
        refuse(
            "voided_at",
            _("This entry was voided on %(moment)s (%(reason)s). Record a new one instead."),
            moment=fresh.voided_at.date(),
            reason=fresh.void_reason,
        )
    return fresh


@contextmanager
def session_lock(kind: int, key: int) -> Iterator[bool]:
    """Holds the lock of a piece of work, or says that somebody else does. It ends with the process that holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [kind, key])
        [is_held] = cursor.fetchone()
    try:
        yield is_held
    finally:
        if is_held and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [kind, key])
