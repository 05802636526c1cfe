"""Partnerships by division of the body and by service field of the NGO, as told."""

from collections.abc import Sequence
from dataclasses import dataclass

from partnerships.models import Jurisdiction
from partnerships.models.languages import shown_name
from trust.services.population import SMALLEST, Numbers, read_groups, rounded, told_alone

from .questions import Question


@dataclass(frozen=True)
class Group:
    """Partnerships of one division or field, by present state and together, and the medians of their dimensions.

    `name` is empty for what is not stated, and for small groups told as one: `together` counts these. `medians`: from 0
    to 1; None, as `judged` beside it, where fewer than five are judged.
    """

    name: str
    code: str
    together: int
    states: Sequence[int | None]
    judged: int | None
    medians: Sequence[float] | None


def told_groups(question: Question) -> tuple[list[Group], list[Group]]:
    """By division, in their order, and by field. Two queries."""
    divisions, fields = read_groups(question.chosen)
    places = Jurisdiction.objects.filter(pk__in=[key for key in divisions if key]).order_by("path")
    rows = places.annotate(shown=shown_name()).values_list("pk", "shown", "code")
    named = [(name, code, divisions[key]) for key, name, code in rows]
    if None in divisions:
        named.append(("", "", divisions[None]))
    by_field = [(name, name, fields[name]) for name in sorted(fields)]
    return _told(question, named), _told(question, by_field)


def _told(question: Question, named: Sequence[tuple[str, str, Numbers]]) -> list[Group]:
    """The groups; under the rule small ones are one without a name."""
    counted = [int(numbers.states.sum()) for *_words, numbers in named]
    alone = told_alone(counted) if question.is_under_rule else [True] * len(named)
    rest = Numbers()
    shown: list[tuple[str, str, int, Numbers]] = []
    for (name, code, numbers), is_alone in zip(named, alone, strict=True):
        if is_alone:
            shown.append((name, code, 0, numbers))
        else:
            rest.states += numbers.states
            rest.packed += numbers.packed
    if rest.packed:
        shown.append(("", "", len(named) - len(shown), rest))
    cells = question.told([numbers.states.tolist() for *_words, numbers in shown])
    return [_group(question, *each, line) for each, line in zip(shown, cells, strict=True)]


def _group(
    question: Question, name: str, code: str, together: int, numbers: Numbers, states: Sequence[int | None]
) -> Group:
    judged = int(numbers.states.sum())
    if judged < SMALLEST:
        return Group(name, code, together, states, None, None)
    told = rounded(judged) if question.is_under_rule else judged
    return Group(name, code, together, states, told, numbers.medians())
