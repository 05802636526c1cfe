"""What an event type says, in words: the concept it belongs to, what it counts for, who may record it."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from partnerships.models import EventType
from partnerships.services.event_rules import letters_of

CONCEPTS: Mapping[str, object] = {
    "CUL": pgettext_lazy("dimension", "Culture"),
    "CMP": pgettext_lazy("dimension", "Culture"),
    "RES": pgettext_lazy("dimension", "Resources"),
    "NET": pgettext_lazy("dimension", "Network"),
    "REC": pgettext_lazy("dimension", "Reciprocity"),
}
POLARITY: Mapping[str, object] = {
    "+": gettext_lazy("builds"),
    "−": gettext_lazy("erodes"),
    "±": gettext_lazy("builds or erodes"),
}
RECORDERS: Mapping[str, object] = {
    "N": gettext_lazy("recorded by the NGO"),
    "G": gettext_lazy("recorded by the government body"),
    "B": gettext_lazy("recorded by either side"),
    "R": gettext_lazy("from a register: attach its document"),
    "T": gettext_lazy("from a third party: attach its document"),
}
INDICATOR = re.compile(r"[A-Z]\d")


def concept_of(kind: EventType) -> str:
    """The concept of the method the type speaks for."""
    return str(CONCEPTS[kind.code[:3]])


def counts_for(kind: EventType, names: Mapping[str, str]) -> str:
    """The indicators the type speaks to, by their names where they are known, and whether it opens a gate."""
    codes = [part.strip() for part in kind.evidence_for.split(",")]
    indicators = [f"{names[code]} ({code})" if code in names else code for code in codes if INDICATOR.match(code)]
    if any(code.startswith("gate") for code in codes):
        indicators.append(_("conditions of a stage"))
    return _("counts for: %(indicators)s") % {"indicators": _(", ").join(indicators)}


def meaning_of(kind: EventType, names: Mapping[str, str]) -> str:
    """All of it in a line. `names`: what the indicators are called, by code."""
    letters = letters_of(kind)
    # Whoever may enter it on their own word need not look for a document.
    shown = [letter for letter in letters if letter in "NGB"] or letters
    recorders = [str(RECORDERS[letter]) for letter in shown]
    return " · ".join([counts_for(kind, names), str(POLARITY[kind.polarity]), *recorders])
