"""Reciprocity: does each side give, answer and decide with the other, and could either do without?"""

from typing import Any

import numpy as np
import polars as pl

from ..contributions import by_rules, by_states, contributions
from ..facts import EPOCH, NEVER, Facts, day_number
from ..grid import Columns, Floats, Grid
from ..methodology import IndicatorSettings, Methodology
from .resources import paid_amounts


def initiative(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """M1: do both sides act?

    Unit: 1 - |g - n| / (g + n), 0 to 1; g is what the government does (building), n what the NGO does (eroding).
    Window: 60 months. Source: Putnam 1993; Gazley & Brudney 2007.
    """
    rule = settings.option("payments")
    paid = contributions(
        facts.payments.filter(pl.col("paid").is_not_null()),
        table="payment",
        origin="paid",
        months=methodology.window_months,
        methodology=methodology,
        building=rule["building"],
        half_life=methodology.half_life_days(rule["half_life"]),
    )
    return pl.concat([by_rules(facts, settings, methodology), paid])


def joint_decisions(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """M2: do the two sides decide together?

    Unit: belief, 0 to 1. Window: 60 months. Evidence: joint plans and evaluations, open joint bodies and agreements;
    against it, unilateral cuts, extra tasks, early endings, retaliation.
    Source: thesis; Brinkerhoff 2002 (mutuality); Jing & Hu 2017.
    """
    return pl.concat([by_rules(facts, settings, methodology), by_states(facts, settings, methodology)])


def responsiveness(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """M3: does the government answer?

    Unit: rate, 0 to 1. Window: 60 months from the request. An answer within the limit (workdays, Monday to Friday) is
    worth 1, falling to nothing; silence counts only after `unanswered_after_workdays`. Filing never counts against
    anybody. Source: MoF Order 94; Alexander & Nank 2009.
    """
    limits = dict(settings.option("limit_workdays"))
    requests = facts.requests.with_columns(
        limit=pl.col("kind").replace_strict(limits, return_dtype=pl.Float64),
        silent_from=pl.Series(_silent_from(facts.requests, int(settings.number("unanswered_after_workdays")))),
        settled=pl.col("answered").fill_null(NEVER),
    )
    answered = requests.filter(pl.col("answered").is_not_null())
    taken = pl.Series(_workdays(answered), dtype=pl.Float64)
    common: dict[str, Any] = {
        "table": "request",
        "origin": "opened",
        "months": methodology.window_months,
        "methodology": methodology,
        "half_life": methodology.half_life_days(settings.option("half_life")),
    }
    value = (1 - (pl.col("taken") - pl.col("limit")) / settings.number("worthless_after_workdays")).clip(0.0, 1.0)
    replies = contributions(
        answered.with_columns(taken=taken), first=pl.col("answered"), building=value, eroding=1 - value, **common
    )
    silence = contributions(requests, first=pl.col("silent_from"), last=pl.col("settled") - 1, eroding=1.0, **common)
    return pl.concat([replies, silence])


def _dates(column: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    return column.to_numpy().astype("datetime64[D]")


def _workdays(answered: pl.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.busday_count(_dates(answered["opened"]), _dates(answered["answered"]))


def _silent_from(requests: pl.DataFrame, after: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """First day on which more than `after` workdays have passed since each request was made."""
    last_workday = np.busday_offset(_dates(requests["opened"]), after, roll="forward")
    return last_workday.astype(np.int64) + 1


def uptake(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """M4: are the NGO's proposals taken up, or at least declined with reasons?

    Unit: rate, 0 to 1. Window: 60 months. Source: Alexander & Nank 2009.
    """
    return by_rules(facts, settings, methodology)


def power(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """M5: could the NGO live without this body?

    Unit: (1 - share of income through this partnership) / 0.75, 0 to 1. Evidence: the latest accounts of three years.
    `building` carries the share. Source: Emerson 1962; Pfeffer & Salancik 1978; Casciaro & Piskorski 2005.
    """
    usable = (
        facts.finance.filter(pl.col("record_validity") > 0)
        .sort("p", "year", "record_validity", "fact")
        .unique(["p", "year"], keep="last", maintain_order=True)
        .with_columns(
            share=pl.when(pl.col("total_income") > 0)
            .then(pl.col("income") / pl.col("total_income"))
            .otherwise(1.0)
            .clip(0.0, 1.0),
            next_year=pl.col("year").shift(-1).over("p"),
        )
    )
    oldest = pl.col("year") + int(settings.number("latest_years")) + 1
    return contributions(
        usable,
        table="annualfinance",
        origin=_new_year(pl.col("year")),
        months=float("inf"),
        methodology=methodology,
        last=_new_year(pl.min_horizontal(oldest, pl.col("next_year").fill_null(NEVER // 366))) - 1,
        building=pl.col("share"),
        kind=pl.col("level"),
        weighted=False,
    )


def _new_year(year: pl.Expr) -> pl.Expr:
    """The day number of 1 January; leap years by the Gregorian rule."""
    before = year.cast(pl.Int64) - 1
    leaps = before // 4 - before // 100 + before // 400
    return before * 365 + leaps - (EPOCH.toordinal() - 1) + day_number(EPOCH)


def contribution_of_own(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """M6: what does the NGO bring in itself?

    Unit: 1 - exp(-(own contributions of three years / payments of two) / 0.2), 0 to 1. An own contribution without
    an amount is taken at a stated value. Source: Saidel 1991; thesis ("mutually beneficial").
    """
    own = facts.events.filter(
        (pl.col("type") == settings.option("event")) & (pl.col("weight") >= methodology.verification.counted_weight)
    )
    brought = contributions(
        own,
        origin="day",
        months=settings.number("window_months"),
        methodology=methodology,
        building=pl.col("amount").fill_null(settings.number("unstated_amount_cny")),
        kind="brought",
        weighted=False,
    )
    paid = paid_amounts(facts, settings.number("payment_window_months"), methodology, kind="paid")
    return pl.concat([brought, paid])


def contribution_of_own_reading(
    columns: Columns, grid: Grid, settings: IndicatorSettings, methodology: Methodology
) -> Floats:
    """Own contributions set against what was paid, or against a stated least amount."""
    amounts = {}
    for kind in ("brought", "paid"):
        of_kind = columns["kind"] == kind
        amounts[kind] = grid.total(
            columns["p"][of_kind], columns["first"][of_kind], columns["last"][of_kind], columns["building"][of_kind]
        )
    against = np.maximum(amounts["paid"], settings.number("unstated_amount_cny"))
    return 1.0 - np.exp(-(amounts["brought"] / against) / settings.number("scale"))
