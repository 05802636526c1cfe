"""Dimensions, conditions and odds of one month, from its masses and measures."""

import numpy as np
import pandas as pd

from trust.scoring.methodology import DIMENSIONS
from trust.scoring.posterior import Balance, Belief, BeliefPrior, Rate, erosion_within, poisson_binomial_at_least

from .month import RATES, STATES, Month, beta_tail
from .tables import Table


def odds(month: Month) -> tuple[Table, Table]:
    """P(stage >= 1, 2, 3) as columns 1, 2, 3; and the figures that are stored."""
    building, eroding, facts = month.masses()
    values, variances = month.measures(), pd.DataFrame(index=month.index)
    priors, share = month.numbers.priors, month.share()
    prior = BeliefPrior(priors.belief_building, priors.belief_eroding, priors.belief_uncertainty)
    for code in STATES:
        values[code], variances[code] = Belief(_a(building[code]), _a(eroding[code]), prior).mean_variance()
    values["M1"], variances["M1"] = Balance(_a(building["M1"]), _a(eroding["M1"]), priors.balance).mean_variance()
    for code in RATES:
        base = month.numbers.indicators[code].number("base_rate") * priors.rate_strength
        rate = Rate(_a(building[code]) + base, _a(eroding[code]) + priors.rate_strength - base)
        values[code], variances[code] = rate.mean_variance()
        values.loc[facts[code] == 0, code] = np.nan
        if code == "R3":
            kept = np.where(facts["R3"] > 0, rate.survival(np.full(len(values), 0.4)), 1.0)
    balanced = ((1 - share) / 0.75).clip(0, 1)
    values["M5"] = (1 + 8 * balanced) / 10
    variances["M5"] = values["M5"] * (1 - values["M5"]) / 11
    dimensions = {name: _dimension(month, values, variances, name) for name in DIMENSIONS}
    first = _dependence(month, building, eroding)
    second = _exchange(month) * _reaches(dimensions["resources"], month.numbers.gates.contractual.resources_floor)
    third = second * kept * _equal(month, building, eroding, share)
    third = third * _reaches(dimensions["network"], 0.45) * _reaches(dimensions["reciprocity"], 0.5)
    chances = pd.DataFrame({1: first + second - first * second, 2: second, 3: third}, index=month.index)
    return chances, values


def _a(series: pd.Series) -> np.ndarray:
    return series.to_numpy(dtype=float)


def _dimension(month: Month, values: Table, variances: Table, name: str) -> Table:
    members = month.numbers.dimension(name)
    weights = pd.DataFrame({s.code: s.weight * values[s.code].notna() for s in members})
    weights = weights.div(weights.sum(axis=1), axis=0)
    uncertain = [s.code for s in members if s.code in variances]
    fixed = sum(weights[s.code] * values[s.code].fillna(0) for s in members if s.code not in variances)
    mean = (weights * values[weights.columns].fillna(0)).sum(axis=1)
    variance = (weights[uncertain] ** 2 * variances[uncertain].fillna(0)).sum(axis=1)
    return pd.DataFrame(
        {"mean": mean, "variance": variance, "low": fixed, "high": fixed + weights[uncertain].sum(axis=1)}
    )


def _reaches(dimension: Table, floor: float) -> np.ndarray:
    return beta_tail(dimension["mean"], dimension["variance"], dimension["low"], dimension["high"], floor)


def _true(month: Month, facts: Table, required: object) -> np.ndarray:
    """Chance that enough of the facts are true."""
    rules = month.numbers.verification
    levels = list(rules.validity)
    counts = facts.groupby(["partnership", "verification"]).size().unstack()
    counts = counts.reindex(index=month.index, columns=levels).fillna(0).astype(int)
    for level in rules.single_source:
        counts[level] = counts[level].clip(upper=1)
    return poisson_binomial_at_least(counts.to_numpy(), np.array([rules.validity[level] for level in levels]), required)


def _recorded(month: Month, rows: Table) -> np.ndarray:
    """Chance that at least one of the records exists."""
    return month.per_partnership(rows.groupby("partnership")["validity"].max()).to_numpy(dtype=float)


def _events(month: Month, types: tuple[str, ...], months: float) -> Table:
    events = month.found["events"]
    return month.within(events[events["type"].isin(types)], "day", months)


def _dependence(month: Month, building: Table, eroding: Table) -> np.ndarray:
    gate, contracts = month.numbers.gates.dependence, month.found["contracts"]
    signed = month.within(contracts, "signed", gate.recognition_months)
    signed = signed[~(signed["ended"] <= month.today)]
    certain = month.per_partnership(signed[signed["validity"] == 1].groupby("partnership").size()).to_numpy(dtype=int)
    rated = month.found["events"][month.found["events"]["type"] == "CUL_RATING"]
    rated = rated[pd.to_numeric(rated["outcome"], errors="coerce") >= gate.recognition_rating_from]
    acts = pd.concat(
        [
            _events(month, gate.recognition_events, gate.recognition_months),
            month.within(rated, "day", gate.recognition_months),
            signed[signed["validity"] < 1],
        ]
    )
    aligned = _true(month, _events(month, gate.alignment_events, gate.alignment_months), gate.alignment_acts)
    return aligned * _true(month, acts, gate.recognition_acts - certain) * _whole(month, building, eroding)


