"""How far a reader has come in the feed: a snapshot of transactions, and how far into what came after it.

The numbers of entries are given out before their transactions commit, so a reader who remembered the highest number
would lose whatever commits late. A position remembers the transactions it has seen instead, as PostgreSQL itself does
(`pg_snapshot`). What comes next is everything that counts now and did not count then: a fixed set, however late any of
it was committed, and told in the order of the statements. A statement that read what another had committed comes after
it, so nothing is told before what it builds on, and no transaction that runs for long holds the others up.
"""

import base64
import binascii
import json
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Self

from django.db import connection

SNAPSHOT = re.compile(r"\d{1,20}:\d{1,20}:(\d{1,20}(,\d{1,20})*)?")
LONGEST = 20_000  # characters; a snapshot names each transaction that is under way
NUMBERS = 2**63


class BadPositionError(ValueError):
    """The text is no position of this feed."""


class StalePositionError(Exception):
    """The position was given by another server, or to a reader who saw other records: a new copy is needed."""


@dataclass(frozen=True)
class Server:
    """A server that gives positions: its identity, and what counts there now."""

    identifier: int
    snapshot: str


@dataclass(frozen=True)
class Position:
    """Everything up to `seen` was told, and of what came until `upto` all up to a row of an entry.

    `scope` is the mark of what the reader could see (`partnerships.feed.scope`).
    """

    server: int
    scope: str
    seen: str = ""
    upto: str = ""
    entry: int = 0
    row: int = 0

    def __str__(self) -> str:
        parts = [self.server, self.scope, self.seen, self.upto, self.entry, self.row]
        return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Self:
        """The position a text stands for. Raises BadPositionError."""
        try:
            if len(text) > LONGEST:
                raise BadPositionError
            parts = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
            server, scope, seen, upto, entry, row = parts
            found = cls(server, scope, seen, upto, entry, row)
            found._check()
        except (binascii.Error, ValueError, TypeError, RecursionError) as error:
            raise BadPositionError(text[:80]) from error
        return found

    def _check(self) -> None:
        numbers = (self.server, self.entry, self.row)
        if not all(type(number) is int and 0 <= number < NUMBERS * 2 for number in numbers):
            raise BadPositionError
        if max(self.entry, self.row) >= NUMBERS or not isinstance(self.scope, str):
            raise BadPositionError
        if not all(not text or _is_snapshot(text) for text in (self.seen, self.upto)):
            raise BadPositionError

    @property
    def at_end(self) -> Self:
        """The position once everything until `upto` was told."""
        return replace(self, seen=self.upto, upto="", entry=0, row=0)

    def towards(self, server: Server) -> Self:
        """The position with an aim: goes on to where it was going, or to what counts now."""
        return self if self.upto else replace(self, upto=server.snapshot)


def _is_snapshot(text: str) -> bool:
    """Whether PostgreSQL would read it: the oldest number, the next one, and between them those under way, in order."""
    if not SNAPSHOT.fullmatch(text):
        return False
    oldest, following, under_way = text.split(":")
    between = [int(number) for number in under_way.split(",") if number]
    lowest, highest = int(oldest), int(following)
    is_in_order = all(a < b for a, b in pairwise(between))
    is_between = not between or (lowest <= between[0] and between[-1] < highest)
    return 0 < lowest <= highest < NUMBERS and is_in_order and is_between


def server() -> Server:
    """The server and its present snapshot."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier, pg_current_snapshot()::text FROM pg_control_system()")
        return Server(*cursor.fetchone())
