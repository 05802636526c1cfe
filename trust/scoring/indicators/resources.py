"""Resources: what is exchanged under contract, how reliably, and by whom."""

from typing import Any

import numpy as np
import polars as pl

from ..contributions import by_rules, contributions
from ..facts import NEVER, Facts
from ..grid import Columns, Floats, Grid
from ..methodology import IndicatorSettings, Methodology

FOR_EVER = float("inf")


def continuity(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """R1: how much of the last two years was under contract?

    Unit: share of monthly looks back that fall under a contract, times the factor of its method, 0 to 1.
    Window: 24 months. Source: Jing & Chen 2012; Brown et al. 2006.
    """
    factor = pl.col("method").replace_strict(dict(methodology.contract_method), return_dtype=pl.Float64)
    terms = facts.terms.with_columns(covered_until=pl.min_horizontal("ends", "ended"))
    return contributions(
        terms,
        table="contract",
        origin="starts",
        months=FOR_EVER,
        methodology=methodology,
        first=pl.max_horizontal("valid_from", "starts"),
        last=pl.min_horizontal(
            pl.col("until") - 1, pl.col("covered_until") + int(_looks_back(settings, methodology)[-1])
        ),
        building=factor,
        kind=pl.col("covered_until").cast(pl.String),
    )


def continuity_reading(columns: Columns, grid: Grid, settings: IndicatorSettings, methodology: Methodology) -> Floats:
    """Looks back once a month; each look counts with the best contract that covers it."""
    looks = _looks_back(settings, methodology)
    source, row = grid.spread(columns["p"], columns["first"], columns["last"])
    day, factor = grid.row_days[row], columns["building"][source]
    covered_until = columns["kind"].astype(np.int64)[source]
    newest = np.searchsorted(looks, day - covered_until, side="left").astype(np.uint64)
    oldest = np.searchsorted(looks, day - columns["origin"][source], side="right").astype(np.uint64)
    one = np.uint64(1)
    covered = np.where(oldest > newest, ((one << oldest) - one) ^ ((one << newest) - one), np.uint64(0))
    value, seen = np.zeros(grid.rows), np.zeros(grid.rows, dtype=np.uint64)
    for level in np.unique(factor)[::-1]:
        looks_hit = np.zeros(grid.rows, dtype=np.uint64)
        at_level = factor == level
        np.bitwise_or.at(looks_hit, row[at_level], covered[at_level])
        value += level * np.bitwise_count(looks_hit & ~seen)
        seen |= looks_hit
    return value / len(looks)


def _looks_back(settings: IndicatorSettings, methodology: Methodology) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How many days before the as-of date each monthly look lies."""
    return np.array([int(methodology.days(month)) for month in range(int(settings.number("window_months")))])


def delivery(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """R2: does the NGO deliver what it agreed to?

    Unit: rate, 0 to 1. Window: 60 months. Evidence: evaluations by result, audit findings, unlawful subcontracting,
    early endings by its own fault. Source: McAllister 1995; Lewicki & Bunker 1996 (knowledge-based trust).
    """
    return by_rules(facts, settings, methodology)


def payment_timeliness(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """R3: does the government pay on time?

    Unit: rate, 0 to 1. Window: 60 months from the due day. A payment is worth 1 up to `grace_days` late and nothing
    from `worthless_after_days` on, linearly between; an open one is judged as if paid on the as-of date once it is past
    the grace. Source: Rousseau et al. 1998 (calculus-based trust); State Council Order 728/802 by analogy.
    """
    grace, worthless = int(settings.number("grace_days")), int(settings.number("worthless_after_days"))
    due = facts.payments.filter(pl.col("due").is_not_null()).with_columns(settled=pl.col("paid").fill_null(NEVER))
    late = due.filter(pl.col("settled") > pl.col("due") + grace)

    def graded(frame: pl.DataFrame, judged_on: pl.Expr, first: pl.Expr, last: pl.Expr | None) -> pl.DataFrame:
        value = (1 - (judged_on - pl.col("due") - grace) / (worthless - grace)).clip(0.0, 1.0)
        return contributions(
            frame,
            table="payment",
            origin="due",
            months=methodology.window_months,
            methodology=methodology,
            first=first,
            last=last,
            building=value,
            eroding=1 - value,
            half_life=methodology.half_life_days(settings.option("half_life")),
        )

    today, given_up = pl.col("today"), pl.col("due") + worthless
    return pl.concat(
        [
            graded(due.filter(pl.col("paid").is_not_null()), pl.col("paid"), pl.col("paid"), None),
            graded(_waiting_days(late, facts, grace, worthless), today, today, today),
            graded(late, given_up, given_up, pl.col("settled") - 1),
        ]
    )


def _waiting_days(waiting: pl.DataFrame, facts: Facts, grace: int, worthless: int) -> pl.DataFrame:
    """One row per open payment and as-of day (`today`) on which it is past the grace and still worth something."""
    days = pl.DataFrame({"today": facts.days})
    return waiting.join_where(
        days,
        pl.col("today") > pl.col("due") + grace,
        pl.col("today") < pl.col("due") + worthless,
        pl.col("today") < pl.col("settled"),
    )


def volume(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """R4: how much money flowed?

    Unit: CNY paid within 24 months, on a logarithmic scale from 10,000 (0) to 1,000,000 (1).
    Source: Saidel 1991; Lin 2001.
    """
    return paid_amounts(facts, settings.number("window_months"), methodology)


def volume_reading(columns: Columns, grid: Grid, settings: IndicatorSettings, methodology: Methodology) -> Floats:
    """The logarithm of the sum paid, placed between the two ends of the scale."""
    paid = grid.total(columns["p"], columns["first"], columns["last"], columns["building"])
    low, high = settings.number("lowest_log10"), settings.number("highest_log10")
    return np.clip((np.log10(paid + 1) - low) / (high - low), 0.0, 1.0)


def paid_amounts(facts: Facts, months: float, methodology: Methodology, kind: str = "") -> pl.DataFrame:
    """Payments made in the last so many months, in CNY, in full when more than one side's bare word stands for them."""
    paid = facts.payments.filter(
        pl.col("paid").is_not_null() & (pl.col("weight") >= methodology.verification.counted_weight)
    )
    return contributions(
        paid,
        table="payment",
        origin="paid",
        months=months,
        methodology=methodology,
        building=pl.col("amount_paid"),
        kind=kind,
        weighted=False,
    )


def continuation(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """R5: is a contract that ends followed by another?

    Unit: rate, 0 to 1. Window: 60 months. Evidence: a successor that starts within half a year, or none after it;
    early endings and lost bids count against. Source: Brown et al. 2006 (relational contracting).
    """
    endings = _with_successor(_endings(facts), facts, int(settings.number("successor_within_days")))
    overdue = pl.col("end") + int(methodology.days(settings.number("none_after_months"))) + 1
    starts_counting = pl.max_horizontal("known_from", "end")
    common: dict[str, Any] = {
        "table": "contract",
        "origin": "end",
        "months": methodology.window_months,
        "methodology": methodology,
        "half_life": methodology.half_life_days(settings.option("half_life")),
    }
    followed = contributions(
        endings,
        first=pl.max_horizontal(starts_counting, "followed"),
        last=pl.col("known_until") - 1,
        building=1.0,
        **common,
    )
    abandoned = contributions(
        endings,
        first=pl.max_horizontal(starts_counting, overdue),
        last=pl.min_horizontal("known_until", "followed") - 1,
        eroding=1.0,
        **common,
    )
    return pl.concat([followed, abandoned, by_rules(facts, settings, methodology)])


def _endings(facts: Facts) -> pl.DataFrame:
    """Each contract's end as it was known from a day until another: by each of its terms, then by an early ending."""
    by_term = facts.terms.with_columns(
        end=pl.col("ends"), known_from=pl.col("valid_from"), known_until=pl.min_horizontal("until", "ended")
    )
    early = (
        facts.terms.filter(pl.col("ended") < NEVER)
        .unique(["p", "fact"])
        .with_columns(end=pl.col("ended"), known_from=pl.col("ended"), known_until=pl.lit(NEVER, pl.Int64))
    )
    return pl.concat([by_term, early]).filter(pl.col("known_from") < pl.col("known_until"))


def _with_successor(endings: pl.DataFrame, facts: Facts, within: int) -> pl.DataFrame:
    """Adds `followed`: the day the first successor was signed, far ahead if none was."""
    later = facts.contracts.select("p", later_signed="signed", later_starts="starts")
    first = (
        endings.select("p", "fact", "end", "signed")
        .unique()
        .join(later, on="p", how="inner")
        .filter((pl.col("later_signed") > pl.col("signed")) & (pl.col("later_starts") - pl.col("end") <= within))
        .group_by("p", "fact", "end")
        .agg(followed=pl.col("later_signed").min())
    )
    return endings.join(first, on=["p", "fact", "end"], how="left").with_columns(pl.col("followed").fill_null(NEVER))


def breadth(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """R6: how many kinds of resources are exchanged?

    Unit: distinct kinds of the last three years over five, at most 1. Source: Saidel 1991; Lin 2001.
    """
    given = facts.events.filter(pl.col("weight") >= methodology.verification.counted_weight).with_columns(
        exchanged=pl.col("type").replace_strict(dict(settings.option("kinds")), default=None, return_dtype=pl.String)
    )
    acts = contributions(
        given.filter(pl.col("exchanged").is_not_null()),
        origin="day",
        months=settings.number("window_months"),
        methodology=methodology,
        building=1.0,
        kind=pl.col("exchanged"),
    )
    months = settings.number("payment_window_months")
    money = [paid_amounts(facts, months, methodology, kind) for kind in settings.option("payment_kinds")]
    return pl.concat([acts, *[flow.filter(pl.col("building") > 0) for flow in money]])


def breadth_reading(columns: Columns, grid: Grid, settings: IndicatorSettings, methodology: Methodology) -> Floats:
    """Different kinds over the number that counts as full."""
    kinds = grid.distinct(columns["p"], columns["first"], columns["last"], columns["kind"])
    return np.minimum(kinds / settings.number("kinds_for_full"), 1.0)
