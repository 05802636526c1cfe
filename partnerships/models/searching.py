"""Finding text by any part of it, Chinese included, in any PostgreSQL and without extensions.

An index keeps the pairs of neighbouring characters of each text (`partnerships_search_pairs`, a migration makes it). A
text that holds what was typed holds its pairs; the few that hold the pairs elsewhere are sorted out by reading the
text. Both sides are folded alike in the database: full-width as plain, capitals as small letters, no spaces and no
punctuation. Texts begin with `^` and end with `$`, so that a beginning, or the whole, can be asked for as well.
"""

import operator
import unicodedata
from collections.abc import Sequence
from enum import Enum
from functools import reduce

from django.contrib.postgres.indexes import GinIndex
from django.db.models import BooleanField, Func, Q, TextField, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan


class Where(Enum):
    """Where in a text the typed part may stand: what is taken off the ends of `^typed$`."""

    ANYWHERE = "BTRIM", "^$"
    AT_THE_BEGINNING = "RTRIM", "$"
    AS_A_WHOLE = "BTRIM", ""


class _Fits(Func):
    """Whether the pairs of a text are all those asked for."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


def pairs_index(name: str, *columns: str) -> GinIndex:
    """The index by which texts in these columns of a row are found."""
    return GinIndex(Func(*columns, function="partnerships_search_pairs"), name=name)


def holds(typed: str, *columns: str, where: Where = Where.ANYWHERE) -> Q:
    """Rows of which the columns, those of the table's index and in its order, hold each word that was typed.

    With another `where`, what was typed counts as one, spaces and all.
    """
    parts = words_of(typed) if where is Where.ANYWHERE else [typed]
    return reduce(operator.and_, [_has_pairs(part, columns, where) for part in parts]) & reduce(
        operator.and_, [_has_text(part, columns, where) for part in parts]
    )


def _has_pairs(typed: str, columns: Sequence[str], where: Where) -> Q:
    """Rows the index gives: those with all pairs of what was typed."""
    pairs = Func(*columns, function="partnerships_search_pairs", output_field=TextField())
    return Q(_Fits(pairs, Func(_asked(typed, where), function="partnerships_search_query", output_field=TextField())))


def _has_text(typed: str, columns: Sequence[str], where: Where) -> Q:
    """Those of them in which the pairs stand in a row. Most are written as typed; only the others are folded.

    A single pair is where it is; it is asked for all the same, since rows of a small territory are read without the
    index, and there the pairs of a text cost four times the text.
    """
    text = Func(*columns, function="partnerships_search_text", output_field=TextField())
    in_a_row = Q(GreaterThan(StrIndex(text, _asked(typed, where)), 0))
    if where is not Where.ANYWHERE:
        return in_a_row
    return reduce(operator.or_, [Q(**{f"{column}__icontains": typed}) for column in columns]) | in_a_row


def _asked(typed: str, where: Where) -> Func:
    """What was typed, folded, with the ends that count."""
    function, ends = where.value
    text = Func(Value(typed), function="partnerships_search_text")
    return Func(text, Value(ends), function=function, output_field=TextField())


def words_of(typed: str) -> list[str]:
    """What was typed between spaces, full-width ones included; never nothing, so that empty text finds nothing."""
    return typed.split() or [""]


def folded(text: str) -> str:
    """The text as searches compare it, for what is in memory: plain width, small letters, letters and digits only."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(character for character in plain if character.isalnum() or character == "\n")
