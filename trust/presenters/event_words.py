"""The particulars of event types in words: who acts towards whom, what it does, what it is evidence for."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy, pgettext_lazy

from partnerships.descriptions import OUTCOMES
from partnerships.models import EventType

from .blind import RESULTS
from .stages import Words

DIRECTIONS: Mapping[str, Words] = {
    "G→N": gettext_lazy("government to NGO"),
    "N→G": gettext_lazy("NGO to government"),
    "N→N": gettext_lazy("between NGOs"),
    "mutual": gettext_lazy("both together"),
    "either": gettext_lazy("either side"),
}
POLARITIES: Mapping[str, Words] = {
    "+": pgettext_lazy("what an event does", "builds"),
    "−": pgettext_lazy("what an event does", "erodes"),
    "±": pgettext_lazy("what an event does", "builds or erodes, by its outcome"),
}
# What event types are evidence for beside indicators, which are named by their codes.
BESIDE_INDICATORS: Mapping[str, Words] = {
    "gate": gettext_lazy("conditions of stages"),
    "gates": gettext_lazy("conditions of stages"),
    "override": gettext_lazy("the stage itself"),
}
RATINGS: Mapping[str, Words] = {"0": gettext_lazy("rating withdrawn")} | {str(n): f"{n}A" for n in range(1, 6)}


def direction_words(kind: EventType) -> Words:
    """Who acts towards whom."""
    return DIRECTIONS.get(kind.direction, kind.direction)


def polarity_words(kind: EventType) -> Words:
    """What an event of the type does to trust."""
    return POLARITIES.get(kind.polarity, kind.polarity)


def evidence_words(kind: EventType) -> str:
    """The indicators it speaks for by their codes, and what else."""
    return ", ".join(str(BESIDE_INDICATORS.get(part, part)) for part in kind.evidence_for.split(", "))


def outcome_words(outcome: str) -> str:
    """How it ended; what a registry or an evaluation said, too."""
    return str(OUTCOMES.get(outcome) or RESULTS.get(outcome) or RATINGS.get(outcome) or outcome)
