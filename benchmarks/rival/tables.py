"""The evidence as pandas tables with weights, and the contributions that do not depend on the month."""

from typing import Any

import pandas as pd

from trust.scoring.evidence import Evidence
from trust.scoring.methodology import Methodology

NEVER = pd.Timestamp("2200-01-01")
Table = pd.DataFrame


def tables(evidence: Evidence, numbers: Methodology) -> dict[str, Table]:
    """Every frame with `weight`, `validity` (as a record) and `single`; rows worth nothing are dropped."""
    found = {}
    for name in ("events", "contracts", "payments", "ties", "requests", "finance"):
        table = getattr(evidence, name).to_pandas()
        counted = ~table["contested"].astype(bool)
        table["weight"] = table["verification"].map(dict(numbers.verification.weight)) * counted
        table["validity"] = table["verification"].map(dict(numbers.verification.record_validity))
        table["single"] = table["verification"].isin(numbers.verification.single_source)
        found[name] = _with_dates(table[table["weight"] > 0].copy())
    found["terms"] = _with_dates(evidence.terms.to_pandas()).merge(
        found["contracts"].drop(columns="starts"), on=["partnership", "fact"]
    )
    return found


def _with_dates(table: Table) -> Table:
    for column in ("day", "signed", "starts", "ended", "valid_from", "valid_until", "ends", "due", "paid", "opened"):
        if column in table:
            table[column] = pd.to_datetime(table[column])
    if "answered" in table:
        table["answered"] = pd.to_datetime(table["answered"])
    return table


def by_rules(events: Table, numbers: Methodology) -> Table:
    """One row per event and rule that applies: indicator, partnership, day, masses, half-life in days."""
    rules = pd.DataFrame(
        [
            (code, rule.event, rule.outcome, rule.building, rule.eroding, numbers.half_life_days(rule.half_life))
            for code, settings in numbers.indicators.items()
            for rule in settings.rules
        ],
        columns=["indicator", "type", "ruled", "building", "eroding", "half_life"],
    )
    joined = events.merge(rules, on="type")
    joined = joined[joined["ruled"].isna() | (joined["ruled"] == joined["outcome"])]
    return _weighted(joined)


def by_contracts(contracts: Table, numbers: Methodology) -> Table:
    """What signing contracts adds to C2 and C4."""
    c2 = numbers.indicators["C2"]
    recognised = contracts.assign(
        indicator="C2",
        day=contracts["signed"],
        until=contracts["ended"],
        building=c2.option("contracts")["building"] * contracts["method"].map(dict(numbers.contract_method)),
        eroding=0.0,
        half_life=numbers.half_life_days(c2.option("contracts")["half_life"]),
    )
    entrusted = contracts["method"].isin(numbers.contract.opens_no_gate)
    kept = contracts.assign(
        indicator="C4",
        day=contracts["signed"],
        until=pd.NaT,
        building=entrusted.map(
            {
                True: option(numbers, "C4", "entrusted_contracts")["building"],
                False: option(numbers, "C4", "contracts")["building"],
            }
        ),
        eroding=entrusted.map({True: option(numbers, "C4", "entrusted_contracts")["eroding"], False: 0.0}),
        half_life=numbers.half_life_days("standard"),
    )
    return pd.concat([_weighted(recognised), _weighted(kept)])


def mutual_states(events: Table, numbers: Methodology) -> Table:
    """Joint bodies and agreements with the day they were closed (`until`)."""
    solid = events[events["weight"] >= numbers.verification.solid_weight]
    states = events[events["type"].isin(numbers.gates.equal.state_events)].copy()
    exits = solid[(solid["type"] == numbers.states.exit_event) & solid["own"]]
    endings = solid[solid["type"] == numbers.states.termination_event]
    states["until"] = NEVER
    for closing, kinds in ((exits, numbers.states.closed_by_exit), (endings, numbers.states.closed_by_termination)):
        pairs = states.reset_index().merge(closing[["partnership", "day"]], on="partnership", suffixes=("", "_closed"))
        pairs = pairs[(pairs["day_closed"] >= pairs["day"]) & pairs["type"].isin(kinds)]
        first = pairs.groupby("index")["day_closed"].min()
        states.loc[first.index, "until"] = states.loc[first.index, "until"].clip(upper=first)
    return states


def by_states(states: Table, numbers: Methodology) -> Table:
    """What open states add to M2 and N5."""
    parts = []
    for code in ("M2", "N5"):
        for rule in numbers.indicators[code].option("states"):
            chosen = states[states["type"] == rule["event"]]
            half_life = numbers.half_life_days(rule["half_life"])
            parts.append(
                _weighted(chosen.assign(indicator=code, building=rule["building"], eroding=0.0, half_life=half_life))
            )
    return pd.concat(parts)


def _weighted(table: Table) -> Table:
    table = table.assign(building=table["building"] * table["weight"], eroding=table["eroding"] * table["weight"])
    if "until" not in table:
        table["until"] = pd.NaT
    columns = ["indicator", "partnership", "day", "until", "building", "eroding", "half_life", "single"]
    return table[columns]


def option(numbers: Methodology, code: str, name: str) -> Any:
    """One indicator's own number."""
    return numbers.indicators[code].option(name)
