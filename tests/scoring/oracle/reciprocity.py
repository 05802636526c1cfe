"""Reciprocity: M1 balance, M2 joint decisions, M3 responsiveness, M4 uptake, M5 power, M6 the NGO's contribution."""

import math
from datetime import date
from typing import Any

import numpy as np

from .distributions import Balance, Belief, Beta, Fixed, Masses
from .lives import Life
from .readings import add_events, add_states, add_trial, amount_paid, paid, rate
from .rules import Row, Rules


def balance_of_initiative(life: Life, rules: Rules, as_of: date) -> Balance:
    """M1: building is what the government does, eroding what the NGO does."""
    masses = Masses(rules)
    add_events(masses, "M1", life, as_of)
    rule = rules.indicator("M1")["payments"]
    for payment in paid(life, as_of):
        if rules.within(payment["paid"], as_of):
            masses.add(payment, rule["building"] * rules.decay(rule["half_life"], payment["paid"], as_of), 0.0)
    return Balance(*masses.capped(), rules["priors"]["balance"])


def joint_decisions(life: Life, rules: Rules, as_of: date) -> Belief:
    """M2."""
    masses = Masses(rules)
    add_events(masses, "M2", life, as_of)
    add_states(masses, rules.indicator("M2")["states"], life, as_of)
    return Belief(*masses.capped(), rules)


def responsiveness(life: Life, rules: Rules, as_of: date) -> Beta | None:
    """M3: workdays until the answer; silence is no trial until it has lasted too long."""
    table = rules.indicator("M3")
    masses = Masses(rules)
    for request in life.requests:
        if not rules.within(request["opened"], as_of):
            continue
        score = _answer_score(request, as_of, table)
        if score is not None:
            add_trial(masses, request, rules.decay(table["half_life"], request["opened"], as_of), score)
    return rate(masses, table["base_rate"])


def _answer_score(request: Row, as_of: date, table: Row) -> float | None:
    if request["answered"] is not None and request["answered"] <= as_of:
        waited = int(np.busday_count(request["opened"], request["answered"]))
        over = waited - table["limit_workdays"][request["kind"]]
        return min(max(1 - over / table["worthless_after_workdays"], 0.0), 1.0)
    waited = int(np.busday_count(request["opened"], as_of))
    return 0.0 if waited > table["unanswered_after_workdays"] else None


def uptake(life: Life, rules: Rules, as_of: date) -> Beta | None:
    """M4."""
    masses = Masses(rules)
    add_events(masses, "M4", life, as_of)
    return rate(masses, rules.indicator("M4")["base_rate"])


def latest_account(life: Life, rules: Rules, as_of: date) -> dict[str, Any] | None:
    """The latest annual account that is known and not worthless."""
    usable = [
        account
        for account in life.finance
        if 0 <= as_of.year - account["year"] <= rules.indicator("M5")["latest_years"]
        and rules.record_validity(account) > 0
    ]
    return max(usable, key=lambda account: account["year"], default=None)


def share(account: Row) -> float:
    """Income through this partnership as a share of the NGO's income; no income at all is full dependence."""
    return float(account["income"] / account["total_income"]) if account["total_income"] else 1.0


def balance_of_power(life: Life, rules: Rules, as_of: date) -> Beta | None:
    """M5."""
    account = latest_account(life, rules, as_of)
    if account is None:
        return None
    even = (1 - share(account)) / (1 - rules.indicator("M5")["full_at_share"])
    even = min(max(even, 0.0), 1.0)
    concentration = rules["priors"]["power_concentration"]
    return Beta(1 + concentration * even, 1 + concentration * (1 - even))


def contribution(life: Life, rules: Rules, as_of: date) -> Fixed:
    """M6: what the NGO brought in, against what it was paid."""
    table = rules.indicator("M6")
    brought = sum(
        _worth(event, rules, table)
        for event in life.events
        if event["type"] == table["event"]
        and rules.within(event["day"], as_of, table["window_months"])
        and rules.counted(event)
    )
    received = amount_paid(life, rules, as_of, table["payment_window_months"])
    return Fixed(1 - math.exp(-brought / max(received, table["unstated_amount_cny"]) / table["scale"]))


def _worth(event: Row, rules: Rules, table: Row) -> float:
    if event["amount"] is None:
        return float(table["unstated_amount_cny"])
    return rules.in_cny(event["amount"], event["currency"])
