"""Judging partnerships month by month, in chapters where their body took over from another.

A partnership that inherits evidence on a day has one chapter up to that day, judged on its own evidence, and one from
it on, judged on both. Each chapter follows the path from the first fact it knows of, so the stage reached with the
predecessor goes on with the successor.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from trust.gather import Inheritance, first_own_day, gather, inheritances
from trust.scoring.engine import Assessments, assess_in_blocks
from trust.scoring.evidence import Evidence
from trust.scoring.methodology import Methodology

Days = tuple[date, ...]


def gather_as_of(partnership: int, as_of: date, *, known_at: datetime) -> Evidence:
    """The evidence on which one partnership is judged as of a day: its own, and what had gone over to it by then."""
    gone_over = [each for each in inheritances([partnership], known_at=known_at) if each.since <= as_of]
    return gather([partnership], known_at=known_at, inherited=gone_over)


def path_of(partnership: int, numbers: Methodology, *, as_of: date, known_at: datetime) -> Assessments | None:
    """Every month end of one partnership; None while nothing is on record of it."""
    blocks = list(judged([partnership], numbers, as_of=as_of, known_at=known_at))
    return Assessments.joined(blocks) if blocks else None


def judged(
    partnerships: Iterable[int], numbers: Methodology, *, as_of: date, known_at: datetime
) -> Iterator[Assessments]:
    """Every month end of each partnership's history up to `as_of`, in blocks ordered by partnership and day."""
    inherited = inheritances(partnerships, known_at=known_at)
    heirs = {each.partnership for each in inherited}
    yield from _whole_path(sorted(set(partnerships) - heirs), numbers, as_of, known_at)
    for days, group in _by_days(inherited, as_of).items():
        yield from _in_chapters(days, group, numbers, as_of, known_at)


def _whole_path(
    keys: Sequence[int], numbers: Methodology, as_of: date, known_at: datetime, inherited: Sequence[Inheritance] = ()
) -> Iterator[Assessments]:
    """Every month end on the evidence of the partnerships and what is inherited, as if it had always been theirs."""
    if not keys:
        return
    evidence = gather(keys, known_at=known_at, inherited=inherited)
    first = first_own_day(evidence)
    if first is not None and first <= as_of:
        yield from _ahead(assess_in_blocks(evidence, numbers, month_ends(first, as_of)))


def _ahead(blocks: Iterator[Assessments]) -> Iterator[Assessments]:
    """Judges the next block in a thread while the last one is being written; the engine touches no connection."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(next, blocks, None)
        while (block := coming.result()) is not None:
            coming = pool.submit(next, blocks, None)
            yield block


def _by_days(inherited: Sequence[Inheritance], as_of: date) -> dict[Days, list[Inheritance]]:
    """What is inherited, for all partnerships together that inherit on the same days: one body's successor has many."""
    per_heir: dict[int, list[Inheritance]] = defaultdict(list)
    for each in inherited:
        per_heir[each.partnership].append(each)
    groups: dict[Days, list[Inheritance]] = defaultdict(list)
    for found in per_heir.values():
        groups[tuple(sorted({each.since for each in found if each.since <= as_of}))] += found
    return groups


def _in_chapters(
    days: Days, inherited: Sequence[Inheritance], numbers: Methodology, as_of: date, known_at: datetime
) -> Iterator[Assessments]:
    keys = sorted({each.partnership for each in inherited})
    chapters = []
    for begin, end in zip((None, *days), (*days, None), strict=True):
        gone_over = [each for each in inherited if begin is not None and each.since <= begin]
        blocks = _whole_path(keys, numbers, as_of, known_at, gone_over)
        chapters += [block.take(_between(block, begin, end)) for block in blocks]
    if chapters:
        whole = Assessments.joined(chapters)
        yield whole.take(np.lexsort((whole.as_of, whole.partnership)))


def _between(block: Assessments, begin: date | None, end: date | None) -> NDArray[np.bool_]:
    """Which rows lie in a chapter, from its first day until the day before the next begins."""
    days = block.as_of.astype("datetime64[D]")
    since = days >= np.datetime64(begin) if begin else np.ones(len(days), dtype=bool)
    return since & (days < np.datetime64(end)) if end else since


def month_ends(first: date, last: date) -> list[date]:
    """All month ends from the month of `first` to `last`; `last` itself closes the list if it is not one."""
    ends: list[date] = []
    day = month_end(first)
    while day < last:
        ends.append(day)
        day = month_end(day + timedelta(days=1))
    return [*ends, last]


def month_end(day: date) -> date:
    """The last day of the month."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
