"""Filters of assessments, shared by pages and the API."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.filters.fields import (
    CodesFilter,
    DayFilter,
    DivisionFilter,
    MomentFilter,
    RecordFilter,
    Rows,
    StableOrdering,
    TextFilter,
    YesNoFilter,
)
from partnerships.models import Organization, Partnership
from trust.models import Assessment, StageSpell
from trust.models.assessments import Reason, Stage
from trust.scoring.flags import FLAGS
from trust.scoring.stages import REASONS

STAGE_CODES = tuple(stage.name.lower() for stage in Stage)
ORDERINGS = ["id", "as_of", "partnership", "stage", "at_least_dependence", "at_least_contractual", "at_least_equal"]


class NumberedCodesFilter(CodesFilter):
    """Codes that the database keeps as their position in a list."""

    def __init__(self, codes: Sequence[str], labels: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        """`codes` and `labels`: by number; an empty code cannot be asked for."""
        self.codes = tuple(codes)
        choices = [(code, label) for code, label in zip(codes, labels, strict=True) if code]
        super().__init__(*args, choices=choices, **kwargs)

    def filter(self, qs: Rows, value: Sequence[str]) -> Rows:
        """Rows with any of the codes."""
        return super().filter(qs, [self.codes.index(code) for code in value])


class FlagFilter(CodesFilter):
    """Assessments that raise any of the flags."""

    def filter(self, qs: Rows, value: Sequence[str]) -> Rows:
        """Rows with any of the bits set."""
        bits = sum(1 << FLAGS.index(code) for code in value)
        return qs.alias(asked=F("flags").bitand(bits)).filter(asked__gt=0) if value else qs


def every_month(rows: Rows, known_at: datetime | None) -> Rows:
    """The judgement that stood at the moment (default: now) for each partnership and month.

    The rule of `AssessmentQuerySet.as_known_at`, asked row by row, so that a page of a long history is found without
    sorting the whole of it.
    """
    known = Q(run__known_at__lte=known_at or timezone.now())
    newer = Assessment.objects.filter(known, partnership=OuterRef("partnership"), as_of=OuterRef("as_of")).filter(
        Q(run__known_at__gt=OuterRef("run__known_at"))
        | Q(run__known_at=OuterRef("run__known_at"), run__gt=OuterRef("run"))
    )
    return rows.filter(known, ~Exists(newer))


class KnownAtFilter(MomentFilter):
    """The moment of knowledge; `HistoryFilter` applies it."""

    def filter(self, qs: Rows, value: datetime | None) -> Rows:  # noqa: ARG002 (the signature is django-filter's)
        """All rows."""
        return qs


class HistoryFilter(YesNoFilter):
    """Whether every month is listed, or only the present judgement."""

    def filter(self, qs: Rows, value: bool | str) -> Rows:
        """One row per partnership and month, or one per partnership."""
        if value is True:
            return every_month(qs, self.parent.form.cleaned_data["known_at"])
        return qs.latest()


class EveryMonthFilter(MomentFilter):
    """The moment of knowledge where every month is always listed."""

    def filter(self, qs: Rows, value: datetime | None) -> Rows:
        """One row per partnership and month."""
        return every_month(qs, value)


class AssessmentForm(forms.Form):
    """What the parameters mean together."""

    def clean(self) -> dict[str, Any]:
        """Only a history can be read as it was known at a moment: the present judgement is as known now."""
        cleaned = super().clean() or {}
        if cleaned.get("known_at") and cleaned.get("history") is not True:
            message = _("Past knowledge concerns the history: add history=true, or leave known_at out.")
            self.add_error("known_at", ValidationError(message))
        return cleaned


class PartiesFilter(django_filters.FilterSet):
    """Abstract: whose partnership is assessed."""

    partnership = RecordFilter(Partnership, label=_("partnership (id)"))
    organization = RecordFilter(
        Organization, paths=("partnership__government", "partnership__ngo"), label=_("either party (id)")
    )
    government = RecordFilter(Organization, "partnership__government", label=_("government body (id)"))
    ngo = RecordFilter(Organization, "partnership__ngo", label=_("NGO (id)"))
    jurisdiction = DivisionFilter(
        "partnership__government__jurisdiction", label=_("government body in this division or below (code)")
    )
    service_field = TextFilter("partnership__ngo__service_field", label=_("service field of the NGO"))


class MonthFilter(django_filters.FilterSet):
    """Abstract: which months are listed, and as known when."""

    as_of = DayFilter(label=_("as of this day"))
    as_of_from = DayFilter("as_of", "gte", label=_("as of this day or later"))
    as_of_before = DayFilter("as_of", "lt", label=_("as of a day before this one"))
    known_at = KnownAtFilter(label=_("as known at this moment"))


class PresentOrHistoryFilter(django_filters.FilterSet):
    """Abstract: the present judgement, or every month."""

    history = HistoryFilter(label=_("every month, not only the present judgement"))


class OutcomeFilter(django_filters.FilterSet):
    """Abstract: what was judged."""

    stage = NumberedCodesFilter(STAGE_CODES, Stage.labels, label=_("stage"))
    reason = NumberedCodesFilter(REASONS, Reason.labels, label=_("reason for no stage"))
    flag = FlagFilter(choices=[(code, code) for code in FLAGS], label=_("flag raised"))
    ordering = StableOrdering(fields=ORDERINGS, label=_("order"))


class AssessmentFilter(PartiesFilter, MonthFilter, PresentOrHistoryFilter, OutcomeFilter):
    """Filters of assessments. Without `history` each partnership's present judgement."""

    class Meta:
        model = Assessment
        fields: list[str] = []
        form = AssessmentForm


class PathFilter(MonthFilter, OutcomeFilter):
    """Filters of one partnership's judgements month by month."""

    known_at = EveryMonthFilter(label=_("as known at this moment"))
    ordering = StableOrdering(fields=ORDERINGS, default="as_of", label=_("order"))

    class Meta:
        model = Assessment
        fields: list[str] = []


class SpellFilter(PartiesFilter):
    """Filters of spells at one outcome."""

    stage = NumberedCodesFilter(STAGE_CODES, Stage.labels, label=_("stage"))
    reason = NumberedCodesFilter(REASONS, Reason.labels, label=_("reason for no stage"))
    started_from = DayFilter("started_on", "gte", label=_("began on or after"))
    started_before = DayFilter("started_on", "lt", label=_("began before"))
    lasts = YesNoFilter("ended_on", "isnull", label=_("still lasts"))
    as_of = DayFilter(method="held_on", label=_("went on on this day"))
    ordering = StableOrdering(
        fields=["partnership", "started_on", "ended_on"], default="partnership,started_on", label=_("order")
    )

    class Meta:
        model = StageSpell
        fields: list[str] = []

    def held_on(self, rows: Rows, _name: str, value: date) -> Rows:
        """Spells that went on on the day."""
        return rows.as_of(value)