def _whole(month: Month, building: Table, eroding: Table) -> np.ndarray:
    priors = month.numbers.priors
    prior = BeliefPrior(priors.belief_building, priors.belief_eroding, priors.belief_uncertainty)
    return erosion_within(_a(building["C1"] + building["C2"]), _a(eroding["C1"] + eroding["C2"]), prior, 0.5)


def _exchange(month: Month) -> np.ndarray:
    gate, numbers, today = month.numbers.gates.contractual, month.numbers, month.today
    terms = month._terms()
    terms = terms[~terms["method"].isin(numbers.contract.opens_no_gate) & (terms["starts"] <= today)]
    ended = terms["ended"].notna() & (terms["ended"] <= today)
    since = (today - terms["ended"].where(ended, terms["ends"])).dt.days
    live = terms[since <= numbers.days(gate.ended_months) * ~ended + numbers.days(gate.terminated_months) * ended]
    contracts = month.found["contracts"]
    contracts = contracts[~contracts["method"].isin(numbers.contract.opens_no_gate) & (contracts["signed"] <= today)]
    seasoned = contracts[(today - contracts["starts"]).dt.days >= numbers.days(gate.running_months)]
    evaluations = _events(month, ("RES_EVALUATION",), gate.performance_months)
    passed = _true(month, evaluations[evaluations["outcome"] != "fail"], gate.evaluations)
    performed = 1 - (1 - passed) * (1 - _recorded(month, seasoned))
    paid = month.within(month.found["payments"].dropna(subset="paid"), "paid", gate.performance_months)
    return _recorded(month, live) * performed * _recorded(month, paid)


def _equal(month: Month, building: Table, eroding: Table, share: pd.Series) -> np.ndarray:
    gate = month.numbers.gates.equal
    states = month.within(month.states, "day", month.numbers.window_months)
    open_states = _true(month, states[states["until"] > month.today], 1)
    mutual = 1 - (1 - open_states) * (
        1 - _true(month, _events(month, gate.joint_events, gate.joint_months), gate.joint_acts)
    )
    proposals = _events(month, (gate.reciprocity_adopted,), gate.reciprocity_months)
    given = _events(month, gate.reciprocity_events, gate.reciprocity_months)
    given = pd.concat([given, proposals[proposals["outcome"] == "adopted"]])
    roles = _events(month, gate.network_role_events, gate.network_role_months)
    ties = month._open_ties().groupby("partnership").agg(partners=("alter", "nunique"), kinds=("kind", "nunique"))
    ties = ties.reindex(month.index, fill_value=0)
    accounts = month.found["finance"]
    accounts = accounts[accounts["year"].between(month.today.year - 3, month.today.year)].sort_values("year")
    known = accounts[accounts["validity"] > 0].groupby("partnership").tail(1)
    chance = mutual * _true(month, given, gate.reciprocity_acts) * _whole(month, building, eroding)
    chance = chance * _true(month, roles[roles["side"] != "gov"], gate.network_roles) * _recorded(month, known)
    enough = sufficiency(month)["facts"] >= gate.facts
    certain = (ties["partners"] >= gate.partners) & (ties["kinds"] >= gate.partner_kinds) & enough
    return chance * (certain & (share <= gate.share_at_most)).to_numpy()


def sufficiency(month: Month) -> Table:
    """Facts, span, solid facts and idle days by partnership; `begun` once the first own fact has happened."""
    rules, counted = month.numbers.sufficiency, month.numbers.verification.counted_weight
    events = month.found["events"]
    events = events[~events["type"].str.startswith(rules.not_dyadic)]
    parts = [events.assign(on=events["day"])]
    for name, day in (("contracts", "signed"), ("payments", "paid"), ("requests", "opened")):
        parts.append(month.found[name].assign(on=month.found[name][day], own=True))
    facts = pd.concat([part[["partnership", "on", "weight", "own"]] for part in parts])
    facts = facts[(facts["weight"] >= counted) & (facts["on"] <= month.today)]
    recent = month.within(facts, "on", month.numbers.window_months).groupby("partnership")
    table = pd.DataFrame(index=month.index)
    table["facts"] = month.per_partnership(recent.size())
    table["span"] = month.per_partnership((recent["on"].max() - recent["on"].min()).dt.days)
    table["solid"] = month.per_partnership(recent["weight"].max()) >= month.numbers.verification.solid_weight
    own = facts[facts["own"].astype(bool)].groupby("partnership")["on"].max().reindex(month.index)
    terms = month._terms()
    end = terms["ended"].fillna(pd.Timestamp("2200-01-01")).clip(upper=terms["ends"])
    running = terms[(terms["starts"] <= month.today) & (end >= month.today) & (terms["weight"] >= counted)]
    idle = (month.today - own).dt.days.fillna(0)
    table["idle"] = idle.where(~table.index.isin(running["partnership"]), 0)
    return table
