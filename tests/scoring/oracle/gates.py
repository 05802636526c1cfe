"""The conditions of the three stages, each a truth value per draw."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .distributions import Belief, Draws
from .lives import Life
from .network import open_ties
from .readings import ended_early, last_day, open_states, opens_gates, paid, signed, term
from .reciprocity import latest_account, share
from .rules import DOCUMENTED, Row, Rules

Truth = NDArray[np.bool_]


@dataclass(frozen=True)
class Bench:
    """Where one date of one partnership is judged: facts, rules, randomness, and how many draws."""

    life: Life
    rules: Rules
    as_of: date
    random: np.random.Generator
    size: int

    def certain(self, *, holds: bool) -> Truth:
        """The same in every draw."""
        return np.full(self.size, holds)

    def events(self, types: Iterable[str], months: float) -> list[dict[str, Any]]:
        """Events of these types not older than so many months."""
        wanted = set(types)
        return [
            event
            for event in self.life.events
            if event["type"] in wanted and self.rules.within(event["day"], self.as_of, months)
        ]

    def count(self, acts: Iterable[Row], records: Iterable[Row] = ()) -> NDArray[np.int64]:
        """How many facts are true, per draw; of those with one side's document at most one counts.

        A fact is true in exactly its share of the draws, at random places (a Latin hypercube, as the method advises).
        """
        facts = [(act["verification"], self.rules.act_validity(act)) for act in acts]
        facts += [(record["verification"], self.rules.record_validity(record)) for record in records]
        chances = [chance for level, chance in facts if level != DOCUMENTED]
        chances += [chance for level, chance in facts if level == DOCUMENTED][:1]
        total = np.zeros(self.size, dtype=np.int64)
        for chance in chances:
            if chance > 0:
                total += self.random.permutation(self.size) < chance * self.size
        return total


def dependence(bench: Bench, alignment: Belief, recognition: Belief) -> dict[str, Truth]:
    """Stage 1: an act of alignment and two of recognition, without rupture."""
    gate = bench.rules["gates"]["dependence"]
    aligned = bench.count(bench.events(gate["alignment_events"], gate["alignment_months"]))
    acts = bench.events(gate["recognition_events"], gate["recognition_months"])
    acts += [
        event
        for event in bench.events(["CUL_RATING"], gate["recognition_months"])
        if int(event["outcome"]) >= gate["recognition_rating_from"]
    ]
    contracts = [
        contract
        for contract in signed(bench.life, bench.as_of)
        if bench.rules.within(contract["signed"], bench.as_of, gate["recognition_months"])
        and not ended_early(contract, bench.as_of)
    ]
    building, eroding = alignment.building + recognition.building, alignment.eroding + recognition.eroding
    erosion = Belief(building, eroding, bench.rules).draw_erosion(bench.random, bench.size)
    return {
        "align": aligned >= gate["alignment_acts"],
        "recognised": bench.count(acts, contracts) >= gate["recognition_acts"],
        "no_rupture": erosion <= gate["rupture_at_most"],
        "no_rupture3": erosion <= bench.rules["gates"]["equal"]["rupture_at_most"],
    }


def contractual(bench: Bench, resources: Draws) -> dict[str, Truth]:
    """Stage 2: a purchase in force in which both sides performed."""
    gate = bench.rules["gates"]["contractual"]
    purchases = [
        contract
        for contract in signed(bench.life, bench.as_of)
        if opens_gates(contract, bench.rules) and term(contract, bench.as_of)["starts"] <= bench.as_of
    ]
    payments = [
        payment
        for payment in paid(bench.life, bench.as_of)
        if bench.rules.within(payment["paid"], bench.as_of, gate["performance_months"])
    ]
    passed = [
        event for event in bench.events(["RES_EVALUATION"], gate["performance_months"]) if event["outcome"] != "fail"
    ]
    run_in = [
        contract
        for contract in purchases
        if bench.rules.months(term(contract, bench.as_of)["starts"], bench.as_of) >= gate["running_months"]
    ]
    evaluated = bench.count(passed) >= gate["evaluations"]
    return {
        "live_agreement": bench.count([], [c for c in purchases if _alive(c, bench, gate)]) >= 1,
        "gov_paid": bench.count([], payments) >= gate["payments"],
        "ngo_performed": evaluated | (bench.count([], run_in) >= 1),
        "R_floor": resources >= gate["resources_floor"],
    }


def _alive(contract: Row, bench: Bench, gate: Row) -> bool:
    """In force, or ended so lately that it still stands for the relationship."""
    grace = gate["terminated_months"] if ended_early(contract, bench.as_of) else gate["ended_months"]
    return bench.rules.months(last_day(contract, bench.as_of), bench.as_of) <= grace


def equal(bench: Bench, network: Draws, reciprocity: Draws, payment: Draws | None, facts: int) -> dict[str, Truth]:
    """Stage 3, apart from stage 2: mutual mechanisms, a network of its own, limited dependence."""
    gate = bench.rules["gates"]["equal"]
    kept = bench.certain(holds=True) if payment is None else payment >= gate["payment_floor"]
    return {
        "mutual_mechanism": _mechanism(bench, gate),
        "gov_reciprocates": _reciprocated(bench, gate),
        "partners": bench.certain(holds=_enough_partners(bench, gate)),
        "network_role": _own_role(bench, gate),
        **_dependence_on_income(bench, gate),
        "not_listed": bench.certain(
            holds=not listed(bench.life, bench.rules["overrides"]["capping_list"], bench.as_of)
        ),
        "payment_kept": kept,
        "enough_facts": bench.certain(holds=facts >= gate["facts"]),
        "N_floor": network >= gate["network_floor"],
        "M_floor": reciprocity >= gate["reciprocity_floor"],
    }


def _mechanism(bench: Bench, gate: Row) -> Truth:
    states = [s for s in open_states(bench.life, bench.rules, bench.as_of) if s["type"] in gate["state_events"]]
    joint = bench.events(gate["joint_events"], gate["joint_months"])
    return (bench.count(states) >= 1) | (bench.count(joint) >= gate["joint_acts"])


def _reciprocated(bench: Bench, gate: Row) -> Truth:
    acts = bench.events(gate["reciprocity_events"], gate["reciprocity_months"])
    proposals = bench.events([gate["reciprocity_adopted"]], gate["reciprocity_months"])
    acts += [proposal for proposal in proposals if proposal["outcome"] == "adopted"]
    return bench.count(acts) >= gate["reciprocity_acts"]


def _enough_partners(bench: Bench, gate: Row) -> bool:
    ties = open_ties(bench.life, bench.rules, bench.as_of)
    partners, kinds = {tie["alter"] for tie in ties}, {tie["kind"] for tie in ties}
    return len(partners) >= gate["partners"] and len(kinds) >= gate["partner_kinds"]


def _own_role(bench: Bench, gate: Row) -> Truth:
    roles = bench.events(gate["network_role_events"], gate["network_role_months"])
    return bench.count([role for role in roles if role["side"] != "gov"]) >= gate["network_roles"]


def _dependence_on_income(bench: Bench, gate: Row) -> dict[str, Truth]:
    account = latest_account(bench.life, bench.rules, bench.as_of)
    if account is None:
        return {"not_dependent": bench.certain(holds=True), "dependence_known": bench.certain(holds=False)}
    return {
        "not_dependent": bench.certain(holds=share(account) <= gate["share_at_most"]),
        "dependence_known": bench.count([], [account]) >= 1,
    }


def listed(life: Life, kind: str, as_of: date, outcome: str = "on") -> bool:
    """Whether the latest official entry of this kind, by day, has that outcome."""
    entries = [
        event
        for event in life.events
        if event["type"] == kind and event["day"] <= as_of and event["verification"] == "official"
    ]
    latest = max(entries, key=lambda event: (event["day"], event["fact"]), default=None)
    return latest is not None and latest["outcome"] == outcome
