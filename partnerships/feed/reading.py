"""Reading the feed: what came after a position, as far as the reader may see it, with each record as it is now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from partnerships.datasets import data_tables
from partnerships.models import FeedEntry, User

from .positions import Position, Server, StalePositionError, server
from .scope import scope_mark

# A reader with a narrow view is led past this many changes of others in one answer, then told where to go on.
LOOKED_AT_MOST = 20_000

# Entries until one snapshot and not until the other, from a row of one of them on, each row by itself. Rows come out of
# the ranges as they are read, so an entry of millions costs no more than the rows taken from it.
STATEMENT = """
SELECT id, "table", act, generate_series(lower(rows), upper(rows) - 1) AS key
FROM (
    SELECT id, "table", act,
        unnest(CASE id WHEN %(entry)s THEN keys * int8multirange(int8range(%(row)s, NULL, '()')) ELSE keys END) AS rows
    FROM partnerships_feedentry
    WHERE id >= %(entry)s AND transaction < pg_snapshot_xmax(%(upto)s::pg_snapshot)
        AND pg_visible_in_snapshot(transaction, %(upto)s::pg_snapshot){since}
    ORDER BY id
) AS entries
LIMIT %(limit)s
"""
SINCE = """
        AND transaction >= pg_snapshot_xmin(%(seen)s::pg_snapshot)
        AND NOT pg_visible_in_snapshot(transaction, %(seen)s::pg_snapshot)"""


@dataclass(frozen=True)
class FeedChange:
    """One change of one row. `record` holds its columns as they are now; nothing once it is gone."""

    table: str
    id: int
    act: str
    record: Mapping[str, Any] | None


@dataclass(frozen=True)
class Page:
    """Some changes, the position after them, and whether more wait there already."""

    changes: Sequence[FeedChange]
    position: Position
    has_more: bool


def start(user: User) -> Position:
    """The position before everything."""
    return Position(server().identifier, scope_mark(user))


def present(user: User) -> Position:
    """The position after everything that counts now. Within a transaction that repeats its reads: as of its start."""
    here = server()
    return Position(here.identifier, scope_mark(user), seen=here.snapshot)


def read_feed(user: User, since: Position | None, *, size: int) -> Page:
    """Up to `size` changes after the position. Raises StalePositionError where it says nothing to this reader."""
    here = server()
    position = (since or start(user)).towards(here)
    _check(position, here, user)
    changes: list[FeedChange] = []
    looked = 0
    while len(changes) < size and looked < LOOKED_AT_MOST:
        rows = _rows(position, size - len(changes))
        if not rows:
            return Page(changes, position.at_end, has_more=False)
        looked += len(rows)
        changes += _seen(user, rows)
        position = replace(position, entry=rows[-1][0], row=rows[-1][3])
    return Page(changes, position, has_more=True)


def _check(position: Position, here: Server, user: User) -> None:
    ahead = any(_next(text) > _next(here.snapshot) for text in (position.seen, position.upto) if text)
    if position.server != here.identifier or position.scope != scope_mark(user) or ahead:
        raise StalePositionError


def _next(snapshot: str) -> int:
    """The first transaction that had not begun."""
    return int(snapshot.split(":")[1])


def _rows(position: Position, limit: int) -> list[tuple[int, str, str, int]]:
    """Entry, table, act and row of the next changes, whoever may see them."""
    statement = STATEMENT.format(since=SINCE if position.seen else "")
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "entry": position.entry,
                "row": position.row,
                "seen": position.seen,
                "upto": position.upto,
                "limit": limit,
            },
        )
        return cursor.fetchall()


def _seen(user: User, rows: Iterable[tuple[int, str, str, int]]) -> list[FeedChange]:
    """The changes of rows the person may see, with the rows as they are; and those of rows that are gone.

    Nobody can say any more who saw a row that is gone. Its table and number say nothing of what it held.
    """
    rows = list(rows)
    wanted: dict[str, set[int]] = defaultdict(set)
    for _entry, table, _act, key in rows:
        wanted[table].add(key)
    records = {table: _records(user, table, keys) for table, keys in wanted.items()}
    return [
        FeedChange(table, key, act, None if act == FeedEntry.Act.DELETE else records[table].get(key))
        for _entry, table, act, key in rows
        if act == FeedEntry.Act.DELETE or key in records[table]
    ]


def _records(user: User, name: str, keys: Iterable[int]) -> dict[int, dict[str, Any]]:
    table = data_tables().get(name)
    if table is None:
        return {}  # it went out as data once, under this name
    names = [column.name for column in table.columns]
    return {
        row["as_id"]: {column: row[f"as_{column}"] for column in names}
        for row in table.rows(user).filter(pk__in=keys).iterator()
    }
