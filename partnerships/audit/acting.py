"""Who acts, told to the database with every statement that writes.

Each writing statement begins with a comment that names the person and the place: `/* gongxin 12 POST /contracts/3/ */`.
The triggers read it from the start of the statement, where no value from outside can stand. It needs no query of its
own, holds for exactly one statement, and so cannot be left behind by a rolled-back transaction or a pooled connection.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|MERGE|WITH|COPY|TRUNCATE|CALL|DO)\b", re.IGNORECASE)
UNSAFE = re.compile(r"[^\w ./:@+-]", re.ASCII)
LENGTH = 180


@dataclass(frozen=True)
class Actor:
    """Who acts and where. The person is asked for only when something is written: a request may not know it sooner."""

    person: Callable[[], int | None]
    origin: str

    @property
    def signature(self) -> str:
        """The comment that goes before a statement. Finding out who it is may itself write; that goes unsigned."""
        token = ACTOR.set(None)
        try:
            person = self.person()
        finally:
            ACTOR.reset(token)
        return f"/* gongxin {'-' if person is None else person} {UNSAFE.sub('~', self.origin)[:LENGTH]} */ "


ACTOR: ContextVar[Actor | None] = ContextVar("actor", default=None)


@contextmanager
def acting(person: Any, origin: str) -> Iterator[None]:
    """Within it, what is written to the database is on record as this person's (`None`: the system's) act there.

    `person` may be a user, or a function that returns one when it is known. Tasks that work for somebody use it:
    `with acting(batch.started_by, f"import {batch.pk}")`.
    """
    token = ACTOR.set(Actor(lambda: _key(person() if callable(person) else person), origin))
    try:
        yield
    finally:
        ACTOR.reset(token)


def say_through(what: str) -> None:
    """Adds to the place by what the person acts, such as a token, until the request or task is over."""
    actor = ACTOR.get()
    if actor is not None:
        ACTOR.set(Actor(actor.person, f"{actor.origin} {what}"))


def _key(person: Any) -> int | None:
    """The key of somebody who signed in; none for strangers and the system."""
    return person.pk if person is not None and person.is_authenticated else None


def signed(statement: str) -> str:
    """The statement with the signature of whoever acts. For COPY, which goes past `sign`."""
    actor = ACTOR.get()
    return statement if actor is None else actor.signature + statement


def sign(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Signs every statement that writes."""
    if ACTOR.get() is not None and isinstance(sql, str) and WRITES.match(sql):
        sql = signed(sql)
    return execute(sql, params, many, context)


def watch(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Signs whatever this connection writes from now on."""
    if sign not in connection.execute_wrappers:
        connection.execute_wrappers.append(sign)
