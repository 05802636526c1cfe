"""What all indicators share: event rules, trials, contract ends and open mutual states."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from .distributions import Beta, Masses
from .lives import Life
from .rules import Row, Rules


def add_events(masses: Masses, code: str, life: Life, as_of: date) -> None:
    """Adds what the indicator's event rules make of the events in the window."""
    rules = masses.rules
    for event in life.events:
        if rules.within(event["day"], as_of):
            for rule in rules.indicator(code)["rules"]:
                if applies(rule, event):
                    fading = rules.decay(rule["half_life"], event["day"], as_of)
                    masses.add(event, rule.get("building", 0.0) * fading, rule.get("eroding", 0.0) * fading)


def applies(rule: Row, event: Row) -> bool:
    """Whether a rule speaks of this event type and of its outcome, if it names one to count or one to leave out."""
    if rule["event"] != event["type"] or ("unless" in rule and rule["unless"] == event["outcome"]):
        return False
    return bool(rule.get("outcome", event["outcome"]) == event["outcome"])


def rate(masses: Masses, base_rate: float) -> Beta | None:
    """The Beta of kept against broken trials; None without any trial."""
    if masses.facts == 0:
        return None
    strength = masses.rules["priors"]["rate_strength"]
    kept, broken = masses.capped()
    return Beta(strength * base_rate + kept, strength * (1 - base_rate) + broken)


def add_trial(masses: Masses, row: Row, fading: float, score: float) -> None:
    """One trial, kept to the degree `score` from 0 to 1."""
    masses.add(row, fading * score, fading * (1 - score))


def signed(life: Life, as_of: date) -> list[dict[str, Any]]:
    """Contracts signed by the as-of date."""
    return [contract for contract in life.contracts if contract["signed"] <= as_of]


def ended_early(contract: Row, as_of: date) -> bool:
    """Whether the contract has been ended before its term by the as-of date."""
    return contract["ended"] is not None and contract["ended"] <= as_of


def term(contract: Row, as_of: date) -> Row:
    """The term as amended by the as-of date."""
    for row in contract["terms"]:
        if row["valid_from"] <= as_of and (row["valid_until"] is None or as_of < row["valid_until"]):
            found: Row = row
            return found
    raise LookupError(f"Contract {contract['fact']} has no term valid on {as_of}.")


def last_day(contract: Row, as_of: date) -> date:
    """The contract's last day as seen on the as-of date: the day of its early ending, or the end of its term."""
    ends: date = contract["ended"] if ended_early(contract, as_of) else term(contract, as_of)["ends"]
    return ends


def opens_gates(contract: Row, rules: Rules) -> bool:
    """Entrusted appropriations are no purchase."""
    return contract["method"] not in rules["contract"]["opens_no_gate"]


def open_states(life: Life, rules: Rules, as_of: date) -> list[dict[str, Any]]:
    """Joint bodies and agreements still open, begun within the window."""
    kinds = {*rules["states"]["closed_by_exit"], *rules["states"]["closed_by_termination"]}
    candidates = [event for event in life.events if event["type"] in kinds and rules.within(event["day"], as_of)]
    endings = [event for event in life.events if event["day"] <= as_of and rules.solid(event)]
    return [state for state in candidates if not any(_closes(ending, state, rules) for ending in endings)]


def _closes(ending: Row, state: Row, rules: Rules) -> bool:
    if ending["day"] < state["day"]:
        return False
    if ending["type"] == rules["states"]["termination_event"]:
        return state["type"] in rules["states"]["closed_by_termination"]
    if ending["type"] != rules["states"]["exit_event"] or state["type"] not in rules["states"]["closed_by_exit"]:
        return False
    if ending["closes"] is None:
        return bool(ending["own"])  # an exit elsewhere in the network dissolves no body of this partnership
    return bool(ending["closes"] == state["fact"])


def add_states(masses: Masses, states: Sequence[Row], life: Life, as_of: date) -> None:
    """Adds the open mutual states an indicator counts."""
    for state in open_states(life, masses.rules, as_of):
        for rule in states:
            if rule["event"] == state["type"]:
                fading = masses.rules.decay(rule["half_life"], state["day"], as_of)
                masses.add(state, rule["building"] * fading, 0.0)


def paid(life: Life, as_of: date) -> Iterable[dict[str, Any]]:
    """Instalments paid by the as-of date."""
    return (payment for payment in life.payments if payment["paid"] is not None and payment["paid"] <= as_of)


def amount_paid(life: Life, rules: Rules, as_of: date, months: float) -> float:
    """CNY paid within so many months; an instalment heavy enough to count does so in full."""
    return sum(
        rules.in_cny(payment["amount_paid"] or 0.0, payment["currency"])
        for payment in paid(life, as_of)
        if rules.within(payment["paid"], as_of, months) and rules.counted(payment)
    )
