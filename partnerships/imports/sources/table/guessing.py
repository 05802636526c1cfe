"""Guessing what a sheet holds and what its columns mean: by what they are called, and by what stands in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .fields import KINDS, Content, Field, Kind
from .layout import Column
from .reading import READS
from .vocabulary import plain_title

# Less likely than this is no guess: the person chooses.
ENOUGH = 0.6
EXACT, WITHIN = 1.0, 0.75
# A column whose title plainly says one thing is no second choice for another: "end date" is no "due date".
SECOND_CHOICE = 0.25


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind of record, and the field of each column by the column's place."""

    kind: Kind
    fields: Mapping[int, str]
    certainty: float


def guess(columns: Sequence[Column]) -> Guess:
    """The kind whose needs the columns meet best, and what they mean then."""
    return max((guess_as(kind, columns) for kind in KINDS), key=lambda each: each.certainty)


def guess_as(kind: Kind, columns: Sequence[Column]) -> Guess:
    """What the columns mean in a sheet of that kind. Every field is given to one column at most."""
    pairs = sorted(
        (
            (_likeness(field, column), -order, column, field)
            for column in columns
            for order, field in enumerate(kind.fields)
        ),
        key=lambda pair: (-pair[0], -pair[1], pair[2].place),
    )
    likeliest: dict[int, float] = {}
    for likeness, _order, column, _field in pairs:
        likeliest.setdefault(column.place, likeness)
    fields: dict[int, str] = {}
    total = 0.0
    for likeness, _order, column, field in pairs:
        enough = max(ENOUGH, likeliest[column.place] - SECOND_CHOICE)
        if likeness >= enough and column.place not in fields and field.name not in fields.values():
            fields[column.place] = field.name
            total += likeness
    missing = kind.missing(set(fields.values()))
    return Guess(kind, fields, total - len(missing))


def _likeness(field: Field, column: Column) -> float:
    title = plain_title(column.title)
    if not title:
        return 0.0
    by_title = max((_alike(title, plain_title(word)) for word in field.synonyms), default=0.0)
    return by_title - _contradiction(field, column)


def _alike(title: str, word: str) -> float:
    """1 for the same, less where one is in the other, and by the share of equal letters else."""
    if title == word:
        return EXACT
    if len(word) > 1 and word in title:
        return WITHIN + 0.2 * len(word) / len(title)
    return 0.85 * SequenceMatcher(None, title, word, autojunk=False).ratio()


def _contradiction(field: Field, column: Column) -> float:
    """How far the first cells speak against the field: none of them can be read as what it holds."""
    reads = READS.get(field.content)
    if reads is None or not column.samples:
        return (
            0.05
            if field.content is Content.TEXT and column.samples and all(map(_is_plain_number, column.samples))
            else 0.0
        )
    unreadable = sum(not reads(sample) for sample in column.samples)
    return 0.5 * unreadable / len(column.samples)


def _is_plain_number(sample: object) -> bool:
    return isinstance(sample, int | float)
