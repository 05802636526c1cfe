"""The four dimensions in words: their names, what they ask, and one plain sentence for how much is on record.

The bands are for reading only; no stage is derived from them.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy, pgettext_lazy

from .figures import Reading
from .stages import Words

BANDS = (10, 45, 70)  # points at which a sentence changes: hardly anything, little, a good deal, much


@dataclass(frozen=True)
class DimensionWords:
    """`sentences`: one for each band, from hardly anything on record to much."""

    code: str
    label: Words
    question: Words
    sentences: tuple[Words, Words, Words, Words]


DIMENSION_WORDS: tuple[DimensionWords, ...] = (
    DimensionWords(
        "culture",
        pgettext_lazy("dimension", "Culture"),
        gettext_lazy("Do the aims of the two sides meet, and is the NGO recognised?"),
        (
            gettext_lazy("Hardly anything on record yet shows shared aims or recognition by this body."),
            gettext_lazy("There are first signs of shared aims and of recognition by this body."),
            gettext_lazy("Shared aims are on record, and this body has recognised the NGO."),
            gettext_lazy("Shared aims are well documented, and this body recognises the NGO in many ways."),
        ),
    ),
    DimensionWords(
        "resources",
        pgettext_lazy("dimension", "Resources"),
        gettext_lazy("Do both sides exchange resources, and do both keep their word?"),
        (
            gettext_lazy("Hardly any exchange of money, service or other resources is on record."),
            gettext_lazy("An exchange has begun; continuity, delivery or payment is not yet well shown."),
            gettext_lazy("Resources are exchanged under agreements that both sides have largely kept."),
            gettext_lazy("A steady exchange is on record: services delivered, payments made, agreements continued."),
        ),
    ),
    DimensionWords(
        "network",
        pgettext_lazy("dimension", "Network"),
        gettext_lazy("Does the NGO work with others, and does this body take part?"),
        (
            gettext_lazy("Hardly any cooperation with other organizations is on record."),
            gettext_lazy("Some cooperation with other organizations is on record."),
            gettext_lazy("The NGO works within a network of several different partners."),
            gettext_lazy("The NGO helps build a wide and varied network in which this body takes part."),
        ),
    ),
    DimensionWords(
        "reciprocity",
        pgettext_lazy("dimension", "Reciprocity"),
        gettext_lazy("Do both sides decide together, answer each other and give something back?"),
        (
            gettext_lazy("Hardly anything on record shows the two sides answering each other."),
            gettext_lazy("The relationship runs mostly one way, as far as the record shows."),
            gettext_lazy("Both sides answer each other, and some decisions are made together."),
            gettext_lazy("Both sides decide together, answer each other, and each brings something in."),
        ),
    ),
)


def sentence(words: DimensionWords, reading: Reading) -> Words:
    """The sentence of the band the reading lies in."""
    return words.sentences[sum(reading.points >= start for start in BANDS)]
