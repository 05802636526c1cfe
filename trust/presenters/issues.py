"""Every judgement that was issued on a partnership, month by month: when, why anew, and what it changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trust.models import Assessment, Methodology

from .figures import certainty, whole_percents
from .stages import NO_STAGE, STAGES, Mark, mark_of

OUTCOMES: tuple[Mark, ...] = (NO_STAGE["not_established"], *STAGES)
"""What the odds are of, from no stage up."""


@dataclass(frozen=True)
class Chance:
    """The odds of one outcome, and by how many points they differ from those of the judgement before; 0 without one."""

    words: str
    change: int

    @property
    def signed(self) -> str:
        """The change with its sign; empty where there is none."""
        return f"{self.change:+d}".replace("-", "−") if self.change else ""


@dataclass(frozen=True)
class Issue:
    """One judgement of a month. `before`: the outcome it replaced where that was another; `odds` is empty where no
    stage is asked about; `stands`: whether it is the judgement on the month today; `what_became_known`: where
    the later knowledge is listed, empty where none was the reason.
    """

    assessment: Assessment
    methodology: Methodology
    mark: Mark
    reasons: Sequence[str]
    before: Mark | None
    odds: Sequence[Chance]
    stands: bool
    address: str
    what_became_known: str

    @property
    def is_anew(self) -> bool:
        """Whether the month had been judged before."""
        return bool(self.reasons)


def issues_of(assessments: Iterable[Assessment]) -> list[list[Issue]]:
    """The judgements by month, the latest month first, and within it in the order in which they came to be known.

    `assessments`: ordered by month, moment of knowledge and run, with run and methodology selected.
    """
    months = [list(rows) for _month, rows in groupby(assessments, key=lambda row: row.as_of)]
    return [_of_month(rows) for rows in months][::-1]


def _of_month(rows: Sequence[Assessment]) -> list[Issue]:
    return [
        _issue(row, earlier, stands=position == len(rows) - 1)
        for position, (row, earlier) in enumerate(zip(rows, [None, *rows], strict=False))
    ]


def _issue(row: Assessment, earlier: Assessment | None, *, stands: bool) -> Issue:
    mark = mark_of(row.stage, row.reason)
    former = mark_of(earlier.stage, earlier.reason) if earlier else mark
    return Issue(
        assessment=row,
        methodology=row.run.methodology,
        mark=mark,
        reasons=_reasons(row, earlier) if earlier else (),
        before=None if former is mark else former,
        odds=_odds(row, earlier),
        stands=stands,
        address=_address(row),
        what_became_known=_reasons_address(row, earlier),
    )


def _reasons(row: Assessment, earlier: Assessment) -> Sequence[str]:
    """Why the month was judged anew. Without a change of method or evidence an earlier method was gone back to."""
    found = []
    if row.run.methodology_id != earlier.run.methodology_id:
        found.append(
            _("methodology %(new)s instead of %(old)s")
            % {"new": row.run.methodology.version, "old": earlier.run.methodology.version}
        )
    if row.evidence_digest != earlier.evidence_digest:
        found.append(_("later knowledge"))
    return found or [_("judged anew on the same evidence")]


def _odds(row: Assessment, earlier: Assessment | None) -> Sequence[Chance]:
    percents = _percents(row)
    if not percents:
        return ()
    before = (_percents(earlier) if earlier else None) or percents
    return [
        Chance(certainty(chance, percent), percent - former)
        for chance, percent, former in zip(row.stage_odds, percents, before, strict=True)
    ]


def _percents(row: Assessment) -> list[int]:
    """Whole percents of each outcome; empty where a stage is out of the question."""
    is_asked = row.stage or mark_of(row.stage, row.reason) is NO_STAGE["not_established"]
    return whole_percents(row.stage_odds) if is_asked else []


def _address(row: Assessment) -> str:
    """The profile as this judgement has it: exactly the knowledge it was made with."""
    moment = {"as_of": row.as_of.isoformat(), "known_at": row.run.known_at.isoformat()}
    return f"{reverse('partnership-detail', args=[row.partnership_id])}?{urlencode(moment)}"


def _reasons_address(row: Assessment, earlier: Assessment | None) -> str:
    if earlier is None or row.evidence_digest == earlier.evidence_digest:
        return ""
    return reverse("partnership-assessment-reasons", args=[row.partnership_id, row.pk])


FILE_HEADINGS = (
    "as_of", "issued_at", "known_at", "methodology", "why", "stage", "stage_before",
    "odds_none", "odds_dependence", "odds_contractual", "odds_equal", "stands_today",
)  # fmt: skip


def file_row(issue: Issue) -> list[str]:
    """One line of the file: days and moments in ISO form, odds with four decimals, words in the reader's language."""
    row = issue.assessment
    odds = [f"{chance:.4f}" for chance in row.stage_odds] if issue.odds else [""] * len(OUTCOMES)
    return [
        row.as_of.isoformat(),
        _moment(row.run.started_at),
        _moment(row.run.known_at),
        issue.methodology.version,
        pgettext("between reasons", "; ").join(issue.reasons),
        str(issue.mark.label),
        str(issue.before.label) if issue.before else "",
        *odds,
        _("yes") if issue.stands else _("no"),
    ]


def _moment(value: datetime) -> str:
    return timezone.localtime(value).isoformat(timespec="seconds")
