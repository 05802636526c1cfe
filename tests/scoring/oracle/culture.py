"""Culture: C1 alignment, C2 recognition, C3 standing, C4 mission integrity."""

from datetime import date

from .distributions import Belief, Beta, Masses
from .lives import Life
from .readings import add_events, add_trial, ended_early, rate, signed
from .rules import Rules


def alignment(life: Life, rules: Rules, as_of: date) -> Belief:
    """C1."""
    masses = Masses(rules)
    add_events(masses, "C1", life, as_of)
    return Belief(*masses.capped(), rules)


def recognition(life: Life, rules: Rules, as_of: date) -> Belief:
    """C2: acts of the government; a contract not ended early is recognition too."""
    masses = Masses(rules)
    add_events(masses, "C2", life, as_of)
    rule = rules.indicator("C2")["contracts"]
    for contract in signed(life, as_of):
        if rules.within(contract["signed"], as_of) and not ended_early(contract, as_of):
            factor = rules["contract_method"][contract["method"]]
            fading = rules.decay(rule["half_life"], contract["signed"], as_of)
            masses.add(contract, rule["building"] * factor * fading, 0.0)
    return Belief(*masses.capped(), rules)


def standing(life: Life, rules: Rules, as_of: date) -> Beta | None:
    """C3."""
    masses = Masses(rules)
    add_events(masses, "C3", life, as_of)
    return rate(masses, rules.indicator("C3")["base_rate"])


def mission_integrity(life: Life, rules: Rules, as_of: date) -> Beta | None:
    """C4: contracts against the latest administrative tasks outside any contract."""
    masses = Masses(rules)
    table = rules.indicator("C4")
    for contract in signed(life, as_of):
        if rules.within(contract["signed"], as_of):
            rule = table["entrusted_contracts" if contract["method"] == "entrusted" else "contracts"]
            fading = rules.decay(rule["half_life"], contract["signed"], as_of)
            masses.add(contract, rule["building"] * fading, rule.get("eroding", 0.0) * fading)
    extra = table["extra_tasks"]
    tasks = [
        event
        for event in life.events
        if event["type"] == extra["event"] and rules.within(event["day"], as_of) and rules.counted(event)
    ]
    for task in sorted(tasks, key=lambda event: (event["day"], rules.weight(event), event["fact"]))[
        -extra["at_most"] :
    ]:
        add_trial(masses, task, extra["eroding"] * rules.decay(extra["half_life"], task["day"], as_of), 0.0)
    return rate(masses, table["base_rate"])
