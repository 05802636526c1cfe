"""Organizations, divisions, standings and partnerships."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from partnerships.models import (
    Jurisdiction,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    Partnership,
    Standing,
)
from partnerships.services.identifiers import check_identifier
from partnerships.services.organizations import rename_organization
from partnerships.services.partnerships import check_sectors, open_partnership

from .facts import FactAdmin
from .reading import NotDeleted, ReadOnlyInline


class IdentifierForm(forms.ModelForm):  # type: ignore[type-arg]
    """A number, brought into its canonical form and proved."""

    class Meta:
        model = OrganizationIdentifier
        fields = ["scheme", "value"]

    def clean(self) -> dict[str, Any]:
        """Proves the number by its register's rules."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("scheme") and data.get("value"):
            data["value"] = check_identifier(data["scheme"], data["value"])
        return data


class IdentifierInline(admin.TabularInline):  # type: ignore[type-arg]
    """Numbers of an organization."""

    model = OrganizationIdentifier
    form = IdentifierForm
    extra = 0


class OtherNameInline(admin.TabularInline):  # type: ignore[type-arg]
    """Former and alternative names."""

    model = OrganizationName
    extra = 0


class StandingInline(ReadOnlyInline):
    """What registers say of an organization."""

    model = Standing
    fields = ["kind", "result", "level", "effective_on", "valid_until", "verification", "voided_at"]


@admin.register(Organization)
class OrganizationAdmin(NotDeleted, admin.ModelAdmin):  # type: ignore[type-arg]
    """Organizations. A new name keeps the old one as a former name."""

    list_display = ["name", "name_en", "sector", "kind", "jurisdiction", "service_field", "registered_on"]
    list_filter = ["sector", "kind", "jurisdiction__level", ("dissolved_on", admin.EmptyFieldListFilter)]
    search_fields = ["name", "name_en", "identifiers__value", "other_names__name"]
    list_select_related = ["jurisdiction"]
    autocomplete_fields = ["jurisdiction"]
    ordering = ["name"]
    inlines = [IdentifierInline, OtherNameInline, StandingInline]
    show_full_result_count = False

    def save_model(self, request: HttpRequest, organization: Organization, form: Any, change: bool) -> None:
        """Saves, by way of the service that keeps a former name where the name changes."""
        if change and "name" in form.changed_data:
            former = Organization.objects.get(pk=organization.pk)
            rename_organization(
                by=request.user,  # type: ignore[arg-type]
                organization=former,
                name=organization.name,
                until=timezone.localdate(),
            )
        super().save_model(request, organization, form, change)


@admin.register(Jurisdiction)
class JurisdictionAdmin(NotDeleted, admin.ModelAdmin):  # type: ignore[type-arg]
    """Divisions; they are loaded from data and stay where they were put."""

    list_display = ["code", "name", "name_en", "level", "parent"]
    list_filter = ["level"]
    search_fields = ["code", "name", "name_en"]
    list_select_related = ["parent"]
    autocomplete_fields = ["parent"]
    ordering = ["path"]

    def get_readonly_fields(self, _request: HttpRequest, place: Jurisdiction | None = None) -> list[str]:
        """Code and place in the hierarchy are fixed: what lies below is found by them."""
        return ["code", "level", "parent"] if place else []


class PartnershipForm(forms.ModelForm):  # type: ignore[type-arg]
    """Two organizations of the right sectors."""

    class Meta:
        model = Partnership
        fields = ["government", "ngo"]

    def clean(self) -> dict[str, Any]:
        """Refuses here what the service would refuse on saving."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("government") and data.get("ngo"):
            check_sectors(data["government"], data["ngo"])
        return data


@admin.register(Partnership)
class PartnershipAdmin(NotDeleted, admin.ModelAdmin):  # type: ignore[type-arg]
    """Partnerships; once opened, their two parties stay."""

    list_display = ["government", "ngo", "created_at"]
    list_filter = ["government__jurisdiction__level"]
    search_fields = ["government__name", "government__name_en", "ngo__name", "ngo__name_en"]
    list_select_related = ["government", "ngo"]
    autocomplete_fields = ["government", "ngo"]
    form = PartnershipForm
    show_full_result_count = False

    def has_change_permission(self, _request: HttpRequest, _partnership: Partnership | None = None) -> bool:
        """Never: another pair is another partnership."""
        return False

    def save_model(self, request: HttpRequest, partnership: Partnership, _form: Any, _change: bool) -> None:
        """Opens the partnership through its service."""
        opened = open_partnership(
            by=request.user,  # type: ignore[arg-type]
            government=partnership.government,
            ngo=partnership.ngo,
        )
        partnership.pk = opened.pk


@admin.register(Standing)
class StandingAdmin(FactAdmin):
    """Standings."""

    about = ("organization", "kind", "result", "level", "effective_on", "valid_until", "reference")
    filters = ("kind", "result", "level")
    search_fields = ["organization__name", "organization__name_en", "reference"]
    list_select_related = ["organization"]
    date_hierarchy = "effective_on"
