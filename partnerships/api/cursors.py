"""Where a walk through a list goes on: after the row with these values in its order.

A page found by its values costs the same however far it lies behind the first, and rows that are recorded or taken back
meanwhile move no other row to another page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from .problems import InvalidParameters, ParameterError

SALT = "api cursor"


def order_of(rows: QuerySet[Any]) -> tuple[str, ...]:
    """The terms of the list's order, each once; a total one, since it ends with the key."""
    terms = [str(term) for term in rows.query.order_by]
    names = [term.removeprefix("-") for term in terms]
    kept = [term for index, term in enumerate(terms) if names[index] not in names[:index]]
    return (*kept, *(() if "pk" in names else ("pk",)))


@dataclass(frozen=True)
class Cursor:
    """A place in a list: the terms of its order, and the values of the last row that was read.

    As text it is signed, so that nobody need trust, or fear, what a caller made of it.
    """

    order: Sequence[str]
    values: Sequence[Any]

    def __str__(self) -> str:
        values = [None if value is None else str(value) for value in self.values]
        return signing.dumps([list(self.order), values], salt=SALT)

    @classmethod
    def read(cls, text: str, order: Sequence[str]) -> "Cursor":
        """The cursor a caller sent; InvalidParameters where it is none, or one of a list in another order."""
        try:
            terms, values = signing.loads(text, salt=SALT)
        except (signing.BadSignature, ValueError):
            terms, values = None, ()
        if terms != list(order):
            message = _("This cursor belongs to no such list. Use the address in “next” as it stands.")
            raise InvalidParameters([ParameterError("cursor", text[:100], message)])
        return cls(order, values)

    def after(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows beyond the place: equal in the first terms and later in the next, for each next term."""
        beyond, equal = Q(), Q()
        for term, text in zip(self.order, self.values, strict=True):
            name = term.removeprefix("-")
            value = None if text is None else Cast(Value(text), _column(rows.model, name))
            later = _later(name, value, is_falling=term.startswith("-"))
            if later is not None:
                beyond |= equal & later
            equal &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
        return rows.filter(beyond)


def _later(name: str, value: Any, *, is_falling: bool) -> Q | None:
    """Rows that come later by one term, as PostgreSQL sorts: rising, none last; falling, none first."""
    if is_falling:
        return Q(**{f"{name}__isnull": False}) if value is None else Q(**{f"{name}__lt": value})
    return None if value is None else Q(**{f"{name}__gt": value}) | Q(**{f"{name}__isnull": True})


def _column(model: type[Model], name: str) -> Any:
    """The field at the end of a lookup; the type of its values is the column's own, to the last digit."""
    meta: Any = model._meta
    field: Any = meta.pk
    for step in name.split("__"):
        field = meta.pk if step == "pk" else meta.get_field(step)
        if field.is_relation:
            meta = field.related_model._meta
    return meta.pk if field.is_relation else field
