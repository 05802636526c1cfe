"""Filters of the method's versions, of drafts of it, and of studies of it."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.filters.fields import CodesFilter, Rows, StableOrdering, TextFilter, YesNoFilter
from trust.models import Methodology, MethodologyDraft, MethodStudy, PreviewReading
from trust.models.assessments import Reason, Stage
from trust.scoring.stages import REASONS

from .assessments import STAGE_CODES, NumberedCodesFilter


class MethodologyFilter(django_filters.FilterSet):
    """Order of the versions of the method."""

    ordering = StableOrdering(fields=["effective_on", "version"], default="effective_on", label=_("order"))

    class Meta:
        model = Methodology
        fields: list[str] = []


class UndecidedFilter(YesNoFilter):
    """Drafts that were neither confirmed nor laid aside."""

    def filter(self, qs: Rows, value: bool | str) -> Rows:
        """The undecided ones, or all others."""
        undecided = Q(confirmed_at__isnull=True, discarded_at__isnull=True)
        return qs if value == "" else qs.filter(undecided if value else ~undecided)


class MethodologyDraftFilter(django_filters.FilterSet):
    """Filters of drafts of the methodology."""

    open = UndecidedFilter(label=_("neither confirmed nor laid aside"))
    version = TextFilter(label=_("version"))
    ordering = StableOrdering(fields=["id", "submitted_at", "confirmed_at"], label=_("order"))

    class Meta:
        model = MethodologyDraft
        fields: list[str] = []


class MoveFilter(django_filters.FilterSet):
    """Filters of partnerships that a draft would judge otherwise."""

    stage_before = NumberedCodesFilter(STAGE_CODES, Stage.labels, label=_("stage by the version in force"))
    reason_before = NumberedCodesFilter(REASONS, Reason.labels, label=_("reason by the version in force"))
    stage_after = NumberedCodesFilter(STAGE_CODES, Stage.labels, label=_("stage by the draft"))
    reason_after = NumberedCodesFilter(REASONS, Reason.labels, label=_("reason by the draft"))
    ordering = StableOrdering(fields=["partnership"], default="partnership", label=_("order"))

    class Meta:
        model = PreviewReading
        fields: list[str] = []


class StudyFilter(django_filters.FilterSet):
    """Filters of studies of the method."""

    kind = CodesFilter(choices=MethodStudy.Kind.choices, label=_("kind of study"))
    methodology = TextFilter("methodology__version", label=_("version of the method"))
    ordering = StableOrdering(fields=["id", "made_at"], label=_("order"))

    class Meta:
        model = MethodStudy
        fields: list[str] = []
