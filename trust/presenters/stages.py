"""Stages, and the reasons why none is assigned, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from trust.models import Assessment
from trust.scoring.methodology import Methodology, Sufficiency
from trust.scoring.stages import REASONS

from .figures import certainty, month

Words = str | Promise


@dataclass(frozen=True)
class Mark:
    """How a stage, or its absence, is shown: `number` steps of the stair filled, `slug` for its colour, its word."""

    number: int
    slug: str
    label: Words
    meaning: Words


NO_STAGE: dict[str, Mark] = {
    "no_evidence": Mark(
        0,
        "no-evidence",
        gettext_lazy("Not enough evidence"),
        gettext_lazy("Too little is on record to name a stage. That says nothing about the relationship itself."),
    ),
    "not_established": Mark(
        0,
        "not-established",
        gettext_lazy("No stage established"),
        gettext_lazy("The facts on record do not meet the conditions of the first stage."),
    ),
    "lapsed": Mark(
        0,
        "lapsed",
        gettext_lazy("Lapsed"),
        gettext_lazy("Nothing between the two sides has been recorded for a long time."),
    ),
    "suspended": Mark(
        0,
        "suspended",
        gettext_lazy("Suspended"),
        gettext_lazy("The NGO is on the serious-violation list, or its registration was revoked."),
    ),
}

STAGES: tuple[Mark, ...] = (
    Mark(
        1,
        "dependence",
        pgettext_lazy("trust stage", "Dependence trust"),
        gettext_lazy("The government leads. Shared ideas carry the relationship; the NGO is noticed and recognised."),
    ),
    Mark(
        2,
        "contractual",
        pgettext_lazy("trust stage", "Contractual trust"),
        gettext_lazy("Contracts carry the relationship. Service is delivered and paid for under them."),
    ),
    Mark(
        3,
        "equal",
        pgettext_lazy("trust stage", "Equal cooperation"),
        gettext_lazy("Neither side leads alone. A service network and mutual benefit carry the relationship."),
    ),
)

UNASSESSED = Mark(
    0,
    "unassessed",
    gettext_lazy("Not assessed yet"),
    gettext_lazy("No assessment of this partnership has been made yet."),
)


MARKS: tuple[Mark, ...] = (*reversed(STAGES), *NO_STAGE.values(), UNASSESSED)
"""Every outcome, from the third stage down: the order in which outcomes are listed."""


def mark_of(stage: int | None, reason: int | None) -> Mark:
    """The mark of a stage (1 to 3), of the reason why there is none (stage 0), or of never having been assessed."""
    if stage is None or reason is None:
        return UNASSESSED
    return STAGES[stage - 1] if stage else NO_STAGE[REASONS[reason]]


def verdict(assessment: Assessment, methodology: Methodology) -> str:
    """The stage in one sentence, with since when and how sure. Speaks of the relationship, never of the NGO's merit."""
    if not assessment.stage:
        return _reason_sentence(assessment, methodology.sufficiency)
    chance = assessment.at_least[assessment.stage - 1]
    words = {"month": month(assessment.since_on), "certainty": certainty(chance)}
    if chance < methodology.persistence.down_probability:
        return _falling_sentence(assessment.stage) % words
    return _stage_sentence(assessment.stage) % words


def _stage_sentence(stage: int) -> str:
    return {
        1: _("Dependence trust since %(month)s, with %(certainty)s certainty that it has come at least this far."),
        2: _("Contractual trust since %(month)s, with %(certainty)s certainty that it has come at least this far."),
        3: _("Equal cooperation since %(month)s, with %(certainty)s certainty that it has come this far."),
    }[stage]


def _falling_sentence(stage: int) -> str:
    return {
        1: _(
            "Dependence trust since %(month)s, but on the latest evidence the certainty has fallen to %(certainty)s; "
            "if it stays there, the stage falls."
        ),
        2: _(
            "Contractual trust since %(month)s, but on the latest evidence the certainty has fallen to %(certainty)s; "
            "if it stays there, the stage falls."
        ),
        3: _(
            "Equal cooperation since %(month)s, but on the latest evidence the certainty has fallen to %(certainty)s; "
            "if it stays there, the stage falls."
        ),
    }[stage]


def _reason_sentence(assessment: Assessment, sufficiency: Sufficiency) -> str:
    words = {
        "month": month(assessment.since_on),
        "facts": sufficiency.facts,
        "days": sufficiency.span_days,
        "months": round(sufficiency.lapse_months),
    }
    sentences = {
        "no_evidence": _(
            "Not enough evidence yet: a stage needs at least %(facts)s facts spread over at least %(days)s days, "
            "and at least one of them that more than one side stands behind."
        ),
        "not_established": _(
            "No stage established since %(month)s: there is evidence, but it does not meet the conditions of the "
            "first stage."
        ),
        "lapsed": _(
            "Lapsed since %(month)s: nothing between the two sides has been recorded for %(months)s months and no "
            "contract is running."
        ),
        "suspended": _(
            "Suspended since %(month)s: the NGO is on the serious-violation list, or its registration was revoked. "
            "After that ends, stages are earned anew."
        ),
    }
    return sentences[REASONS[assessment.reason]] % words
