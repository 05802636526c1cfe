"""Filters of the lists that show organizations and partnerships with their stages."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from partnerships.filters import OrganizationFilter
from partnerships.filters.fields import ListOrdering, Rows
from partnerships.models import Partnership, User
from partnerships.models.languages import shown_name
from trust.services.statistics import LATEST, OutcomeFilter, PopulationFilter


def staged(partnerships: Rows) -> Rows:
    """Partnerships with both parties and the present judgement, in one query; `shown_name` is the body's."""
    rows = partnerships.with_parties().select_related("latest_assessment__assessment")  # type: ignore[attr-defined]
    return rows.annotate(shown_name=shown_name("government__"), shown_ngo=shown_name("ngo__"))  # type: ignore[no-any-return]


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


class StagedPartnershipFilter(PopulationFilter):
    """Partnerships, by all that statistics can be narrowed by, in an order."""

    ordering = NameOrdering(
        fields={"shown_name": "government", "shown_ngo": "ngo", f"{LATEST}since_on": "since"},
        label=_("order"),
    )
