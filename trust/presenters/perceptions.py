"""How the two sides see each other, beside what is on record of their conduct: shown, never scored.

What a reader may see of a round was decided where its answers were read; here it is only put into words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from partnerships.models import Side, SurveyAnswer, SurveyResult, SurveyRound
from partnerships.models.surveys import HIGHEST_MEAN, LOWEST_MEAN, SCALE
from partnerships.questionnaires import Item, questionnaire

from .profile import IndicatorView

# The indicators that read conduct of the same kind as a statement, by its code; some statements have none.
BESIDE: Mapping[str, Sequence[str]] = {
    "shared_aims": ("C1",),
    "reliability": ("R2", "R3"),
    "fairness": ("M5",),
    "informed": (),
    "reach": ("N1", "N5"),
    "taken_seriously": ("M3", "M4"),
    "continue": ("R5",),
}
FAR_APART = 2  # points of the scale
EDGE = 6  # percent of the drawing's width left free on either side


@dataclass(frozen=True)
class View:
    """What one side said to a statement: `score` from 1 to 5, None where it said nothing; `words` say which, or why."""

    score: int | None
    words: str

    @property
    def place(self) -> float:
        """Where its mark stands, in percent of the drawing."""
        return EDGE + (100 - 2 * EDGE) * ((self.score or SCALE[0]) - SCALE[0]) / (SCALE[-1] - SCALE[0])


@dataclass(frozen=True)
class Line:
    """One statement: what either side said, how far apart that is, and what is on record beside it."""

    item: Item
    ngo: View
    government: View
    beside: Sequence[IndicatorView]

    @property
    def gap(self) -> int | None:
        """How much better the NGO's view is, in points of the scale; None where one side said nothing."""
        if self.ngo.score is None or self.government.score is None:
            return None
        return self.ngo.score - self.government.score

    @property
    def gap_words(self) -> str:
        """The same in words."""
        gap = self.gap
        if gap is None:
            return "–"
        if gap == 0:
            return _("the same")
        words = {"points": abs(gap)}
        better = _("NGO's view better by %(points)s") if gap > 0 else _("body's view better by %(points)s")
        return better % words


@dataclass(frozen=True)
class RoundView:
    """A round as one reader sees it. `is_party`: whether they belong to one of the sides.

    Before the release `own` says what the own side has done, and `said` what it answered, statement by statement;
    `lines` are there after it, for the two sides alone.
    """

    asked: SurveyRound
    is_party: bool
    is_released: bool
    own: SurveyAnswer | None
    said: Sequence[tuple[Item, View]]
    outcome: Sequence[str]
    lines: Sequence[Line]

    @property
    def read_on(self) -> date:
        """The day whose record stands beside the answers."""
        return self.asked.answer_by

    @property
    def summary(self) -> str:
        """On how many statements the two sides are far apart; empty where nothing can be compared."""
        compared = [line.gap for line in self.lines if line.gap is not None]
        if not compared:
            return ""
        far = sum(abs(gap) >= FAR_APART for gap in compared)
        words = {"far": far, "total": len(compared)}
        if not far:
            return _("The two sides see all %(total)s statements they can be compared on much the same.") % words
        return _("On %(far)s of %(total)s statements the two sides are two points or more apart.") % words


def round_view(
    asked: SurveyRound,
    answers: Sequence[SurveyAnswer],
    side: Side | None,
    today: date,
    readings: Mapping[str, IndicatorView],
) -> RoundView:
    """A round in words.

    `answers`: those of it the reader may see; `side`: the reader's own; `readings`: of the indicators at its time.
    """
    of = {answer.side: answer for answer in answers}
    is_released = asked.is_released(today)
    shows = is_released and side is not None
    return RoundView(
        asked=asked,
        is_party=side is not None,
        is_released=is_released,
        own=of.get(side) if side else None,
        said=_said(asked, of.get(side)) if side and not is_released else (),
        outcome=_outcome(of) if shows else (),
        lines=_lines(asked, of, readings) if shows else (),
    )


