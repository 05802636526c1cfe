"""Filters of the lists that show organizations and partnerships with their stages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from partnerships.filters import OrganizationFilter, PartnershipFilter
from partnerships.filters.fields import CodesFilter, Rows, StableOrdering
from partnerships.models import Partnership
from trust.models.assessments import Reason, Stage
from trust.presenters.stages import MARKS

LATEST = "latest_assessment__assessment__"

CONDITIONS: Mapping[str, Q] = {
    "equal": Q(**{f"{LATEST}stage": Stage.EQUAL}),
    "contractual": Q(**{f"{LATEST}stage": Stage.CONTRACTUAL}),
    "dependence": Q(**{f"{LATEST}stage": Stage.DEPENDENCE}),
    "no-evidence": Q(**{f"{LATEST}reason": Reason.NO_EVIDENCE}),
    "not-established": Q(**{f"{LATEST}reason": Reason.NOT_ESTABLISHED}),
    "lapsed": Q(**{f"{LATEST}reason": Reason.LAPSED}),
    "suspended": Q(**{f"{LATEST}reason": Reason.SUSPENDED}),
    "unassessed": Q(latest_assessment__isnull=True),
}
"""Partnerships by the slug of their present outcome."""


def staged(partnerships: Rows) -> Rows:
    """Partnerships with both parties and the present judgement, in one query."""
    return partnerships.with_parties().select_related("latest_assessment__assessment")  # type: ignore[attr-defined, no-any-return]


class OutcomeFilter(CodesFilter):
    """Partnerships with any of the present outcomes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=[(mark.slug, mark.label) for mark in MARKS], label=_("present stage"), **kwargs)

    def filter(self, qs: Rows, value: Sequence[str]) -> Rows:
        """The rows with any of the outcomes."""
        return qs.filter(self.condition(value)) if value else qs

    def condition(self, codes: Sequence[str]) -> Q:
        """The condition for a partnership to have any of the outcomes."""
        found = Q(pk__in=[])
        for code in codes:
            found |= CONDITIONS[code]
        return found


class PartyOutcomeFilter(OutcomeFilter):
    """Organizations that are a party to a partnership, visible to the reader, with any of the present outcomes."""

    def filter(self, qs: Rows, value: Sequence[str]) -> Rows:
        """The rows with such a partnership."""
        if not value:
            return qs
        partnerships = Partnership.objects.visible_to(self.parent.request.user).filter(self.condition(value))
        as_body = Exists(partnerships.filter(government=OuterRef("pk")))
        return qs.filter(as_body | Exists(partnerships.filter(ngo=OuterRef("pk"))))


class StagedOrganizationFilter(OrganizationFilter):
    """Organizations, by the outcomes of their partnerships too."""

    stage = PartyOutcomeFilter()
    ordering = StableOrdering(fields=["name", "name_en", "registered_on"], default="name", label=_("order"))


class StagedPartnershipFilter(PartnershipFilter):
    """Partnerships, by their present outcome too."""

    stage = OutcomeFilter()
    ordering = StableOrdering(
        fields={
            "government__name": "government",
            "ngo__name": "ngo",
            f"{LATEST}since_on": "since",
            "created_at": "created_at",
        },
        default="government__name",
        label=_("order"),
    )
