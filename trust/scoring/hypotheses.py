"""Facts that are not on record, to ask what they would change: what would move a relationship, and what-if.

A hypothesis becomes rows, or changes of rows, of the evidence frames; the engine then judges them like any others. Many
sets of hypotheses are many subjects of one Evidence, so that all of them are judged in one run. Source: the method,
section 7 (minimal sets of added facts, split by who has to act).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta

import polars as pl

from .evidence import SCHEMAS, Evidence, frame

Rows = Mapping[str, Sequence[dict[str, object]]]

FULL_YEAR = timedelta(days=365)
PARTNER_KINDS = ("community", "foundation", "university")  # taken in turn, so that several partners differ in kind
STATED_AMOUNT = 100_000.0  # CNY, of a hypothetical payment
STATED_INCOME = 1_000_000.0  # of the accounts of a hypothetical year; only the share through the partnership is read


@dataclass(frozen=True)
class Hypothesis:
    """One fact that might be. `about` names the record it closes or confirms, as (table, key), where it adds none.

    `share`: of income through the partnership, for accounts. Days and verification are those of a recorded fact.
    """

    kind: str
    day: date
    verification: str = "dual"
    about: tuple[str, int] | None = None
    share: float | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of hypothesis: who has to act (ngo, government or both), which conditions and which dimension it serves,
    and the rows it adds, given its number among those assumed together.
    """

    who: str
    serves: tuple[str, ...]
    dimension: str
    rows: Callable[[Hypothesis, int], Rows]


def _event(code: str, side: str, outcome: str = "", *, own: bool = True) -> Callable[[Hypothesis, int], Rows]:
    def rows(fact: Hypothesis, number: int) -> Rows:
        return {
            "events": [
                {
                    "fact": -number,
                    "table": "hypothesis",
                    "own": own,
                    "type": code,
                    "day": fact.day,
                    "side": side,
                    "outcome": outcome,
                    "currency": "",
                }
            ]
        }

    return rows


def _contract(fact: Hypothesis, number: int) -> Rows:
    """An agreement for a year, won in a negotiation, that begins on the day."""
    signed = {"fact": -number, "signed": fact.day, "starts": fact.day, "method": "negotiation", "currency": "CNY"}
    term = {"fact": -number, "valid_from": fact.day, "starts": fact.day, "ends": fact.day + FULL_YEAR}
    return {"contracts": [signed], "terms": [term]}


def _payment(fact: Hypothesis, number: int) -> Rows:
    """An instalment of a stated amount, paid on the day it fell due."""
    amounts = {"amount_due": STATED_AMOUNT, "amount_paid": STATED_AMOUNT, "currency": "CNY"}
    return {"payments": [{"fact": -number, "due": fact.day, "paid": fact.day, **amounts}]}


def _partner(fact: Hypothesis, number: int) -> Rows:
    """A tie with an organization that was no partner before."""
    tie = {"fact": -number, "table": "hypothesis", "alter": -number, "size": 1.0, "starts": fact.day}
    return {"ties": [{**tie, "kind": PARTNER_KINDS[number % len(PARTNER_KINDS)], "with_body": False}]}


def _accounts(fact: Hypothesis, number: int) -> Rows:
    """The accounts of the year, with the share of income that came through the partnership."""
    incomes = {"income": (fact.share or 0.0) * STATED_INCOME, "total_income": STATED_INCOME}
    return {"finance": [{"fact": -number, "year": fact.day.year, **incomes}]}


def _nothing(_fact: Hypothesis, _number: int) -> Rows:
    """It changes a row on record instead."""
    return {}


_JOINT = ("mutual_mechanism", "gov_reciprocates")

KINDS: Mapping[str, Kind] = {
    "charter": Kind("ngo", ("align",), "culture", _event("CUL_CHARTER", "ngo", own=False)),
    "policy_response": Kind("ngo", ("align",), "culture", _event("CUL_POLICY_RESPONSE", "ngo")),
    "visit": Kind("government", ("recognised", "no_rupture"), "culture", _event("CUL_OFFICIAL_VISIT", "gov")),
    "award": Kind("government", ("recognised", "no_rupture"), "culture", _event("CUL_AWARD", "gov")),
    "contract": Kind("both", ("recognised", "live_agreement"), "resources", _contract),
    "payment": Kind("government", ("gov_paid", "payment_kept"), "resources", _payment),
    "evaluation": Kind("ngo", ("ngo_performed",), "resources", _event("RES_EVALUATION", "third", "good")),
    "own_contribution": Kind("ngo", (), "reciprocity", _event("RES_INKIND_NGO", "ngo")),
    "partner": Kind("ngo", ("partners",), "network", _partner),
    "network_lead": Kind("ngo", ("network_role",), "network", _event("NET_LEAD", "ngo", own=False)),
    "co_delivery": Kind("ngo", ("network_role",), "network", _event("NET_CODELIVERY", "ngo", own=False)),
    "joint_plan": Kind("both", _JOINT, "reciprocity", _event("REC_JOINT_PLAN", "gov")),
    "joint_evaluation": Kind("both", _JOINT, "reciprocity", _event("REC_JOINT_EVAL", "gov")),
    "joint_body": Kind("both", ("mutual_mechanism",), "reciprocity", _event("REC_JOINT_BODY", "gov")),
    "agreement": Kind("both", ("mutual_mechanism",), "reciprocity", _event("REC_AGREEMENT", "gov")),
    "proposal_adopted": Kind(
        "government", ("gov_reciprocates",), "reciprocity", _event("REC_PROPOSAL", "gov", "adopted")
    ),
    "data_shared": Kind("government", ("gov_reciprocates",), "reciprocity", _event("REC_INFO_GOV", "gov")),
    "accounts": Kind("ngo", ("dependence_known", "not_dependent"), "reciprocity", _accounts),
    "delisted": Kind("ngo", ("not_listed",), "culture", _event("CMP_ABNORMAL", "registry", "off", own=False)),
    "answer": Kind("government", (), "reciprocity", _nothing),
    "overdue_paid": Kind("government", ("payment_kept", "gov_paid"), "resources", _nothing),
    "confirmed": Kind("both", (), "", _nothing),
    "unconfirmed": Kind("both", (), "", _nothing),
}
"""Every kind of hypothesis. The last four change what is on record; the others add to it."""

