"""A draft beside the judgement that stands, and what the two sides and the decisions say beside a judgement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from numpy.typing import NDArray

from trust.models import Assessment, Objection, Override
from trust.models.assessments import Stage
from trust.scoring.methodology import Methodology

from .dimensions import DIMENSION_WORDS
from .indicators import INDICATOR_WORDS
from .stages import STAGES, Mark, Words, mark_of
from .what_if import Comparison, comparison


@dataclass(frozen=True)
class Beside:
    """Two judgements as rows 0 and 1: the one issued and the draft."""

    stage: NDArray[np.int64]
    reason: NDArray[np.int64]
    at_least: NDArray[np.float64]
    dimension_means: NDArray[np.float64]
    conditions: NDArray[np.float64]


def beside(issued: Assessment, drafted: Assessment, numbers: Methodology) -> Comparison:
    """What the draft would change, line by line."""
    rows = (issued, drafted)
    pair = Beside(
        stage=np.array([row.stage for row in rows]),
        reason=np.array([row.reason for row in rows]),
        at_least=np.array([row.at_least for row in rows]),
        dimension_means=np.array([row.dimension_means for row in rows]),
        conditions=np.array([row.conditions for row in rows]),
    )
    return comparison(drafted.as_of, pair, drafted.as_of, pair, numbers)


def about_words() -> Mapping[str, Words]:
    """What an objection may be about, in words: the stage, the dimensions, then the indicators."""
    dimensions = {words.code: words.label for words in DIMENSION_WORDS}
    indicators: dict[str, Words] = {code: f"{code} · {words.label}" for code, words in INDICATOR_WORDS.items()}
    return {"stage": gettext_lazy("The stage as a whole"), **dimensions, **indicators}


def days_left(today: date, until: date) -> str:
    """How long both sides may still speak, in words."""
    days = (until - today).days
    if days < 0:
        return _("The term is over; it is issued with the next run.")
    return (
        ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
        if days
        else _("today is the last day")
    )


@dataclass(frozen=True)
class Decision:
    """An override in words: the stage that was set, and whether a second person has confirmed it.

    `objection`: the one that led to it, where the reader may know of it.
    """

    override: Override
    mark: Mark
    is_in_force: bool
    objection: Objection | None = None

    @property
    def about(self) -> Words:
        """What that objection is about."""
        return about_words().get(self.objection.about, self.objection.about) if self.objection else ""


def decision(override: Override, today: date, objection: Objection | None = None) -> Decision:
    """The override in words."""
    mark = STAGES[override.stage - 1] if override.stage else mark_of(Stage.NONE, 2)
    confirmed = override.confirmed_at is not None and override.ended_at is None
    return Decision(override, mark, confirmed and override.expires_on >= today, objection)


def decisions(overrides: Sequence[Override], today: date, objections: Sequence[Objection] = ()) -> list[Decision]:
    """Each override in words. `objections`: those the reader may know of."""
    known = {objection.pk: objection for objection in objections}
    return [decision(override, today, known.get(override.objection_id)) for override in overrides]
