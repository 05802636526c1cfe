"""Lists that are read and not written, and actions that ask for a reason."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext


class ReadOnly:
    """Mixin: nothing is added, changed or deleted."""

    def has_add_permission(self, *_args: Any) -> bool:
        """Never."""
        return False

    def has_change_permission(self, *_args: Any) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, *_args: Any) -> bool:
        """Never."""
        return False


class NotDeleted:
    """Mixin: rows are kept; other records point at them."""

    def has_delete_permission(self, *_args: Any) -> bool:
        """Never."""
        return False


class ReadOnlyInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    """Rows shown under the row they belong to."""

    extra = 0
    show_change_link = True


class ReasonForm(forms.Form):
    """One reason for all selected rows."""

    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 4}))


def act_with_reason(
    model_admin: "admin.ModelAdmin[Any]",
    request: HttpRequest,
    chosen: QuerySet[Any],
    *,
    title: str,
    act: Callable[[Any, str], object],
) -> HttpResponse | None:
    """Asks for a reason, then does `act(row, reason)` on every chosen row, all or none."""
    form = ReasonForm(request.POST if "apply" in request.POST else None)
    if form.is_valid():
        try:
            with transaction.atomic():
                done = [act(row, form.cleaned_data["reason"]) for row in chosen]
        except (ValidationError, PermissionDenied) as refusal:
            sentences = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
            form.add_error(None, sentences)
        else:
            for row in chosen:
                model_admin.log_change(request, row, f"{title}: {form.cleaned_data['reason']}")
            said = ngettext("%(count)s entry is done.", "%(count)s entries are done.", len(done))
            messages.success(request, said % {"count": len(done)})
            return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "form": form,
        "chosen": chosen,
        "checkbox": ACTION_CHECKBOX_NAME,
        "action": request.POST.get("action", ""),
        "opts": model_admin.opts,
        "confirm": _("Yes, go on"),
    }
    return TemplateResponse(request, "partnerships/admin/reason.html", context)