ADDED = tuple(code for code, kind in KINDS.items() if kind.rows is not _nothing)

# What only a registry can say, and what an independent evaluator says.
STANDS_BEHIND: Mapping[str, str] = {"delisted": "official", "evaluation": "third"}


def verification_of(kind: str) -> str:
    """Who stands behind a verified fact of the kind."""
    return STANDS_BEHIND.get(kind, "dual")


def variants(evidence: Evidence, sets: Sequence[Sequence[Hypothesis]]) -> Evidence:
    """The evidence of one partnership, once for each set of hypotheses, as partnerships 0, 1, 2 … of one Evidence."""
    numbers = pl.DataFrame({"partnership": range(len(sets))}, schema={"partnership": pl.Int64})
    frames = {field.name: getattr(evidence, field.name) for field in fields(evidence)}
    spread = {name: _spread(table, numbers) if name != "alter_ties" else table for name, table in frames.items()}
    for name, added in _added(sets).items():
        spread[name] = pl.concat([spread[name], frame(name, added)])
    for (name, column), changes in _changes(sets).items():
        spread[name] = _changed(spread[name], column, changes)
    # Whoever pays what was due pays the amount that was due.
    paid = pl.when(pl.col("paid").is_not_null()).then(pl.coalesce("amount_paid", "amount_due"))
    spread["payments"] = spread["payments"].with_columns(amount_paid=paid.otherwise("amount_paid"))
    return Evidence(**spread)


def _spread(table: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    return table.drop("partnership").join(numbers, how="cross").select(table.columns)


def _added(sets: Sequence[Sequence[Hypothesis]]) -> dict[str, list[dict[str, object]]]:
    added: dict[str, list[dict[str, object]]] = {}
    for partnership, facts in enumerate(sets):
        for number, fact in enumerate(facts, start=1):
            behind = {"partnership": partnership, "verification": fact.verification, "contested": False}
            for name, rows in KINDS[fact.kind].rows(fact, number).items():
                known = SCHEMAS[name]
                kept = {column: value for column, value in behind.items() if column in known}
                added.setdefault(name, []).extend({**row, **kept} for row in rows)
    return added


Change = tuple[int, str, int, object]  # partnership, table, key, new value

CHANGED_COLUMNS: Mapping[str, tuple[str, str]] = {
    "answer": ("requests", "answered"),
    "overdue_paid": ("payments", "paid"),
}
FRAME_OF: Mapping[str, str] = {
    "contract": "contracts",
    "payment": "payments",
    "request": "requests",
    "annualfinance": "finance",
    "servicetie": "ties",
    "networkmembership": "ties",
}


def _changes(sets: Sequence[Sequence[Hypothesis]]) -> dict[tuple[str, str], list[Change]]:
    """By frame and column, which rows hold something else."""
    found: dict[tuple[str, str], list[Change]] = {}
    for partnership, facts in enumerate(sets):
        for fact in facts:
            if fact.about is None:
                continue
            for place, value in _change(fact):
                found.setdefault(place, []).append((partnership, *fact.about, value))
    return found


def _change(fact: Hypothesis) -> Iterable[tuple[tuple[str, str], object]]:
    if fact.kind in CHANGED_COLUMNS:
        yield CHANGED_COLUMNS[fact.kind], fact.day
        return
    name = FRAME_OF.get(fact.about[0] if fact.about else "", "events")
    if fact.kind == "confirmed":
        yield (name, "verification"), fact.verification
    else:
        yield (name, "contested"), True


def _changed(table: pl.DataFrame, column: str, changes: Sequence[Change]) -> pl.DataFrame:
    """The frame with the new values; frames of several tables are matched by table and key, others by key."""
    kind = table.schema[column]
    new = pl.DataFrame(
        list(changes),
        schema={"partnership": pl.Int64, "table": pl.String, "fact": pl.Int64, "new": kind},
        orient="row",
    )
    keys = ["partnership", "table", "fact"] if "table" in table.columns else ["partnership", "fact"]
    joined = table.join(new.select(*keys, "new").unique(keys), on=keys, how="left")
    return joined.with_columns(pl.coalesce("new", column).alias(column)).select(table.columns)
