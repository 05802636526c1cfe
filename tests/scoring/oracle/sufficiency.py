"""Whether there is enough on record to assign any stage, and what suspends one."""

from datetime import date
from typing import Any

from .gates import listed
from .lives import Life
from .readings import last_day, paid, signed, term
from .rules import Rules

Counted = tuple[date, dict[str, Any]]


def dyadic_facts(life: Life, rules: Rules, as_of: date) -> list[Counted]:
    """(day, row) of what passed between the two sides within the window, heavy enough to count."""
    return [(day, row) for day, row in _ever(life, rules, as_of) if rules.within(day, as_of)]


def _ever(life: Life, rules: Rules, as_of: date) -> list[Counted]:
    apart = tuple(rules["sufficiency"]["not_dyadic"])
    facts = [(event["day"], event) for event in life.events if not event["type"].startswith(apart)]
    facts += [(contract["signed"], contract) for contract in life.contracts]
    facts += [(payment["paid"], payment) for payment in paid(life, as_of)]
    facts += [(request["opened"], request) for request in life.requests]
    return [(day, row) for day, row in facts if day <= as_of and rules.counted(row)]


def reason_for_no_stage(life: Life, rules: Rules, as_of: date) -> str | None:
    """suspended, lapsed or no_evidence, in this order; None when a stage may be assigned."""
    if _suspended(life, rules, as_of):
        return "suspended"
    if _lapsed(life, rules, as_of):
        return "lapsed"
    return None if _sufficient(rules, dyadic_facts(life, rules, as_of)) else "no_evidence"


def _suspended(life: Life, rules: Rules, as_of: date) -> bool:
    overrides = rules["overrides"]
    revoked = listed(life, overrides["suspending_registration"], as_of, outcome="revoked")
    return listed(life, overrides["suspending_list"], as_of) or revoked


def _lapsed(life: Life, rules: Rules, as_of: date) -> bool:
    """The last fact of the two sides' own, of whatever age, is too long ago and no contract is in force."""
    in_force = any(
        term(contract, as_of)["starts"] <= as_of <= last_day(contract, as_of) and rules.counted(contract)
        for contract in signed(life, as_of)
    )
    days = [day for day, row in _ever(life, rules, as_of) if row.get("own", True)]
    if in_force or not days:
        return False
    return rules.months(max(days), as_of) > rules["sufficiency"]["lapse_months"]


def _sufficient(rules: Rules, facts: list[Counted]) -> bool:
    if len(facts) < rules["sufficiency"]["facts"]:
        return False
    days = [day for day, _ in facts]
    spread = (max(days) - min(days)).days >= rules["sufficiency"]["span_days"]
    return spread and any(rules.solid(row) for _, row in facts)
