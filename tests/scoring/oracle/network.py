"""Network: N1 partners, N2 diversity, N3 brokerage, N4 network building, N5 shared network."""

import math
from collections import defaultdict
from datetime import date
from typing import Any

from .distributions import Belief, Fixed, Masses
from .lives import Life
from .readings import add_events, add_states
from .rules import Row, Rules


def open_ties(life: Life, rules: Rules, as_of: date) -> list[dict[str, Any]]:
    """Ties and memberships open on the as-of date that both sides stand behind."""
    return [tie for tie in life.ties if is_open(tie, as_of) and rules.solid(tie)]


def _one_per_partner(ties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of several open ties to one partner the one that began first."""
    earliest: dict[int, dict[str, Any]] = {}
    for tie in sorted(ties, key=lambda tie: (tie["starts"], tie["ends"] or date.max, tie["fact"], tie["table"])):
        earliest.setdefault(tie["alter"], tie)
    return list(earliest.values())


def is_open(tie: Row, as_of: date) -> bool:
    """From its first day until the day before it ends."""
    return bool(tie["starts"] <= as_of and (tie["ends"] is None or tie["ends"] > as_of))


def _reach(tie: Row, rules: Rules) -> float:
    """A network of n members reaches as far as the root of n ties."""
    size = math.sqrt(tie["size"]) if tie["table"] == "networkmembership" else 1.0
    return rules.weight(tie) * size


def partners(life: Life, rules: Rules, as_of: date) -> Fixed:
    """N1."""
    reach = sum(_reach(tie, rules) for tie in _one_per_partner(open_ties(life, rules, as_of)))
    return Fixed(1 - math.exp(-reach / rules.indicator("N1")["scale"]))


def diversity(life: Life, rules: Rules, as_of: date) -> Fixed:
    """N2: effective number of kinds of partners."""
    kinds: dict[str, float] = defaultdict(float)
    for tie in _one_per_partner(open_ties(life, rules, as_of)):
        kinds[tie["kind"]] += _reach(tie, rules)
    total = sum(kinds.values())
    if total == 0:
        return Fixed(0.0)
    entropy = -sum(reach / total * math.log(reach / total) for reach in kinds.values())
    effective = (math.exp(entropy) - 1) / (rules.indicator("N2")["kinds_for_full"] - 1)
    return Fixed(min(max(effective, 0.0), 1.0))


def brokerage(life: Life, rules: Rules, as_of: date) -> Fixed:
    """N3: one minus Burt's constraint; without ties between the partners, its upper bound."""
    ties = _one_per_partner(open_ties(life, rules, as_of))
    alters = {tie["alter"] for tie in ties}
    between = [tie for tie in life.alter_ties if is_open(tie, as_of)]
    if between and len(alters) >= 2:
        return Fixed(max(0.0, 1 - constraint(alters, [(tie["first"], tie["second"]) for tie in between])))
    reach = sum(_reach(tie, rules) for tie in ties)
    return Fixed(max(0.0, 1 - 1 / max(reach, 1.0)))


def constraint(alters: set[int], between: list[tuple[int, int]]) -> float:
    """Burt (1992): sum over alters j of (p_ij + sum over q of p_iq p_qj) squared, in the binary ego network."""
    beside: dict[int, set[int]] = {alter: set() for alter in alters}
    for first, second in between:
        if first in alters and second in alters and first != second:
            beside[first].add(second)
            beside[second].add(first)
    own = 1 / len(alters)
    total = 0.0
    for alter in alters:
        indirect = sum(own / (len(beside[other]) + 1) for other in beside[alter])
        total += (own + indirect) ** 2
    return total


def network_building(life: Life, rules: Rules, as_of: date) -> Belief:
    """N4."""
    masses = Masses(rules)
    add_events(masses, "N4", life, as_of)
    return Belief(*masses.capped(), rules)


def shared_network(life: Life, rules: Rules, as_of: date) -> Belief:
    """N5: ties that contain this government body, and open joint bodies."""
    table = rules.indicator("N5")
    masses = Masses(rules)
    shared = [tie for tie in open_ties(life, rules, as_of) if tie["with_body"]]
    for tie in _one_per_partner(shared):
        masses.add(tie, table["tie_building"], 0.0)
    add_states(masses, table["states"], life, as_of)
    return Belief(*masses.capped(), rules)
