"""Successions and merges of organizations: read here, written on the organizations' pages."""

from django.contrib import admin

from partnerships.models import MergedRow, OrganizationMerge, Succession

from .reading import ReadOnly, ReadOnlyInline


@admin.register(Succession)
class SuccessionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Who took over from whom."""

    list_display = ["organization", "successor", "happened_on", "is_whole", "recorded_at", "voided_at"]
    list_filter = ["is_whole", ("voided_at", admin.EmptyFieldListFilter)]
    list_select_related = ["organization", "successor"]
    search_fields = ["organization__name", "successor__name"]


class MergedRowInline(ReadOnlyInline):
    """What a merge moved."""

    model = MergedRow
    fields = ["content_type", "object_id", "before", "after"]
    show_change_link = False


@admin.register(OrganizationMerge)
class OrganizationMergeAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Merges, with every row they moved."""

    list_display = ["duplicate", "kept", "merged_at", "merged_by", "undone_at"]
    list_filter = [("undone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["duplicate", "kept", "merged_by"]
    search_fields = ["duplicate__name", "kept__name"]
    inlines = [MergedRowInline]
