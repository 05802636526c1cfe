"""Random worlds: whole lives by seed for the comparison with the oracle, and shrinkable facts for Hypothesis."""

from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.scoring.archetypes import (
    EVERYTHING,
    FAULTS,
    FIRST_DAY,
    KINDS,
    METHODS,
    OUTCOMES,
    STANDINGS,
    TRUSTED,
    Biographer,
)
from tests.scoring.chronicle import Chronicle
from tests.scoring.vignettes import month_ends
from trust.scoring.evidence import Evidence

SPAN = 6 * 365
HORIZON = FIRST_DAY + timedelta(days=SPAN)


def as_of_dates(months: int = 72, every: int = 1) -> list[date]:
    """Month ends of a random world, all or every so many."""
    return month_ends(FIRST_DAY, date(2012 + months // 12, 12, 31))[:months][every - 1 :: every]


def random_world(seed: int, partnerships: int, first: int = 1) -> Evidence:
    """So many random lives, two to an NGO, keyed from `first` on. The same seed gives the same world."""
    chronicle, random = Chronicle(), Random(seed)  # noqa: S311 - a seeded world, nothing secret
    for key in range(first, first + partnerships):
        ngo = 1 + (key - 1) // 2
        chronicle.partnership(key, ngo=ngo)
        Biographer(chronicle, random, key, ngo, SPAN).write()
    share_facts_of_ngos(chronicle, random)
    return chronicle.evidence()


def share_facts_of_ngos(chronicle: Chronicle, random: Random) -> None:
    """Repeats an NGO's own facts for its other partnerships, as the evidence frames do."""
    ngos = {row["partnership"]: row["ngo"] for row in chronicle.rows["subjects"]}
    for name in ("events", "ties"):
        for row in list(chronicle.rows[name]):
            if row.get("own"):
                continue
            for other, ngo in ngos.items():
                if other != row["partnership"] and ngo == ngos[row["partnership"]]:
                    with_body = {"with_body": random.random() < 0.2} if name == "ties" else {}
                    chronicle.rows[name].append(row | {"partnership": other} | with_body)


days = st.integers(0, SPAN).map(lambda number: FIRST_DAY + timedelta(days=number))
standings = st.fixed_dictionaries(
    {"verification": st.sampled_from(TRUSTED), "contested": st.sampled_from((False, False, False, True))}
)
kinds_of_event = st.sampled_from(sorted({*EVERYTHING, "RES_TERMINATION"}))


@st.composite
def events(draw: st.DrawFn, kinds: st.SearchStrategy[str] = kinds_of_event) -> tuple[str, dict[str, Any]]:
    """An event, as the arguments of `Chronicle.event`."""
    kind = draw(kinds)
    outcomes = FAULTS if kind == "RES_TERMINATION" else OUTCOMES.get(kind, ("",))
    amount = draw(st.sampled_from((None, 4_000.0, 60_000.0))) if kind == "RES_INKIND_NGO" else None
    row = {"kind": kind, "day": draw(days), "outcome": draw(st.sampled_from(outcomes)), "amount": amount}
    side = draw(st.sampled_from(("ngo", "gov", "third", "registry")))
    return "event", row | {"side": side, "own": not kind.startswith(STANDINGS)} | draw(standings)


@st.composite
def contracts(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A contract, perhaps ended early."""
    starts, length = draw(days), draw(st.integers(30, 800))
    ended = draw(st.none() | st.integers(1, length))
    row = {
        "signed": starts - timedelta(days=draw(st.integers(-20, 60))),
        "starts": starts,
        "ends": starts + timedelta(days=length),
        "ended": None if ended is None else starts + timedelta(days=ended),
        "method": draw(st.sampled_from((*METHODS, "entrusted"))),
    }
    return "contract", row | draw(standings)


@st.composite
def payments(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """An instalment: paid early, late, never, or without a due day."""
    due, wait = draw(days), draw(st.none() | st.integers(-30, 400))
    scheduled = wait is None or draw(st.booleans())
    row = {
        "due": due if scheduled else None,
        "paid": None if wait is None else due + timedelta(days=wait),
        "amount": draw(st.sampled_from((8_000.0, 60_000.0, 400_000.0))),
        "currency": draw(st.sampled_from(("CNY", "BRL", "GBP"))),
    }
    return "payment", row | draw(standings)


@st.composite
def ties(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A tie or a membership, with or without this government body."""
    starts, length = draw(days), draw(st.none() | st.integers(1, 1500))
    network = draw(st.sampled_from((False, False, True)))
    alter = draw(st.integers(1, 6))
    row = {
        "alter": -alter if network else alter,
        "kind": "alliance" if network else KINDS[alter],
        "table": "networkmembership" if network else "servicetie",
        "size": float(draw(st.integers(1, 30))) if network else 1.0,
        "starts": starts,
        "ends": None if length is None else starts + timedelta(days=length),
        "with_body": draw(st.booleans()),
    }
    return "tie", row | draw(standings)


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A request, answered soon, late or never."""
    opened, wait = draw(days), draw(st.none() | st.integers(0, 150))
    row = {
        "kind": draw(st.sampled_from(("general", "payment", "complaint", "challenge"))),
        "opened": opened,
        "answered": None if wait is None else opened + timedelta(days=wait),
    }
    return "request", row | draw(standings)


@st.composite
def accounts(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A year's income."""
    total = draw(st.sampled_from((0.0, 100_000.0, 800_000.0)))
    row = {"year": FIRST_DAY.year + draw(st.integers(0, 5)), "income": total * draw(st.floats(0, 1))}
    return "account", row | {"total_income": total} | draw(standings)


facts = st.one_of(events(), events(), events(), contracts(), payments(), ties(), requests(), accounts())


@st.composite
def loose_worlds(draw: st.DrawFn, most_facts: int = 25) -> Evidence:
    """One to three partnerships with any facts whatever; shrinks to the few facts that matter."""
    return loose_chronicle(draw(st.lists(st.lists(facts, max_size=most_facts), min_size=1, max_size=3))).evidence()


def loose_chronicle(lives: list[list[tuple[str, dict[str, Any]]]]) -> Chronicle:
    """A chronicle of these facts, one list per partnership; a year keeps its first account."""
    chronicle = Chronicle()
    for key, life in enumerate(lives, start=1):
        chronicle.partnership(key, ngo=1 + key // 2)
        years = set()
        for name, row in life:
            if name != "account" or row["year"] not in years:
                getattr(chronicle, name)(key, **row)
            years.add(row.get("year"))
    return chronicle


living_worlds = st.builds(random_world, seed=st.integers(0, 2**32 - 1), partnerships=st.integers(1, 3))
crowded_worlds = st.builds(random_world, seed=st.integers(0, 2**32 - 1), partnerships=st.just(16))
worlds = st.one_of(loose_worlds(), living_worlds)
