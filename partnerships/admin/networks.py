"""Service networks, memberships and ties."""

from django.contrib import admin

from partnerships.models import NetworkMembership, ServiceNetwork, ServiceTie

from .facts import FactAdmin
from .reading import NotDeleted, ReadOnlyInline


class MembershipInline(ReadOnlyInline):
    """Members of a network, past ones among them."""

    model = NetworkMembership
    fields = ["organization", "role", "started_on", "ended_on", "verification", "voided_at"]


@admin.register(ServiceNetwork)
class ServiceNetworkAdmin(NotDeleted, admin.ModelAdmin):  # type: ignore[type-arg]
    """Networks."""

    list_display = ["name", "name_en", "convened_by", "declared_size", "founded_on", "ended_on"]
    search_fields = ["name", "name_en", "convened_by__name"]
    list_select_related = ["convened_by"]
    list_filter = [("ended_on", admin.EmptyFieldListFilter)]
    autocomplete_fields = ["convened_by"]
    readonly_fields = ["source_key"]
    inlines = [MembershipInline]


@admin.register(NetworkMembership)
class NetworkMembershipAdmin(FactAdmin):
    """Memberships."""

    about = ("network", "organization", "role", "started_on", "ended_on")
    filters = ("role", ("ended_on", admin.EmptyFieldListFilter))
    search_fields = ["network__name", "organization__name"]
    list_select_related = ["network", "organization"]


@admin.register(ServiceTie)
class ServiceTieAdmin(FactAdmin):
    """Ties."""

    about = ("organization", "partner", "kind", "with_body", "started_on", "ended_on")
    filters = ("kind", ("ended_on", admin.EmptyFieldListFilter))
    search_fields = ["organization__name", "partner__name", "network__name"]
    list_select_related = ["organization", "partner", "with_body"]
