"""Puts a history together: from the trail the database wrote, and from what the rows themselves say of their origin."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import models

from partnerships.models import User

from .entries import Act, Entry, History
from .subjects import changes_of, rows_of
from .telling import Telling
from .wording import names_of

MOST = 500
ONE_ACT = timedelta(seconds=2)


def history_of(record: models.Model, reader: User) -> History:
    """The history of a record and its parts, for somebody who may see it. The queries depend on its kind alone."""
    rows = rows_of(record, reader)
    trail = list(changes_of(record, rows, reader)[: MOST + 1])
    changes = trail[:MOST]
    telling = Telling(record, rows, names_of(changes, {part.table: part.model for part in rows}))
    entries = [*telling.of_changes(changes), *telling.of_rows(changes)]
    entries.sort(key=lambda entry: entry.moment, reverse=True)
    return History(_acts(entries), is_cut=len(trail) > MOST)


def _acts(entries: Sequence[Entry]) -> list[Act]:
    """Entries of one person within a moment, together: one act often writes several rows."""
    acts: list[list[Entry]] = []
    for entry in entries:
        if acts and _belongs(entry, acts[-1][0]):
            acts[-1].append(entry)
        else:
            acts.append([entry])
    return [Act(own[0].moment, own[0].person, max(entry.origin for entry in own), own) for own in acts]


def _belongs(entry: Entry, last: Entry) -> bool:
    return entry.person == last.person and last.moment - entry.moment < ONE_ACT
