"""What is asked of each side of a partnership, and how the number that answers is told from the facts.

Filing a request or a complaint is nobody's fault and is not listed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import Evaluation, Standing
from partnerships.models.contracts import Party

from .conduct import LEAST
from .stages import Words


class Deed(Protocol):
    """One fact, as `trust.gather.deeds` has it."""

    @property
    def table(self) -> str: ...
    @property
    def fact(self) -> Any: ...
    @property
    def day(self) -> date: ...
    @property
    def closed_on(self) -> date | None: ...
    @property
    def days_waited(self) -> int: ...
    @property
    def workdays_waited(self) -> int: ...


@dataclass(frozen=True)
class Limits:
    """What counts as in time: days of grace for a payment, working days for a request by its kind."""

    grace: int
    answers: Mapping[str, int]


Test = Callable[[Deed, Limits], bool]


@dataclass(frozen=True)
class Question:
    """One question. `about`: the facts it asks about; `holds`: for how many of them the answer is yes; `measure`: what
    is told in the middle of them. With neither, they are simply counted.
    """

    code: str
    side: str
    label: Words
    table: str
    about: Test
    holds: Test | None = None
    measure: Callable[[Deed], int] | None = None

    def facts(self, deeds: Sequence[Deed], limits: Limits) -> Sequence[Deed]:
        """The facts the number is counted from."""
        return [deed for deed in deeds if deed.table == self.table and self.about(deed, limits)]

    def says(self, deeds: Sequence[Deed], limits: Limits) -> str:
        """The number in words; a dash where there is nothing to tell it from, and a word where there is too little."""
        about = self.facts(deeds, limits)
        if not about:
            return "–" if self.measure or self.holds else "0"
        if self.measure:
            return str(round(median(self.measure(deed) for deed in about))) if len(about) >= LEAST else _("too few")
        if self.holds:
            part = sum(self.holds(deed, limits) for deed in about)
            return _("%(part)s of %(whole)s") % {"part": part, "whole": len(about)}
        return str(len(about))


def _any(_deed: Deed, _limits: Limits) -> bool:
    return True


def _on_time(deed: Deed, limits: Limits) -> bool:
    return deed.days_waited <= limits.grace


def _is_open(deed: Deed, _limits: Limits) -> bool:
    return deed.closed_on is None


def _in_limit(deed: Deed, limits: Limits) -> bool:
    return deed.workdays_waited <= limits.answers[deed.fact.kind]


def _is_due(deed: Deed, limits: Limits) -> bool:
    """Whether there is something to say of a request: it was answered, or its time is over."""
    return deed.closed_on is not None or not _in_limit(deed, limits)


def _reached(deed: Deed, _limits: Limits) -> bool:
    return deed.closed_on is not None and deed.days_waited == 0


def _passed(deed: Deed, _limits: Limits) -> bool:
    return bool(deed.fact.result != Evaluation.Result.FAIL)


def _inspected(deed: Deed, _limits: Limits) -> bool:
    return bool(deed.fact.kind == Standing.Kind.ANNUAL)


def _passed_inspection(deed: Deed, _limits: Limits) -> bool:
    return bool(deed.fact.result != Standing.Result.FAIL)


def _answered_with_reasons(deed: Deed, _limits: Limits) -> bool:
    return deed.fact.outcome in {"adopted", "declined_with_reasons"}


def _of_types(*codes: str) -> Test:
    return lambda deed, _limits: deed.fact.type_id in codes


def _found(deed: Deed, _limits: Limits) -> bool:
    event = deed.fact
    return event.type_id == "RES_SUBCONTRACT" or (event.type_id == "RES_AUDIT" and event.outcome == "issue")


def _ended_by(party: Party) -> Test:
    return lambda deed, _limits: bool({party, Party.BOTH} & {deed.fact.termination_party, deed.fact.termination_fault})


NGO, GOVERNMENT, BOTH = "ngo", "government", "both"
SIDES: Mapping[str, Words] = {
    NGO: gettext_lazy("What the NGO did"),
    GOVERNMENT: gettext_lazy("What the government body did"),
    BOTH: gettext_lazy("What both did together"),
}


QUESTIONS: tuple[Question, ...] = (
    Question("evaluations", NGO, gettext_lazy("Evaluations passed"), "evaluation", _any, _passed),
    Question("milestones", NGO, gettext_lazy("Milestones reached by their day"), "milestone", _any, _reached),
    Question(
        "inspections", NGO, gettext_lazy("Annual inspections and reports passed"), "standing",
        _inspected, _passed_inspection,
    ),
    Question(
        "reports", NGO, gettext_lazy("Information shared, help in emergencies"), "event", _of_types("REC_INFO_NGO"),
    ),
    Question(
        "brought-in", NGO, gettext_lazy("Own funds, volunteers or expertise brought in"), "event",
        _of_types("RES_INKIND_NGO"),
    ),
    Question(
        "policy", NGO, gettext_lazy("Services of its own for a policy theme"), "event",
        _of_types("CUL_POLICY_RESPONSE"),
    ),
    Question("proposals", NGO, gettext_lazy("Proposals made"), "event", _of_types("REC_PROPOSAL")),
    Question("findings", NGO, gettext_lazy("Audit findings, unlawful subcontracting"), "event", _found),
    Question(
        "ended-by-ngo", NGO, gettext_lazy("Contracts it ended early, or that ended early through its fault"), "ending",
        _ended_by(Party.NGO),
    ),
    Question("paid", GOVERNMENT, gettext_lazy("Instalments paid in time"), "payment", _any, _on_time),
    Question(
        "delay", GOVERNMENT, gettext_lazy("Payment delay, median in days"), "payment", _any,
        measure=lambda deed: deed.days_waited,
    ),
    Question("overdue", GOVERNMENT, gettext_lazy("Instalments due and unpaid"), "payment", _is_open),
    Question(
        "answered", GOVERNMENT, gettext_lazy("Requests answered within the limit"), "request", _is_due, _in_limit,
    ),
    Question(
        "answer-time", GOVERNMENT, gettext_lazy("Time to the answer, median in working days"), "request", _is_due,
        measure=lambda deed: deed.workdays_waited,
    ),
    Question(
        "proposals-answered", GOVERNMENT, gettext_lazy("Proposals adopted, or declined with reasons"), "event",
        _of_types("REC_PROPOSAL"), _answered_with_reasons,
    ),
    Question(
        "given", GOVERNMENT, gettext_lazy("Data, premises, equipment or training given"), "event",
        _of_types("REC_INFO_GOV", "RES_INKIND_GOV", "CUL_TRAINING"),
    ),
    Question("tasks", GOVERNMENT, gettext_lazy("Tasks outside the contract"), "event", _of_types("RES_EXTRA_TASK")),
    Question("cuts", GOVERNMENT, gettext_lazy("Unilateral cuts"), "event", _of_types("RES_SCOPE_CUT")),
    Question(
        "retaliation", GOVERNMENT, gettext_lazy("Adverse acts after a complaint"), "event",
        _of_types("REC_RETALIATION"),
    ),
    Question(
        "ended-by-body", GOVERNMENT, gettext_lazy("Contracts it ended early, or that ended early through its fault"),
        "ending", _ended_by(Party.GOVERNMENT),
    ),
    Question(
        "planned", BOTH, gettext_lazy("Joint needs assessments and service designs"), "event",
        _of_types("REC_JOINT_PLAN"),
    ),
    Question("evaluated", BOTH, gettext_lazy("Joint evaluations"), "event", _of_types("REC_JOINT_EVAL")),
    Question(
        "agreed", BOTH, gettext_lazy("Joint bodies and cooperation agreements begun"), "event",
        _of_types("REC_JOINT_BODY", "REC_AGREEMENT"),
    ),
    Question(
        "party-building", BOTH, gettext_lazy("Joint Party-building activities"), "event", _of_types("CUL_PARTY_JOINT"),
    ),
    Question("conflicts", BOTH, gettext_lazy("Documented divergences"), "event", _of_types("CUL_CONFLICT")),
)  # fmt: skip
"""Every question, in the order in which a side's are shown."""

BY_CODE: Mapping[str, Question] = {question.code: question for question in QUESTIONS}
