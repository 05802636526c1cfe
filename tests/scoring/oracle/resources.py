"""Resources: R1 continuity, R2 delivery, R3 payment, R4 volume, R5 continuation, R6 breadth."""

import math
from datetime import date, timedelta
from typing import Any

from .distributions import Beta, Fixed, Masses
from .lives import Life
from .readings import add_events, add_trial, amount_paid, last_day, paid, rate, signed, term
from .rules import Row, Rules


def continuity(life: Life, rules: Rules, as_of: date) -> Fixed:
    """R1: mean over 24 monthly looks back of the best contract in force, by method and verification."""
    looks = rules.indicator("R1")["window_months"]
    total = 0.0
    for look in range(looks):
        day = as_of - timedelta(days=int(rules["time"]["days_per_month"] * look))
        in_force = [
            rules["contract_method"][contract["method"]] * rules.weight(contract)
            for contract in signed(life, as_of)
            if term(contract, as_of)["starts"] <= day <= last_day(contract, as_of)
        ]
        total += max(in_force, default=0.0)
    return Fixed(total / looks)


def delivery(life: Life, rules: Rules, as_of: date) -> Beta | None:
    """R2."""
    masses = Masses(rules)
    add_events(masses, "R2", life, as_of)
    return rate(masses, rules.indicator("R2")["base_rate"])


def payment_timeliness(life: Life, rules: Rules, as_of: date) -> Beta | None:
    """R3: instalments with a due day; an unpaid one counts once the days of grace are over."""
    table = rules.indicator("R3")
    masses = Masses(rules)
    for payment in life.payments:
        due, paid_on = payment["due"], payment["paid"]
        if due is None or rules.months(due, as_of) > rules["time"]["window_months"]:
            continue
        settled = paid_on is not None and paid_on <= as_of
        late = ((paid_on if settled else as_of) - due).days
        if not settled and late <= table["grace_days"]:
            continue
        span = table["worthless_after_days"] - table["grace_days"]
        score = min(max(1 - (late - table["grace_days"]) / span, 0.0), 1.0)
        add_trial(masses, payment, rules.decay(table["half_life"], min(due, as_of), as_of), score)
    return rate(masses, table["base_rate"])


def volume(life: Life, rules: Rules, as_of: date) -> Fixed:
    """R4: logarithm of the CNY paid."""
    table = rules.indicator("R4")
    amount = amount_paid(life, rules, as_of, table["window_months"])
    reach = (math.log10(amount + 1) - table["lowest_log10"]) / (table["highest_log10"] - table["lowest_log10"])
    return Fixed(min(max(reach, 0.0), 1.0))


def continuation(life: Life, rules: Rules, as_of: date) -> Beta | None:
    """R5: whether a finished contract found a successor."""
    table = rules.indicator("R5")
    masses = Masses(rules)
    add_events(masses, "R5", life, as_of)
    for contract in signed(life, as_of):
        end = last_day(contract, as_of)
        if not rules.within(end, as_of):
            continue
        fading = rules.decay(table["half_life"], end, as_of)
        if _has_successor(contract, end, life, as_of, table):
            add_trial(masses, contract, fading, 1.0)
        elif rules.months(end, as_of) > table["none_after_months"]:
            add_trial(masses, contract, fading, 0.0)
    return rate(masses, table["base_rate"])


def _has_successor(contract: Row, end: date, life: Life, as_of: date, table: Row) -> bool:
    return any(
        other["signed"] > contract["signed"] and (other["starts"] - end).days <= table["successor_within_days"]
        for other in signed(life, as_of)
    )


def breadth(life: Life, rules: Rules, as_of: date) -> Fixed:
    """R6: distinct kinds of what is exchanged."""
    table = rules.indicator("R6")
    kinds: set[Any] = {
        table["kinds"][event["type"]]
        for event in life.events
        if event["type"] in table["kinds"]
        and rules.within(event["day"], as_of, table["window_months"])
        and rules.counted(event)
    }
    if any(
        rules.within(payment["paid"], as_of, table["payment_window_months"]) and rules.counted(payment)
        for payment in paid(life, as_of)
    ):
        kinds.update(table["payment_kinds"])
    return Fixed(min(len(kinds) / table["kinds_for_full"], 1.0))
