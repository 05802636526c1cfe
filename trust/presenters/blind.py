"""The facts of a partnership as an expert sees them: no name, no free text, no score, nothing the method made of them.

Read from the evidence frames, which hold no names; what happened after the day is not shown, nor that it happened.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.descriptions import OUTCOMES, money
from partnerships.models import Contract, Organization, Request, Standing, Verification
from trust.scoring.evidence import Evidence

from .figures import FULL, day
from .stages import Words

Row = dict[str, Any]
WITHOUT_OUTCOME = frozenset({"", "none"})
RESULTS: Mapping[str, Words] = {
    "excellent": gettext_lazy("excellent"),
    "good": gettext_lazy("good"),
    "pass": gettext_lazy("passed"),
    "basic": gettext_lazy("basically passed"),
    "fail": gettext_lazy("failed"),
    "on": gettext_lazy("put on the list"),
    "off": gettext_lazy("taken off the list"),
    "granted": gettext_lazy("granted"),
    "revoked": gettext_lazy("revoked"),
}


@dataclass(frozen=True)
class BlindFact:
    """One fact: when, what, its particulars, and who stands behind it."""

    on: date
    what: str
    particulars: str
    standing_behind: str


@dataclass(frozen=True)
class Account:
    """What went through this partnership in one year, of all the NGO's income."""

    year: int
    words: str
    standing_behind: str


@dataclass(frozen=True)
class BlindCase:
    """Everything an expert sees of a case."""

    facts: Sequence[BlindFact]
    accounts: Sequence[Account]


def blind_case(evidence: Evidence, as_of: date, types: Mapping[str, str]) -> BlindCase:
    """The facts up to the day, the latest first. `types`: what event types are called, by code."""
    facts = [
        *_events(_until(evidence.events, "day", as_of), types),
        *_contracts(evidence, as_of),
        *_payments(evidence.payments, as_of),
        *_ties(_until(evidence.ties, "starts", as_of), as_of),
        *_requests(_until(evidence.requests, "opened", as_of), as_of),
    ]
    closed = [row for row in evidence.finance.iter_rows(named=True) if row["year"] < as_of.year]
    accounts = [_account(row) for row in sorted(closed, key=lambda row: -row["year"])]
    return BlindCase(sorted(facts, key=lambda fact: fact.on, reverse=True), accounts)


def _until(frame: pl.DataFrame, column: str, as_of: date) -> Iterator[Row]:
    yield from frame.filter(pl.col(column) <= as_of).iter_rows(named=True)


def _behind(row: Row) -> str:
    return str(_("contested")) if row["contested"] else str(Verification(row["verification"]).label)


def _sum(amount: float | None, currency: str | None) -> str:
    return "" if amount is None else money(Decimal(str(round(amount, 2))), currency or "CNY")


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _events(rows: Iterator[Row], types: Mapping[str, str]) -> Iterator[BlindFact]:
    for row in rows:
        outcome = row["outcome"] or ""
        if row["type"] == Standing.Kind.RATING:
            words = f"{outcome}A" if outcome != "0" else _("rating withdrawn")
        else:
            words = "" if outcome in WITHOUT_OUTCOME else str(RESULTS.get(outcome) or OUTCOMES.get(outcome, outcome))
        particulars = _joined(words, _sum(row["amount"], row["currency"]))
        yield BlindFact(row["day"], types.get(row["type"], row["type"]), particulars, _behind(row))


def _contracts(evidence: Evidence, as_of: date) -> Iterator[BlindFact]:
    for row in _until(evidence.contracts, "signed", as_of):
        terms = evidence.terms.filter((pl.col("fact") == row["fact"]) & (pl.col("valid_from") <= as_of))
        ends = terms.sort("valid_from")["ends"].to_list()
        term = _("from %(start)s to %(end)s") % {"start": day(row["starts"]), "end": day(ends[-1])} if ends else ""
        method = str(Contract.Method(row["method"]).label)
        particulars = _joined(method, term, _sum(row["value"], row["currency"]))
        yield BlindFact(row["signed"], _("Contract signed"), particulars, _behind(row))


def _payments(frame: pl.DataFrame, as_of: date) -> Iterator[BlindFact]:
    for row in frame.iter_rows(named=True):
        paid = row["paid"] if row["paid"] and row["paid"] <= as_of else None
        if paid:
            words = _joined(_sum(row["amount_paid"], row["currency"]), _lateness(row["due"], paid))
            yield BlindFact(paid, _("Instalment paid"), words, _behind(row))
        elif row["due"] and row["due"] <= as_of:
            late = _("unpaid for %(days)s days so far") % {"days": (as_of - row["due"]).days}
            words = _joined(_sum(row["amount_due"], row["currency"]), late)
            yield BlindFact(row["due"], _("Instalment due"), words, _behind(row))


def _lateness(due: date | None, paid: date) -> str:
    if due is None:
        return ""
    late = (paid - due).days
    return _("%(days)s days late") % {"days": late} if late > 0 else _("on time")


def _ties(rows: Iterator[Row], as_of: date) -> Iterator[BlindFact]:
    for row in rows:
        kind = str(Organization.Kind(row["kind"]).label) if row["kind"] in Organization.Kind.values else ""
        until = row["ends"] - timedelta(days=1) if row["ends"] and row["ends"] <= as_of else None
        particulars = _joined(
            kind,
            _("%(size)s members") % {"size": round(row["size"])} if row["table"] == "networkmembership" else "",
            _("this government body takes part") if row["with_body"] else "",
            _("until %(day)s") % {"day": day(until)} if until else "",
        )
        what = _("The NGO joins a network") if row["table"] == "networkmembership" else _("The NGO gains a partner")
        yield BlindFact(row["starts"], what, particulars, _behind(row))


def _requests(rows: Iterator[Row], as_of: date) -> Iterator[BlindFact]:
    for row in rows:
        answered = row["answered"] if row["answered"] and row["answered"] <= as_of else None
        words = (
            _("answered after %(days)s days") % {"days": (answered - row["opened"]).days}
            if answered
            else _("not answered for %(days)s days so far") % {"days": (as_of - row["opened"]).days}
        )
        what = _("The NGO files: %(kind)s") % {"kind": Request.Kind(row["kind"]).label}
        yield BlindFact(row["opened"], what, words, _behind(row))


def _account(row: Row) -> Account:
    income, total = row["income"], row["total_income"]
    words = (
        _("%(share)s%% of the NGO's income came through this partnership") % {"share": round(FULL * income / total)}
        if total and income is not None
        else _("the share of this partnership in the NGO's income is not on record")
    )
    return Account(row["year"], words, _behind(row))
