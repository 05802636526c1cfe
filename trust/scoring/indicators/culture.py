"""Culture: is the NGO recognised, and by what conduct on either side?"""

import polars as pl

from ..contributions import by_contracts, by_rules, contributions
from ..facts import NEVER, Facts
from ..methodology import IndicatorSettings, Methodology


def alignment(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """C1: do the NGO's acts meet the government's development ideas?

    Unit: belief, 0 to 1. Window: 60 months. Evidence: charter, Party-building, policy themes taken up, trainings;
    against it, documented divergence. Source: thesis; Nahapiet & Ghoshal 1998 (cognitive dimension).
    """
    return by_rules(facts, settings, methodology)


def recognition(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """C2: has this body paid attention to the NGO and recognised it?

    Unit: belief, 0 to 1. Window: 60 months. Evidence: visits, awards, ratings, support, contracts signed; against it,
    proposals ignored, divergence, retaliation, early endings. Source: thesis; Brown, Potoski & Van Slyke 2006.
    """
    factor = pl.col("method").replace_strict(dict(methodology.contract_method), return_dtype=pl.Float64)
    signed = facts.contracts.with_columns(factor=factor)
    return pl.concat(
        [
            by_rules(facts, settings, methodology),
            by_contracts(signed, settings, methodology, "contracts"),
        ]
    )


def standing(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """C3: does the NGO keep the rules it is registered under?

    Unit: rate, 0 to 1. Window: 60 months. Evidence: annual inspections, penalties, listings, audit findings.
    Source: MCA Order 60; McAllister 1995 (cognition-based trust).
    """
    return by_rules(facts, settings, methodology)


def mission_integrity(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """C4: does the work the NGO is given stay within what it exists for?

    Unit: rate, 0 to 1. Window: 60 months. Evidence: contracts (entrusted ones count half); against it, administrative
    tasks outside any contract, the most recent few. Source: thesis; Brinkerhoff 2002 (identity); Huang & Yang 2015.
    """
    entrusted = pl.col("method").is_in(list(methodology.contract.opens_no_gate))
    contracts = facts.contracts.with_columns(factor=pl.lit(1.0))
    return pl.concat(
        [
            by_contracts(contracts.filter(~entrusted), settings, methodology, "contracts"),
            by_contracts(contracts.filter(entrusted), settings, methodology, "entrusted_contracts"),
            _extra_tasks(facts, settings, methodology),
        ]
    )


def _extra_tasks(facts: Facts, settings: IndicatorSettings, methodology: Methodology) -> pl.DataFrame:
    """Extra tasks as failures: each counts until so many later ones are on record that it is no longer a recent one."""
    rule = settings.option("extra_tasks")
    tasks = facts.events.filter(
        (pl.col("type") == rule["event"]) & (pl.col("weight") >= methodology.verification.counted_weight)
    ).sort("p", "day", "weight", "fact")
    crowded_out = pl.col("day").shift(-rule["at_most"]).over("p")
    return contributions(
        tasks.with_columns(crowded_out=crowded_out.fill_null(NEVER)),
        origin="day",
        months=methodology.window_months,
        methodology=methodology,
        last=pl.col("crowded_out") - 1,
        eroding=rule["eroding"],
        half_life=methodology.half_life_days(rule["half_life"]),
    )
