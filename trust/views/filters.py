"""Filters of the lists that show organizations and partnerships with their stages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from partnerships.filters import OrganizationFilter, PartnershipFilter
from partnerships.filters.fields import CodesFilter, ListOrdering, Rows
from partnerships.models import Partnership, User
from partnerships.models.languages import shown_name
from trust.models.assessments import Reason, Stage
from trust.presenters.stages import MARKS

from .spell_filters import SpellFilter, SpellForm

LATEST = "latest_assessment__"

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
    """Partnerships with both parties and the present judgement, in one query; `shown_name` is the body's."""
    rows = partnerships.with_parties().select_related("latest_assessment__assessment")  # type: ignore[attr-defined]
    return rows.annotate(shown_name=shown_name("government__"), shown_ngo=shown_name("ngo__"))  # type: ignore[no-any-return]


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


def named(organizations: Rows, user: User) -> Rows:
    """Organizations with `shown_name`, and `is_party`: whether the person sees a partnership of theirs."""
    seen = Partnership.objects.visible_to(user)
    as_body = Exists(seen.filter(government=OuterRef("pk")))
    return organizations.annotate(shown_name=shown_name(), is_party=as_body | Exists(seen.filter(ngo=OuterRef("pk"))))


class NameOrdering(ListOrdering):
    """An order that ends with the name, wherever the rest leaves two rows equal."""

    def filter(self, qs: Rows, value: Sequence[str] | None) -> Rows:
        """The rows in order."""
        ordered = super().filter(qs, value)
        return ordered.order_by(*ordered.query.order_by[:-1], "shown_name", "pk")


class StagedOrganizationFilter(OrganizationFilter):
    """Organizations, by the outcomes of their partnerships too."""

    stage = PartyOutcomeFilter()
    ordering = NameOrdering(
        fields={
            "is_party": "party",
            "shown_name": "name",
            "kind": "kind",
            "jurisdiction__path": "division",
            "service_field": "service_field",
            "registered_on": "registered_on",
        },
        label=_("order"),
    )


class StagedPartnershipFilter(SpellFilter, PartnershipFilter):
    """Partnerships, by their present outcome and by what they went through, too."""

    stage = OutcomeFilter()
    ordering = NameOrdering(
        fields={"shown_name": "government", "shown_ngo": "ngo", f"{LATEST}since_on": "since"},
        label=_("order"),
    )

    class Meta(PartnershipFilter.Meta):
        form = SpellForm
