"""The engine: evidence of any number of partnerships, any as-of dates, to assessments. One code for one and for all.

Finding contributions is done once for everybody, in columns; laying them on the grid and judging goes block by block of
partnerships, so that memory does not grow with the population. Nothing is drawn: the same input gives the same bits.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .conditions import COUNTED
from .constraint import corrected_brokerage
from .digest import Words, digests
from .evidence import Evidence
from .facts import NEVER
from .flags import flags
from .gates import CONDITION_CODES, Odds, Tally, count_of, odds
from .grid import Columns, Floats, Grid, Ints
from .methodology import DIMENSIONS, Methodology
from .readings import Readings, read
from .registry import INDICATORS
from .sources import Sources, find
from .stages import Path, Sufficiency, blocks, persist

ROWS_PER_BLOCK = 40_000  # partnership-months judged together: large enough to vectorise, small enough for the caches

Singles = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Assessments:
    """One row per partnership and as-of date, from the partnership's first own fact on, ordered by both.

    partnership: key (n,); as_of: day number (n,); stage: 0 to 3 (n,); reason: index of `REASONS`, 0 where there is a
    stage (n,); since: day number of the as-of date from which stage and reason have been the same (n,); at_least:
    P(stage >= 1, 2, 3) (n, 3); dimension_means, dimension_deviations: in the order of `DIMENSIONS` (n, 4);
    indicator_values (NaN where left out), indicator_deviations, indicator_facts: in the order of the methodology
    (n, 21); conditions: in the order of `CONDITION_CODES` (n, 19); flags: bits of `FLAGS` (n,); digest: evidence as two
    words (n, 2).
    """

    partnership: Ints
    as_of: Ints
    stage: Ints
    reason: Ints
    since: Ints
    at_least: Singles
    dimension_means: Singles
    dimension_deviations: Singles
    indicator_values: Singles
    indicator_deviations: Singles
    indicator_facts: Ints
    conditions: Singles
    flags: Ints
    digest: Words

    def __len__(self) -> int:
        return len(self.partnership)

    def take(self, rows: NDArray[np.generic]) -> "Assessments":
        """Some rows, by index or mask."""
        return Assessments(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})

    @property
    def last_rows(self) -> NDArray[np.intp]:
        """The index of each partnership's last row, in order."""
        return np.flatnonzero(np.append(self.partnership[1:] != self.partnership[:-1], True))

    @classmethod
    def joined(cls, parts: Sequence["Assessments"]) -> "Assessments":
        """Several blocks as one."""
        return cls(**{field.name: np.concatenate([getattr(p, field.name) for p in parts]) for field in fields(cls)})


def assess(evidence: Evidence, methodology: Methodology, as_of_dates: Sequence[date]) -> Assessments:
    """Assesses every partnership of the evidence on every as-of date.

    The dates must be in ascending order; the path is followed from the first to the last, so give the month ends from
    before the first fact on. Raises ValueError if they are not, MethodologyError where the evidence holds something the
    methodology does not know.
    """
    return Assessments.joined(list(assess_in_blocks(evidence, methodology, as_of_dates)))


