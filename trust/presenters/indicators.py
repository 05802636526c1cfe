"""The 21 indicators in words: the question each one asks, and whose conduct it reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy, pgettext_lazy

from partnerships.models.languages import in_reader_language
from trust.scoring.registry import INDICATORS

from .stages import Words

ACCOUNTABLE: Mapping[str, Words] = {
    "ngo": pgettext_lazy("whose conduct", "NGO"),
    "government": pgettext_lazy("whose conduct", "Government body"),
    "both": pgettext_lazy("whose conduct", "Both sides"),
}

QUESTIONS: Mapping[str, Words] = {
    "C1": gettext_lazy("Do the NGO's acts meet the government's development ideas?"),
    "C2": gettext_lazy("Has this body paid attention to the NGO and recognised it?"),
    "C3": gettext_lazy("Does the NGO keep the rules it is registered under?"),
    "C4": gettext_lazy("Does the work given to the NGO stay within what it exists for?"),
    "R1": gettext_lazy("How much of the last two years was covered by contracts?"),
    "R2": gettext_lazy("Has the NGO delivered what was agreed?"),
    "R3": gettext_lazy("Has this body paid on time?"),
    "R4": gettext_lazy("How much money has changed hands in the last two years?"),
    "R5": gettext_lazy("Have ended contracts been followed by new ones?"),
    "R6": gettext_lazy("How many kinds of resources are exchanged?"),
    "N1": gettext_lazy("With how many partners does the NGO work?"),
    "N2": gettext_lazy("How different are these partners from each other?"),
    "N3": gettext_lazy("Does the NGO connect partners that are not connected otherwise?"),
    "N4": gettext_lazy("Does the NGO help build the network itself?"),
    "N5": gettext_lazy("Do the NGO and this body belong to the same networks?"),
    "M1": gettext_lazy("Does the initiative come from both sides?"),
    "M2": gettext_lazy("Do the two sides plan and decide together?"),
    "M3": gettext_lazy("Does this body answer requests in time?"),
    "M4": gettext_lazy("Are the NGO's proposals taken up, or declined with reasons?"),
    "M5": gettext_lazy("Can the NGO do without this body's money?"),
    "M6": gettext_lazy("What does the NGO bring in of its own?"),
}


@dataclass(frozen=True)
class IndicatorWords:
    """One indicator as it is named on a page."""

    code: str
    name_en: str
    name_zh: str
    question: Words
    accountable: Words
    source: str

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_reader_language(self.name_zh, self.name_en)


INDICATOR_WORDS: Mapping[str, IndicatorWords] = {
    indicator.code: IndicatorWords(
        indicator.code,
        indicator.name_en,
        indicator.name_zh,
        QUESTIONS[indicator.code],
        ACCOUNTABLE[indicator.accountable],
        indicator.parts["Source"],
    )
    for indicator in INDICATORS
}
