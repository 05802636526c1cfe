"""Flags shown beside the stage. They explain; they never change it."""

from collections.abc import Mapping

import numpy as np

from .gates import Odds, Tally, count_of
from .grid import Grid, Ints
from .methodology import Methodology
from .readings import Bools, Readings
from .stages import Path

FLAGS: tuple[str, ...] = (
    "eroding",
    "one_sided",
    "stage_skipped",
    "network_without_exchange",
    "dependence_unknown",
    "purchase_missing",
    "capped",
)


def flags(
    path: Path,
    odds: Odds,
    readings: Readings,
    tallies: Mapping[str, Tally],
    grid: Grid,
    methodology: Methodology,
) -> Ints:
    """The flags of every row as bits, in the order of `FLAGS`."""
    conditions, stage = odds.conditions, path.stage
    no_agreement = conditions["live_agreement"] == 0
    mutual = conditions["mutual_mechanism"] >= methodology.flags.mutual_probability
    network = conditions["N_floor"] >= methodology.flags.mutual_probability
    raised = (
        _eroding(path, odds, tallies, grid, methodology),
        _one_sided(path, readings, tallies, methodology),
        _stage_skipped(path, odds, grid, methodology),
        network & no_agreement & (path.reason != 1),
        (stage >= 2) & np.isnan(readings.share),
        mutual & no_agreement & (path.reason != 1),
        (count_of(tallies["abnormal_listings"]) > 0) & (stage > 0),
    )
    return np.asarray(sum(flag.astype(np.int64) << bit for bit, flag in enumerate(raised)))


def _eroding(path: Path, odds: Odds, tallies: Mapping[str, Tally], grid: Grid, methodology: Methodology) -> Bools:
    """The odds of the present stage have fallen, or something grave happened lately."""
    rules = methodology.flags
    earlier_day = grid.days - round(methodology.days(rules.eroding_months))
    earlier = np.searchsorted(grid.days, earlier_day, side="right") - 1
    chance = np.stack([np.ones(grid.rows), *odds.at_least], axis=1)
    now = chance[np.arange(grid.rows), path.stage]
    months = np.arange(grid.rows) % len(grid.days)
    then_row = np.arange(grid.rows) - months + np.maximum(earlier[months], 0)
    then = np.where(earlier[months] >= 0, chance[then_row, path.stage], now)
    fallen = (path.stage > 0) & (then - now >= rules.eroding_fall)
    return fallen | (count_of(tallies["severe_acts"]) > 0)


def _stage_skipped(path: Path, odds: Odds, grid: Grid, methodology: Methodology) -> Bools:
    """At stage 2 or 3 although the first gate has never opened: P(stage >= 1) alone cannot tell, it includes them."""
    opened = odds.first_gate.reshape(grid.partnerships, -1) >= methodology.persistence.up_probability
    ever_opened = np.maximum.accumulate(opened, axis=1).reshape(-1)
    skipped: Bools = (path.stage >= 2) & ~ever_opened
    return skipped


def _one_sided(path: Path, readings: Readings, tallies: Mapping[str, Tally], methodology: Methodology) -> Bools:
    """A contract relationship in which the burden lies with the NGO."""
    rules = methodology.flags
    signs = [
        _reads_below(readings, "R3", rules.one_sided_reading),
        _reads_below(readings, "M3", rules.one_sided_reading),
        count_of(tallies["extra_tasks"]) >= rules.one_sided_extra_tasks,
        count_of(tallies["scope_cuts"]) >= rules.one_sided_cuts,
        np.nan_to_num(readings.share) > rules.one_sided_share,
    ]
    burdened = np.sum(signs, axis=0) >= rules.one_sided_signs
    one_sided: Bools = (path.stage == 2) & burdened
    return one_sided


def _reads_below(readings: Readings, code: str, limit: float) -> Bools:
    reading = readings.indicators[code]
    return reading.present & (reading.value < limit)
