"""Event types, events and requests."""

from django.contrib import admin

from partnerships.models import EventType, InteractionEvent, Request

from .facts import FactAdmin
from .reading import ReadOnly


@admin.register(EventType)
class EventTypeAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """The taxonomy; it changes by migration, not by hand."""

    list_display = ["position", "code", "name_zh", "name_en", "evidence_for", "direction", "polarity", "recorders"]
    list_display_links = ["code"]
    list_filter = ["stored_as", "scope", "polarity", "direction"]
    search_fields = ["code", "name_en", "name_zh"]
    ordering = ["position"]
    list_per_page = 50


@admin.register(InteractionEvent)
class InteractionEventAdmin(FactAdmin):
    """Events."""

    about = ("occurred_on", "type", "partnership", "organization", "outcome", "amount")
    filters = (("type", admin.RelatedOnlyFieldListFilter), "outcome")
    search_fields = ["partnership__ngo__name", "partnership__government__name", "organization__name", "note"]
    list_select_related = ["type", "organization", "partnership__government", "partnership__ngo"]
    date_hierarchy = "occurred_on"


@admin.register(Request)
class RequestAdmin(FactAdmin):
    """Requests and their replies."""

    about = ("opened_on", "partnership", "kind", "subject", "answered_on")
    filters = ("kind", ("answered_on", admin.EmptyFieldListFilter))
    search_fields = ["partnership__ngo__name", "partnership__government__name", "subject"]
    list_select_related = ["partnership__government", "partnership__ngo"]
    date_hierarchy = "opened_on"
