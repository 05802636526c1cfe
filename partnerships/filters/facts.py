"""Filters that every kind of evidence has."""

from datetime import date

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models import Side, Verification

from .fields import CodesFilter, DayFilter, MomentFilter, Rows, YesNoFilter


class ContestedFilter(YesNoFilter):
    """Whether an objection to the fact stands, now."""

    def filter(self, qs: Rows, value: bool | str) -> Rows:
        """Facts that are, or are not, contested."""
        return qs if value == "" else qs.with_contested(timezone.now()).filter(is_contested=value)


class VoidedFilter(YesNoFilter):
    """Whether facts that were taken back are listed too."""

    def filter(self, qs: Rows, value: bool | str) -> Rows:
        """All facts when asked for, otherwise those that stand, or stood at the moment asked about."""
        moment = self.parent.form.cleaned_data.get("known_at")
        if moment is not None:
            return qs.known_at(moment) if value is not True else qs.filter(recorded_at__lte=moment)
        return qs if value is True else qs.standing()


class KnownAtFilter(MomentFilter):
    """The moment of knowledge; `VoidedFilter` applies it, since what was known then may be voided now."""

    def filter(self, qs: Rows, value: object) -> Rows:  # noqa: ARG002 (the signature is django-filter's)
        """All rows."""
        return qs


class AsOfFilter(DayFilter):
    """Facts that held on the day: the world as it was, where `known_at` asks what was known of it."""

    def filter(self, qs: Rows, value: date | None) -> Rows:
        """Facts that had begun by the day and were not over, as far as was known at the moment asked about."""
        if value is None:
            return qs
        return qs.as_of(value, known_at=self.parent.form.cleaned_data.get("known_at"))  # type: ignore[attr-defined]


class KnowledgeFilter(django_filters.FilterSet):
    """Abstract: when it was recorded, and whether it was taken back."""

    recorded_from = MomentFilter("recorded_at", "gte", label=_("recorded at or after"))
    recorded_before = MomentFilter("recorded_at", "lt", label=_("recorded before"))
    known_at = KnownAtFilter(label=_("facts known at this moment: recorded, and not taken back by then"))
    include_voided = VoidedFilter(label=_("with facts that were voided"))


class FactFilter(KnowledgeFilter):
    """Abstract: the same of a fact, who stands behind it, and whether it is contested."""

    verification = CodesFilter(choices=Verification.choices, label=_("verification"))
    recorded_side = CodesFilter(choices=Side.choices, label=_("entered by"))
    contested = ContestedFilter(label=_("contested"))
