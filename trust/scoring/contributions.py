"""Contributions: what each fact adds to an indicator, from when until when, and how fast it fades.

Columns: `p`, `table` and `fact` (the record), `origin` (the day it ages from), `first` and `last` (the as-of days it is
active on, both included), `building` and `eroding` (mass, verification weight applied), `half_life` (days; infinite for
what does not fade), `single` (one side's word only), `kind` (a label where an indicator counts kinds, else empty).
"""

import math

import polars as pl

from .facts import NEVER, Facts
from .methodology import NEVER_FADES, IndicatorSettings, Methodology

SCHEMA = pl.Schema(
    {
        "p": pl.Int64,
        "table": pl.String,
        "fact": pl.Int64,
        "origin": pl.Int64,
        "first": pl.Int64,
        "last": pl.Int64,
        "building": pl.Float64,
        "eroding": pl.Float64,
        "half_life": pl.Float64,
        "single": pl.Boolean,
        "kind": pl.String,
    }
)


def contributions(
    frame: pl.DataFrame,
    *,
    origin: pl.Expr | str,
    months: float,
    methodology: Methodology,
    table: pl.Expr | str = "table",
    first: pl.Expr | None = None,
    last: pl.Expr | None = None,
    building: pl.Expr | float = 0.0,
    eroding: pl.Expr | float = 0.0,
    half_life: pl.Expr | float = NEVER_FADES,
    kind: pl.Expr | str = "",
    weighted: bool = True,
) -> pl.DataFrame:
    """One contribution per row of a frame of facts.

    Active from `first` (default: `origin`) to `last` (default: for ever), but never longer than `months` after
    `origin`. Masses are multiplied by the facts' weight unless `weighted` is false. Rows active on no day are dropped.
    """
    day = pl.col(origin) if isinstance(origin, str) else origin
    weight = pl.col("weight") if weighted else pl.lit(1.0)
    expires = day + _limit(months, methodology)
    return (
        frame.select(
            p=pl.col("p"),
            table=pl.col("table") if isinstance(table, str) and table == "table" else _literal(table),
            fact=pl.col("fact"),
            origin=day,
            first=day if first is None else first,
            last=expires if last is None else pl.min_horizontal(last, expires),
            building=_literal(building) * weight,
            eroding=_literal(eroding) * weight,
            half_life=_literal(half_life),
            single=pl.col("single"),
            kind=_literal(kind),
        )
        .filter(pl.col("first") <= pl.col("last"))
        .cast(SCHEMA)
    )


def by_rules(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """What the indicator's event rules make of the events."""
    rules = pl.DataFrame(
        [
            (
                rule.event,
                rule.outcome,
                rule.unless,
                rule.building,
                rule.eroding,
                methodology.half_life_days(rule.half_life),
            )
            for rule in settings.rules
        ],
        schema={
            "type": pl.String,
            "ruled": pl.String,
            "unless": pl.String,
            "adds": pl.Float64,
            "erodes": pl.Float64,
            "half_life": pl.Float64,
        },
        orient="row",
    )
    matched = facts.events.join(rules, on="type", how="inner").filter(
        (pl.col("ruled").is_null() | (pl.col("ruled") == pl.col("outcome")))
        & (pl.col("unless").is_null() | pl.col("outcome").is_null() | (pl.col("unless") != pl.col("outcome")))
    )
    return contributions(
        matched,
        origin="day",
        months=methodology.window_months,
        methodology=methodology,
        building=pl.col("adds"),
        eroding=pl.col("erodes"),
        half_life=pl.col("half_life"),
    )


def by_contracts(
    contracts: pl.DataFrame, settings: IndicatorSettings, methodology: Methodology, option: str
) -> pl.DataFrame:
    """What signing each of the contracts adds, by the indicator's option of that name; `factor` scales the building."""
    rule = settings.option(option)
    return contributions(
        contracts,
        table="contract",
        origin="signed",
        months=methodology.window_months,
        methodology=methodology,
        last=pl.col("ended").fill_null(NEVER) - 1 if rule.get("cancelled_by_ending") else None,
        building=pl.lit(rule["building"]) * pl.col("factor"),
        eroding=pl.lit(rule.get("eroding", 0.0)),
        half_life=methodology.half_life_days(rule["half_life"]),
    )


def by_states(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """What the mutual states of the indicator's `states` add while they are open."""
    rules = pl.DataFrame(
        [
            (rule["event"], rule["building"], methodology.half_life_days(rule["half_life"]))
            for rule in settings.option("states")
        ],
        schema={"type": pl.String, "adds": pl.Float64, "half_life": pl.Float64},
        orient="row",
    )
    return contributions(
        open_states(facts, methodology).join(rules, on="type", how="inner"),
        origin="day",
        months=methodology.window_months,
        methodology=methodology,
        last=pl.col("closed") - 1,
        building=pl.col("adds"),
        half_life=pl.col("half_life"),
    )


def open_states(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Events that opened a mutual state, with the day it was `closed` (far ahead while it is open).

    A solid exit closes the joint body it names, or all of the partnership's if it names none; a solid early ending
    closes every state. A closing on the opening day or later counts.
    """
    rules, solid = methodology.states, facts.events.filter(pl.col("weight") >= methodology.verification.solid_weight)
    kinds = sorted({*rules.closed_by_exit, *rules.closed_by_termination})
    states = facts.events.filter(pl.col("type").is_in(kinds))
    exits = solid.filter(
        (pl.col("type") == rules.exit_event) & (pl.col("own") | pl.col("closes").is_not_null())
    ).select("p", closing="day", closes="closes", closable=pl.lit(list(rules.closed_by_exit)))
    endings = solid.filter(pl.col("type") == rules.termination_event).select(
        "p", closing="day", closes=pl.lit(None, pl.Int64), closable=pl.lit(list(rules.closed_by_termination))
    )
    closed = (
        states.select("p", "fact", "type", "day")
        .join(pl.concat([exits, endings]), on="p", how="inner")
        .filter(
            (pl.col("closing") >= pl.col("day"))
            & (pl.col("closes").is_null() | (pl.col("closes") == pl.col("fact")))
            & pl.col("type").is_in(pl.col("closable"))
        )
        .group_by("p", "fact")
        .agg(closed=pl.col("closing").min())
    )
    return states.join(closed, on=["p", "fact"], how="left").with_columns(pl.col("closed").fill_null(NEVER))


def _limit(months: float, methodology: Methodology) -> int:
    return NEVER if math.isinf(months) else math.floor(methodology.days(months))


def _literal(value: pl.Expr | float | str) -> pl.Expr:
    return value if isinstance(value, pl.Expr) else pl.lit(value)
