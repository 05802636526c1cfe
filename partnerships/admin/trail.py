"""What leaves a trail: objections, changes of verification, documents and imports."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import (
    Change,
    ColumnMapping,
    Contest,
    Document,
    DocumentDownload,
    DocumentLink,
    ImportBatch,
    ImportRow,
    VerificationChange,
)
from partnerships.services.verification import contested_fact, rule_on_contest

from .reading import ReadOnly, ReadOnlyInline, act_with_reason


@admin.register(Contest)
class ContestAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Objections, with the ruling as the only act."""

    list_display = ["opened_at", "opened_by", "fact", "grounds", "outcome", "closed_at", "closed_by"]
    list_filter = [("closed_at", admin.EmptyFieldListFilter), "outcome", "content_type"]
    search_fields = ["grounds", "ruling", "opened_by__username"]
    list_select_related = ["opened_by", "closed_by", "content_type"]
    date_hierarchy = "opened_at"
    actions = ["uphold", "dismiss"]

    @admin.display(description=gettext_lazy("entry"))
    def fact(self, contest: Contest) -> str:
        """The entry the objection is about."""
        return str(contested_fact(contest))

    def _rule(self, request: HttpRequest, contests: QuerySet[Any], outcome: str, title: str) -> HttpResponse | None:
        def rule(contest: Contest, ruling: str) -> Contest:
            return rule_on_contest(by=request.user, contest=contest, outcome=outcome, ruling=ruling)  # type: ignore[arg-type]

        return act_with_reason(self, request, contests, title=title, act=rule)

    @admin.action(description=gettext_lazy("Uphold: void the contested entries…"))
    def uphold(self, request: HttpRequest, contests: QuerySet[Any]) -> HttpResponse | None:
        """The objections are right."""
        return self._rule(request, contests, Contest.Outcome.UPHELD, _("Uphold objections"))

    @admin.action(description=gettext_lazy("Dismiss: let the contested entries stand…"))
    def dismiss(self, request: HttpRequest, contests: QuerySet[Any]) -> HttpResponse | None:
        """The objections are wrong."""
        return self._rule(request, contests, Contest.Outcome.DISMISSED, _("Dismiss objections"))


@admin.register(VerificationChange)
class VerificationChangeAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Steps of verification."""

    list_display = ["changed_at", "content_type", "object_id", "from_level", "to_level", "changed_by", "note"]
    list_filter = ["to_level", "content_type"]
    search_fields = ["note", "changed_by__username"]
    list_select_related = ["content_type", "changed_by"]
    date_hierarchy = "changed_at"


class DocumentLinkInline(ReadOnlyInline):
    """What a document is evidence for."""

    model = DocumentLink
    show_change_link = False
    fields = ["content_type", "object_id"]


@admin.register(Document)
class DocumentAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Documents."""

    # What has no scheme is taken for https, as Django will do from version 6.
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ["title", "media_type", "size", "url", "uploaded_at", "uploaded_by"]
    list_filter = ["media_type"]
    search_fields = ["title", "url", "sha256"]
    list_select_related = ["uploaded_by"]
    inlines = [DocumentLinkInline]


@admin.register(DocumentDownload)
class DocumentDownloadAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Who took which document."""

    list_display = ["downloaded_at", "document", "downloaded_by"]
    search_fields = ["document__title", "downloaded_by__username"]
    list_select_related = ["document", "downloaded_by"]
    date_hierarchy = "downloaded_at"


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Imports."""

    list_display = ["started_at", "source", "file_name", "state", "created", "unchanged", "refused", "started_by"]
    list_filter = ["state", "source"]
    search_fields = ["file_name", "sha256"]
    list_select_related = ["started_by"]
    date_hierarchy = "started_at"


@admin.register(Change)
class ChangeAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """The trail of changes as the database wrote it, those of rows that are gone included."""

    list_display = ["made_at", "act", "table", "key", "actor", "origin"]
    list_filter = ["act", "table"]
    search_fields = ["=key", "actor__username", "origin"]
    list_select_related = ["actor"]
    date_hierarchy = "made_at"
    # Counting all rows of the largest table for every page would take longer than the page.
    show_full_result_count = False


@admin.register(ImportRow)
class ImportRowAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that were refused, or imported with a remark. An import can have a hundred thousand: they stand alone."""

    list_display = ["batch", "location", "field", "severity", "reason"]
    list_filter = ["severity"]
    list_select_related = ["batch"]
    show_full_result_count = False
    search_fields = ["batch__file_name", "location"]


@admin.register(ColumnMapping)
class ColumnMappingAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """How the columns of each sender's sheets are understood."""

    list_display = ["organization", "fingerprint", "saved_at", "saved_by"]
    list_select_related = ["organization", "saved_by"]
