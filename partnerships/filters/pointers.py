"""Filters of what points at a record: objections, steps of verification, documents."""

from collections.abc import Mapping, Sequence
from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _
from django_filters import NumberFilter

from partnerships.datasets.tables import data_table
from partnerships.descriptions import FACT_MODELS
from partnerships.models import Contest, Document, DocumentLink, Verification, VerificationChange

from .fields import CodesFilter, MomentFilter, Rows, StableOrdering, TextFilter, YesNoFilter

LARGEST_ID = 10**18


def table_name(model: type[Model]) -> str:
    """What a table is called outside: as in data packages, else by its own name."""
    table = data_table(model)
    return table.name if table else str(model._meta.model_name)


def fact_tables() -> Mapping[str, type[Model]]:
    """The tables of facts, each by the name it has outside."""
    return {table_name(model): model for model in FACT_MODELS.values()}


class TableFilter(CodesFilter):
    """What points at records of any of the tables."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        tables = fact_tables().items()
        super().__init__(*args, choices=[(name, each._meta.verbose_name_plural) for name, each in tables], **kwargs)

    def filter(self, qs: Rows, value: Sequence[str]) -> Rows:
        """Rows that point at them."""
        models = [fact_tables()[name] for name in value]
        kinds = [each.pk for each in ContentType.objects.get_for_models(*models).values()]
        return self.pointing(qs, Q(content_type__in=kinds)) if value else qs

    def pointing(self, rows: Rows, condition: Q) -> Rows:
        """Rows that meet the condition."""
        return rows.filter(condition)


class LinkedTableFilter(TableFilter):
    """Documents linked to records of any of the tables; with `record`, to that one."""

    def pointing(self, rows: Rows, condition: Q) -> Rows:
        """Documents with a link that meets the condition."""
        record = self.parent.form.cleaned_data.get("record")
        if record is not None:
            condition &= Q(object_id=record)
        return rows.filter(pk__in=DocumentLink.objects.filter(condition).values("document"))


class LinkedRecordFilter(NumberFilter):
    """Documents linked to a record with this id, of any table."""

    def filter(self, qs: Rows, value: Any) -> Rows:
        """Documents with such a link."""
        if value is None:
            return qs
        return qs.filter(pk__in=DocumentLink.objects.filter(object_id=value).values("document"))


def _id(filter_class: type[NumberFilter], *args: Any) -> NumberFilter:
    label = _("record (id); name its table, too")
    return filter_class(*args, min_value=1, max_value=LARGEST_ID, decimal_places=0, label=label)


class PointerFilter(django_filters.FilterSet):
    """Abstract: at which record it points."""

    table = TableFilter(label=_("table of the record"))
    record = _id(NumberFilter, "object_id")


class ContestFilter(PointerFilter):
    """Filters of objections."""

    closed = YesNoFilter("closed_at", "isnull", exclude=True, label=_("closed"))
    outcome = CodesFilter(choices=Contest.Outcome.choices, label=_("outcome"))
    opened_from = MomentFilter("opened_at", "gte", label=_("opened at or after"))
    opened_before = MomentFilter("opened_at", "lt", label=_("opened before"))
    closed_from = MomentFilter("closed_at", "gte", label=_("closed at or after"))
    closed_before = MomentFilter("closed_at", "lt", label=_("closed before"))
    ordering = StableOrdering(fields=["id", "opened_at", "closed_at"], label=_("order"))

    class Meta:
        model = Contest
        fields: list[str] = []


class VerificationChangeFilter(PointerFilter):
    """Filters of steps of verification."""

    from_level = CodesFilter(choices=Verification.choices, label=_("from"))
    to_level = CodesFilter(choices=Verification.choices, label=_("to"))
    changed_from = MomentFilter("changed_at", "gte", label=_("changed at or after"))
    changed_before = MomentFilter("changed_at", "lt", label=_("changed before"))
    ordering = StableOrdering(fields=["id", "changed_at"], label=_("order"))

    class Meta:
        model = VerificationChange
        fields: list[str] = []


class DocumentFilter(django_filters.FilterSet):
    """Filters of documents."""

    q = TextFilter("title", "icontains", label=_("text in the title"))
    table = LinkedTableFilter(label=_("table of the record"))
    record = _id(LinkedRecordFilter)
    sha256 = TextFilter(label=_("SHA-256 of the file, in hexadecimal digits"))
    stored = YesNoFilter("size", "isnull", exclude=True, label=_("stored here, not only named by its address"))
    uploaded_from = MomentFilter("uploaded_at", "gte", label=_("uploaded at or after"))
    uploaded_before = MomentFilter("uploaded_at", "lt", label=_("uploaded before"))
    ordering = StableOrdering(fields=["id", "uploaded_at", "title", "size"], label=_("order"))

    class Meta:
        model = Document
        fields: list[str] = []
