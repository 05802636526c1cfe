"""The lists of the API in words, for those who come for the data."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy

from trust.presenters.stages import Words

LISTS: Mapping[str, tuple[Words, Words]] = {
    "organization": (gettext_lazy("Organizations"), gettext_lazy("A government body, an NGO or any other party")),
    "partnership": (gettext_lazy("Partnerships"), gettext_lazy("One government body and one NGO")),
    "contract": (gettext_lazy("Contracts"), gettext_lazy("A purchase of services, with what happened under it")),
    "event": (gettext_lazy("Interaction events"), gettext_lazy("Something dated that happened between the two sides")),
    "request": (gettext_lazy("Requests"), gettext_lazy("A request, challenge or complaint, and its answer")),
    "network": (gettext_lazy("Service networks"), gettext_lazy("Organizations that deliver services together")),
    "membership": (
        gettext_lazy("Network memberships"),
        gettext_lazy("An organization in a network, from a day to a day"),
    ),
    "tie": (gettext_lazy("Ties"), gettext_lazy("Two organizations that work together, from a day to a day")),
    "indicator": (gettext_lazy("Indicators"), gettext_lazy("A measured question of the methodology")),
    "assessment": (
        gettext_lazy("Assessments"),
        gettext_lazy("The judgement on one partnership as of one month: stage, odds, readings, conditions"),
    ),
    "override": (gettext_lazy("Overrides"), gettext_lazy("A stage set by decision, with its reason and term")),
    "reply": (gettext_lazy("Replies"), gettext_lazy("What one side says to the judgement")),
    "survey-result": (
        gettext_lazy("Survey results"),
        gettext_lazy("What the NGOs of a body answered in a year, together"),
    ),
    "study": (
        gettext_lazy("Studies of the method"),
        gettext_lazy("How robust it is, how sensitive, how far it agrees with experts"),
    ),
    "event-type": (gettext_lazy("Event types"), gettext_lazy("What kinds of events there are, and who records them")),
    "jurisdiction": (gettext_lazy("Jurisdictions"), gettext_lazy("An administrative division")),
}


@dataclass(frozen=True)
class CatalogueEntry:
    """One list of the API."""

    label: Words
    meaning: Words
    address: str


def catalogue() -> list[CatalogueEntry]:
    """Every list an analyst can pull, in the order in which they are best understood."""
    return [CatalogueEntry(label, meaning, reverse(f"api:{name}-list")) for name, (label, meaning) in LISTS.items()]