def _said(asked: SurveyRound, answer: SurveyAnswer | None) -> Sequence[tuple[Item, View]]:
    """What one side answered; nothing where it has not, or took it back."""
    if answer is None or answer.withdrawn_at is not None:
        return ()
    statements = questionnaire(asked.questionnaire)
    points = dict(statements.points)
    return [(item, _view(answer, place, points)) for place, item in enumerate(statements.items)]


def _outcome(of: Mapping[str, SurveyAnswer]) -> Sequence[str]:
    """A sentence for each side that said nothing in the end."""
    words = {
        Side.NGO: (_("The NGO did not answer."), _("The NGO took its answer back.")),
        Side.GOVERNMENT: (_("The government body did not answer."), _("The government body took its answer back.")),
    }
    found = []
    for side, (unanswered, withdrawn) in words.items():
        answer = of.get(side)
        if answer is None:
            found.append(unanswered)
        elif answer.withdrawn_at is not None:
            found.append(withdrawn)
    return found


def _lines(asked: SurveyRound, of: Mapping[str, SurveyAnswer], readings: Mapping[str, IndicatorView]) -> Sequence[Line]:
    statements = questionnaire(asked.questionnaire)
    if not any(answer.scores for answer in of.values()):
        return ()
    points = dict(statements.points)
    return [
        Line(
            item,
            _view(of.get(Side.NGO), place, points),
            _view(of.get(Side.GOVERNMENT), place, points),
            [readings[code] for code in BESIDE.get(item.code, ()) if code in readings],
        )
        for place, item in enumerate(statements.items)
    ]


def _view(answer: SurveyAnswer | None, place: int, points: Mapping[int, str]) -> View:
    if answer is None:
        return View(None, _("did not answer"))
    if answer.withdrawn_at is not None:
        return View(None, _("taken back"))
    score = answer.scores[place]
    return View(score, _("cannot say") if score is None else points[score])


def perception_rows(views: Sequence[RoundView]) -> list[list[Any]]:
    """Every statement of every released round, as the rows of a file; scores as numbers, words where there is none."""
    return [
        [
            view.asked.opened_on.isoformat(),
            view.asked.questionnaire,
            line.item.code,
            line.item.text,
            line.ngo.score or line.ngo.words,
            line.government.score or line.government.words,
        ]
        for view in views
        for line in view.lines
    ]


@dataclass(frozen=True)
class ResultLine:
    """One row over the years: what it is, and a cell for each year."""

    label: str
    text: str
    cells: Sequence[str]


def result_lines(results: Sequence[SurveyResult], years: Sequence[int]) -> list[ResultLine]:
    """What a body's NGOs answered, as it was published: how many, then each statement. Empty where nothing was."""
    by_year = {result.year: result for result in results}
    if not by_year:
        return []
    lines = [ResultLine(_("NGOs that answered"), "", [_count(by_year.get(year)) for year in years])]
    latest = questionnaire(max(results, key=lambda result: result.year).questionnaire)
    for item in latest.items:
        cells = [_mean(by_year.get(year), item.code) for year in years]
        lines.append(ResultLine(item.label, item.text, cells))
    return lines


def _count(result: SurveyResult | None) -> str:
    if result is None:
        return "–"
    return str(result.ngos) if result.ngos else _("too few")


def _mean(result: SurveyResult | None, code: str) -> str:
    """A mean as it was published; the ends of the scale stay open."""
    if result is None or not result.ngos:
        return "–"
    codes = [item.code for item in questionnaire(result.questionnaire).items]
    mean = result.means[codes.index(code)] if code in codes else None
    if mean is None:
        return "–"
    if mean <= LOWEST_MEAN:
        return _("%(mean)s or less") % {"mean": int(LOWEST_MEAN)}
    if mean >= HIGHEST_MEAN:
        return _("%(mean)s or more") % {"mean": int(HIGHEST_MEAN)}
    return str(mean)
