"""What became known of a partnership between two judgements on the same month: why the second one was issued."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import pgettext_lazy

from partnerships.addresses import address_of
from partnerships.descriptions import FACT_MODELS, RELATED, describe
from partnerships.models import Contest, Fact, Partnership, VerificationChange

from .evidence import EvidenceRow, concerning
from .stages import Words

WORDS: Mapping[str, Words] = {
    "was_voided": pgettext_lazy("what became known of a fact", "voided"),
    "was_contested": pgettext_lazy("what became known of a fact", "contested"),
    "was_ruled_on": pgettext_lazy("what became known of a fact", "the objection ended"),
    "was_verified": pgettext_lazy("what became known of a fact", "its verification changed"),
    "was_closed": pgettext_lazy("what became known of a fact", "paid, answered or ended"),
    "was_recorded": pgettext_lazy("what became known of a fact", "recorded"),
}
"""What can become known, in words; of several the first is told."""


def became_known(
    partnership: Partnership,
    *,
    after: datetime,
    until: datetime,
    as_of: date,
    tables: Collection[str],
    sources: Iterable[int] = (),
) -> list[EvidenceRow]:
    """Facts of the partnership and of its NGO, dated up to `as_of`, of which something became known after one moment
    and until another, the latest first. One query for each of the tables.

    `sources`: partnerships whose evidence went over to this one.
    """
    own = [partnership.pk, *sources]
    found = []
    for table in tables:
        model = FACT_MODELS[table]
        for fact in _changed(model, concerning(model, own, partnership.ngo_id), after, until):
            what = describe(fact)
            if what.day <= as_of:
                words = next(words for name, words in WORDS.items() if getattr(fact, name))
                found.append(EvidenceRow(fact, what, what.day, words, "", address_of(fact)))
    return sorted(found, key=lambda row: row.day, reverse=True)


def _changed(model: type[Fact], concerns: Q, after: datetime, until: datetime) -> Sequence[Any]:
    def within(*columns: str) -> Q:
        condition = Q(pk__in=[])
        for column in columns:
            condition |= Q(**{f"{column}__gt": after, f"{column}__lte": until})
        return condition

    pointing = {"content_type": ContentType.objects.get_for_model(model), "object_id": OuterRef("pk")}
    objections, changes = Contest.objects.filter(**pointing), VerificationChange.objects.filter(**pointing)
    marks = {
        "was_recorded": _if(within("recorded_at")),
        "was_voided": _if(within("voided_at")),
        "was_closed": _if(within(*_closings(model))),
        "was_contested": Exists(objections.filter(within("opened_at"))),
        "was_ruled_on": Exists(objections.filter(within("closed_at"))),
        "was_verified": Exists(changes.filter(within("changed_at"))),
    }
    any_of = Q(pk__in=[])
    for name in marks:
        any_of |= Q(**{name: True})
    manager: Any = model.objects  # type: ignore[attr-defined]
    rows = manager.filter(concerns).annotate(**marks).filter(any_of).with_contested(until)
    found: Sequence[Any] = rows.select_related(*RELATED[model])
    return found


def _if(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _closings(model: type[Fact]) -> list[str]:
    """The moments at which the end of a fact that closes later was recorded or confirmed."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateTimeField) and field.name.endswith(("_recorded_at", "_confirmed_at"))
    ]
