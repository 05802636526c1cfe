"""Which records have a history page, and which further rows it tells of, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet

from partnerships.access import BELONGS_TO
from partnerships.descriptions import FACT_MODELS, RELATED
from partnerships.models import (
    Amendment,
    AnalystGrant,
    AnnualFinance,
    Change,
    Contest,
    Contract,
    DocumentLink,
    Evaluation,
    Fact,
    IncomeLine,
    InteractionEvent,
    Milestone,
    NetworkMembership,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    Partnership,
    Payment,
    ServiceNetwork,
    ServiceTie,
    Standing,
    Succession,
    Suspension,
    User,
    VerificationChange,
)

SUBJECTS: Mapping[str, type[models.Model]] = {
    **FACT_MODELS,
    "organization": Organization,
    "partnership": Partnership,
    "servicenetwork": ServiceNetwork,
    "user": User,
}
"""Records with a history page, by the name of their table in addresses."""

# What hangs on a record, with the column by which it does.
PARTS: Mapping[type[models.Model], Sequence[tuple[type[models.Model], str]]] = {
    Contract: [
        (model, "contract") for model in (Amendment, Milestone, Suspension, Payment, Evaluation, InteractionEvent)
    ],
    Organization: [
        (model, "organization")
        for model in (OrganizationIdentifier, OrganizationName, Standing, AnnualFinance, Succession)
    ],
    AnnualFinance: [(IncomeLine, "finance")],
    ServiceNetwork: [(NetworkMembership, "network"), (ServiceTie, "network")],
    User: [(AnalystGrant, "user")],
}
# What points at a fact by its content type.
NOTHING = Q(pk__in=[])
POINTERS = (Contest, VerificationChange, DocumentLink)


# What naming a part takes, where it is no fact.
NAMED_BY: Mapping[type[models.Model], Sequence[str]] = {
    IncomeLine: ("partnership__government", "partnership__ngo", "finance"),
    AnalystGrant: ("user", "jurisdiction"),
    Succession: ("organization", "successor", "recorded_by__organization", "voided_by__organization"),
    DocumentLink: ("document",),
    Contest: ("opened_by__organization", "closed_by__organization"),
    VerificationChange: ("changed_by__organization",),
}
ORIGIN = ("recorded_by__organization", "voided_by__organization", "import_batch")


@dataclass(frozen=True)
class Rows:
    """The rows of one model that a history tells of. `column` is that by which they hang on the record."""

    model: type[models.Model]
    by_key: Mapping[int, Any]
    column: str = ""

    @property
    def table(self) -> str:
        """The name of the table in the trail."""
        return str(self.model._meta.model_name)


def rows_of(record: models.Model, reader: User) -> list[Rows]:
    """The record itself first, its parts as far as the reader may see them, and what points at the facts among them."""
    own = [Rows(type(record), {record.pk: record})]
    for model, column in PARTS.get(type(record), ()):
        seen = _read(model, reader).filter(**{column: record.pk})
        own.append(Rows(model, {row.pk: row for row in seen}, f"{column}_id"))
    return own + _pointers(own)


def _read(model: type[models.Model], reader: User) -> QuerySet[Any]:
    rows = model._default_manager.all()
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(reader)
    if issubclass(model, Fact):
        return rows.select_related(*ORIGIN, *RELATED[model])
    return rows.select_related(*NAMED_BY.get(model, ()))


def _pointers(rows: Sequence[Rows]) -> list[Rows]:
    """Objections, steps of verification and documents of the facts among the rows."""
    condition = NOTHING
    for part in rows:
        if issubclass(part.model, Fact) and part.by_key:
            kind = ContentType.objects.get_for_model(part.model)
            condition |= Q(content_type=kind, object_id__in=part.by_key)
    return [
        Rows(
            model,
            {row.pk: row for row in model._default_manager.filter(condition).select_related(*NAMED_BY[model])},
        )
        for model in POINTERS
        if condition != NOTHING
    ]


def changes_of(record: models.Model, rows: Sequence[Rows], reader: User) -> QuerySet[Change]:
    """The trail of all the rows, and of parts that are gone; the newest first. One query.

    Of parts that are gone nobody can say any more who might see them; told are those that are seen with the record.
    """
    condition = NOTHING
    for part in rows:
        if part.by_key:
            condition |= Q(table=part.table, key__in=[str(key) for key in part.by_key])
        if part.column and (part.model in BELONGS_TO or reader.is_administrator):
            gone = {f"columns__{part.column}__0": record.pk}
            condition |= Q(table=part.table, act=Change.Act.DELETE, **gone)
    found: QuerySet[Change] = Change.objects.filter(condition).select_related("actor__organization")
    return found.order_by("-made_at", "-pk")
