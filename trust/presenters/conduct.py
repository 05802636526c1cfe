"""A government body's conduct in words: a row for each question, a column for each year, a list behind each number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

LEAST = 3  # facts below which no share and no median is told: the method shows nothing below them


class Conduct(Protocol):
    """One year, as `trust.gather.conduct` has it."""

    year: int
    delays: list[int]
    unpaid: int
    answers: list[tuple[int, int]]
    proposals: dict[str, int]
    events: dict[str, int]
    endings: int

    @property
    def median_delay(self) -> float | None: ...

    @property
    def median_answer(self) -> float | None: ...

    def paid_within(self, grace: int) -> int: ...

    def answered_within(self) -> int: ...


@dataclass(frozen=True)
class Line:
    """One question over the years: what each cell says and where its facts are listed (empty where nothing is)."""

    label: str
    cells: Sequence[tuple[str, str]]


def lines_of(years: Sequence[Conduct], body: int, grace: int) -> list[Line]:
    """Every question. `body`: its key, for the lists; `grace`: days after which a payment counts as late."""

    def line(label: str, say: Callable[[Conduct], str], list_name: str, day: str, **more: str) -> Line:
        cells = []
        for each in years:
            words = say(each)
            period = {f"{day}_from": f"{each.year}-01-01", f"{day}_before": f"{each.year + 1}-01-01"}
            query = urlencode({"organization": body, **period, "contested": "false", **more})
            cells.append((words, f"{reverse(list_name)}?{query}" if words not in ("–", "0") else ""))
        return Line(label, cells)

    def counted(code: str) -> Callable[[Conduct], str]:
        return lambda each: str(each.events.get(code, 0))

    return [
        line(_("Instalments that fell due"), lambda each: str(len(each.delays)), "payment-list", "due"),
        line(
            _("paid within %(days)s days") % {"days": grace},
            lambda each: _share(each.paid_within(grace), len(each.delays)),
            "payment-list",
            "due",
        ),
        line(_("median delay, days"), lambda each: _median(each.median_delay, each.delays), "payment-list", "due"),
        line(_("unpaid today"), lambda each: str(each.unpaid), "payment-list", "due", state="late"),
        line(_("Requests answered or overdue"), lambda each: str(len(each.answers)), "request-list", "opened"),
        line(
            _("answered within the limit"),
            lambda each: _share(each.answered_within(), len(each.answers)),
            "request-list",
            "opened",
        ),
        line(
            _("median time to the answer, working days"),
            lambda each: _median(each.median_answer, each.answers),
            "request-list",
            "opened",
        ),
        *(
            line(label, _proposals(outcome), "event-list", "occurred", type="REC_PROPOSAL", outcome=outcome)
            for outcome, label in _outcomes().items()
        ),
        line(
            _("Tasks outside the contract"), counted("RES_EXTRA_TASK"), "event-list", "occurred", type="RES_EXTRA_TASK"
        ),
        line(_("Unilateral cuts"), counted("RES_SCOPE_CUT"), "event-list", "occurred", type="RES_SCOPE_CUT"),
        line(
            _("Adverse acts after a complaint"),
            counted("REC_RETALIATION"),
            "event-list",
            "occurred",
            type="REC_RETALIATION",
        ),
    ]


def _outcomes() -> Mapping[str, str]:
    return {
        "adopted": _("Proposals adopted"),
        "declined_with_reasons": _("Proposals declined with reasons"),
        "ignored": _("Proposals left without an answer"),
    }


def _proposals(outcome: str) -> Callable[[Conduct], str]:
    return lambda each: str(each.proposals.get(outcome, 0))


def _share(part: int, whole: int) -> str:
    return _("%(percent)s%%") % {"percent": round(100 * part / whole)} if whole >= LEAST else "–"


def _median(value: float | None, facts: Sequence[Any]) -> str:
    return str(round(value)) if value is not None and len(facts) >= LEAST else "–"


def endings_line(years: Sequence[Conduct], body: int) -> Line:
    """Contracts the body ended early, or that ended early through its fault."""
    address = f"{reverse('contract-list')}?{urlencode({'organization': body})}"
    cells = [(str(each.endings), address if each.endings else "") for each in years]
    return Line(_("Contracts ended early by the body, or through its fault"), cells)


class Renewals(Protocol):
    """One year, as `trust.gather.renewals` has it."""

    ended: int
    renewed: int

    @property
    def decided(self) -> int: ...


def renewal_lines(renewals: Mapping[int, Renewals], body: int, today: date) -> list[Line]:
    """Contracts that ended, and the share of them that was followed by another with the same NGO."""

    def address(year: int) -> str:
        until = min(date(year + 1, 1, 1), today)
        period = {"ended_from": f"{year}-01-01", "ended_before": until.isoformat()}
        return f"{reverse('contract-list')}?{urlencode({'organization': body, **period, 'contested': 'false'})}"

    def line(label: str, say: Callable[[Renewals], str]) -> Line:
        cells = [(say(each), address(year) if each.ended else "") for year, each in renewals.items()]
        return Line(label, [(words, link if words != "–" else "") for words, link in cells])

    return [
        line(_("Contracts that ended"), lambda each: str(each.ended)),
        line(_("followed by another with the same NGO"), lambda each: _share(each.renewed, each.decided)),
    ]