def assess_in_blocks(
    evidence: Evidence, methodology: Methodology, as_of_dates: Sequence[date]
) -> Iterator[Assessments]:
    """The same, as one `Assessments` per block of partnerships, in the order of their keys."""
    if not as_of_dates or any(late <= early for early, late in pairwise(as_of_dates)):
        raise ValueError("Give at least one as-of date, in ascending order and each once.")
    sources = find(evidence, methodology, as_of_dates)
    words = digests(evidence, sources.facts.subjects, sources.facts.days)
    tables = {**sources.contributions, **{f"counted {name}": rows for name, rows in sources.counted.items()}}
    sliced = {name: _Sliced.of(frame, sources.facts.partnerships) for name, frame in tables.items()}
    size = max(1, ROWS_PER_BLOCK // len(as_of_dates))
    keys = sources.facts.subjects["partnership"].to_numpy()
    for start in range(0, max(sources.facts.partnerships, 1), size):
        stop = min(start + size, sources.facts.partnerships)
        grid = Grid(start, stop - start, sources.facts.days)
        columns = {name: table.between(start, stop) for name, table in sliced.items()}
        yield _block(columns, sources, grid, keys[start:stop], words[start:stop], methodology)


@dataclass(frozen=True, eq=False)
class _Sliced:
    """A frame sorted by `p`, cut by ranges of partnerships into plain columns."""

    columns: Columns
    bounds: Ints

    @classmethod
    def of(cls, frame: pl.DataFrame, partnerships: int) -> "_Sliced":
        bounds = np.searchsorted(frame["p"].to_numpy(), np.arange(partnerships + 1), side="left")
        return cls({name: _plain(frame[name]) for name in frame.columns if name not in ("table", "fact")}, bounds)

    def between(self, start: int, stop: int) -> Columns:
        low, high = self.bounds[start], self.bounds[stop]
        return {name: values[low:high] for name, values in self.columns.items()}


def _plain(column: pl.Series) -> NDArray[np.generic]:
    return column.to_numpy().astype(str) if column.dtype == pl.String else column.to_numpy()


def _block(
    columns: Mapping[str, Columns],
    sources: Sources,
    grid: Grid,
    keys: Ints,
    words: Words,
    methodology: Methodology,
) -> Assessments:
    readings = read(columns, {indicator.code: indicator for indicator in INDICATORS}, grid, methodology)
    readings = corrected_brokerage(readings, columns["N3"], sources.facts, grid, methodology)
    tallies = _tallies(columns, grid, methodology)
    sufficiency = _sufficiency(columns, sources, grid)
    chances = odds(tallies, readings, sufficiency, methodology)
    suspended = count_of(tallies["suspensions"]) > 0
    capped = count_of(tallies["abnormal_listings"]) > 0
    path = persist(chances.at_least, blocks(sufficiency, suspended, methodology), capped, grid, methodology)
    raised = flags(path, chances, readings, tallies, grid, methodology)
    first = np.repeat(sources.first_days[grid.start : grid.start + grid.partnerships], len(grid.days))
    found = _assembled(grid, keys, words, readings, chances, path, raised, first)
    return found.take(grid.row_days >= first)


def _tallies(columns: Mapping[str, Columns], grid: Grid, methodology: Methodology) -> dict[str, Tally]:
    """Counted facts per row and verification level, for every condition."""
    levels = tuple(methodology.verification.weight)
    tallies = {name: _tally(columns[f"counted {name}"], "level", grid, levels) for name in COUNTED}
    ties = columns["counted verified_partners"]
    tallies["partner_kinds"] = {"all": grid.distinct(ties["p"], ties["first"], ties["last"], ties["kind"])}
    tallies["shares_known"] = _tally(columns["M5"], "kind", grid, levels)
    return tallies


def _tally(rows: Columns, by: str, grid: Grid, levels: tuple[str, ...]) -> Tally:
    tally = {}
    for level in levels:
        of_level = rows[by] == level
        tally[level] = grid.count(rows["p"][of_level], rows["first"][of_level], rows["last"][of_level])
    return tally


def _sufficiency(columns: Mapping[str, Columns], sources: Sources, grid: Grid) -> Sufficiency:
    rows = columns["counted sufficient_facts"]
    facts = grid.count(rows["p"], rows["first"], rows["last"])
    solid = rows["solid"].astype(bool)
    both = grid.count(rows["p"][solid], rows["first"][solid], rows["last"][solid]) > 0
    earliest, latest = _earliest_and_latest(rows, grid)
    running = columns["counted contracts_in_force"]
    in_force = grid.count(running["p"], running["first"], running["last"]) > 0
    own = sources.own_acts.filter(pl.col("p").is_between(grid.start, grid.start + grid.partnerships - 1))
    last_act = _latest_by(own["p"].to_numpy(), own["first"].to_numpy(), grid)
    first = sources.first_days[grid.start : grid.start + grid.partnerships]
    begun = grid.row_days >= np.repeat(first, len(grid.days))
    idle = np.where(in_force | (last_act < -NEVER // 2), 0, grid.row_days - last_act)
    return Sufficiency(facts, np.where(facts > 0, latest - earliest, 0), both, np.where(begun, idle, -1))


def _earliest_and_latest(rows: Columns, grid: Grid) -> tuple[Ints, Ints]:
    """Day of the first and of the last fact active in each row; meaningless where none is."""
    key = rows["p"] * NEVER + rows["first"]
    p = np.repeat(np.arange(grid.start, grid.start + grid.partnerships), len(grid.days))
    length = (rows["last"] - rows["first"]).max(initial=0)
    low = np.searchsorted(key, p * NEVER + grid.row_days - length, side="left")
    high = np.searchsorted(key, p * NEVER + grid.row_days, side="right") - 1
    if len(key) == 0:
        return np.zeros(grid.rows, dtype=np.int64), np.zeros(grid.rows, dtype=np.int64)
    return rows["first"][np.minimum(low, len(key) - 1)], rows["first"][np.maximum(high, 0)]


def _latest_by(p: Ints, day: Ints, grid: Grid) -> Ints:
    """The last day not after each row's date among a partnership's days (sorted); far in the past if none."""
    key = p * NEVER + day
    rows_p = np.repeat(np.arange(grid.start, grid.start + grid.partnerships), len(grid.days))
    found = np.searchsorted(key, rows_p * NEVER + grid.row_days, side="right") - 1
    if len(key) == 0:
        return np.full(grid.rows, -NEVER)
    valid = (found >= 0) & (p[np.maximum(found, 0)] == rows_p)
    return np.where(valid, day[np.maximum(found, 0)], -NEVER)


def _assembled(
    grid: Grid, keys: Ints, words: Words, readings: Readings, chances: Odds, path: Path, raised: Ints, first: Ints
) -> Assessments:
    """All results of the block; nothing has stood since before the first as-of date after a partnership's first day."""
    opening = grid.days[np.minimum(np.searchsorted(grid.days, first), len(grid.days) - 1)]
    indicators = list(readings.indicators.values())
    moments = [readings.dimension_moments[name] for name in DIMENSIONS]
    return Assessments(
        partnership=np.repeat(keys, len(grid.days)),
        as_of=grid.row_days,
        stage=path.stage,
        reason=path.reason,
        since=np.maximum(grid.days[path.since], opening),
        at_least=_singles(chances.at_least),
        dimension_means=_singles([mean for mean, _ in moments]),
        dimension_deviations=_singles([deviation for _, deviation in moments]),
        indicator_values=_singles([np.where(r.present, r.value, np.nan) for r in indicators]),
        indicator_deviations=_singles([np.where(r.present, r.deviation, np.nan) for r in indicators]),
        indicator_facts=np.stack([reading.facts for reading in indicators], axis=1),
        conditions=_singles([chances.conditions[code] for code in CONDITION_CODES]),
        flags=raised,
        digest=words.reshape(-1, 2),
    )


def _singles(columns: Sequence[Floats]) -> Singles:
    """Columns side by side, in the precision they are stored in."""
    return np.stack(columns, axis=1).astype(np.float32)
