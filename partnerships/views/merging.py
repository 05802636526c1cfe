"""Merging organizations that were on record twice: choose, see what would move, merge; and undo."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.access import check_covers, check_record, check_view, covers
from partnerships.forms.merging import MergeForm
from partnerships.models import Organization, OrganizationMerge, Partnership
from partnerships.services.likeness import similar_organizations
from partnerships.services.merge_plans import plan_merge
from partnerships.services.merging import merge_organizations, merged_counts, undo_merge

from .organizations import FORM_METHODS, page_of, seen_organization


@login_required
@require_http_methods(FORM_METHODS)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """First which other one and which of the two is kept, then what would move; merging is a POST to the same."""
    organization = seen_organization(request, pk)
    check_record(request.user, OrganizationMerge, None)
    check_covers(request.user, organization)
    form = MergeForm(request.GET if "other" in request.GET else None, user=request.user)
    if not form.is_bound or not form.is_valid():
        return render(request, "partnerships/merge_choice.html", _choice(request, organization, form))
    other = form.cleaned_data["other"]
    kept, duplicate = (organization, other) if form.cleaned_data["keep"] == MergeForm.THIS else (other, organization)
    return _preview(request, kept, duplicate, organization)


def _choice(request: HttpRequest, organization: Organization, form: MergeForm) -> dict[str, Any]:
    among = Organization.objects.visible_to(request.user).filter(sector=organization.sector)
    similar = similar_organizations(organization.name, among.select_related("jurisdiction"), without=organization)
    return {
        "organization": organization,
        "form": form,
        "similar": [each for each in similar if covers(request.user, each)],  # type: ignore[arg-type]
    }


def _preview(
    request: HttpRequest, kept: Organization, duplicate: Organization, organization: Organization
) -> HttpResponse:
    """What would move and what stands against it; after a POST the organization that was kept."""
    problems: list[str] = []
    if request.method == "POST":
        try:
            with transaction.atomic():
                done = merge_organizations(by=request.user, kept=kept, duplicate=duplicate)  # type: ignore[arg-type]
        except ValidationError as refusal:
            problems = refusal.messages
        else:
            messages.success(request, _("Merged. What moved, and how to undo it, stands at the end of this page."))
            return HttpResponseRedirect(page_of(done.kept))
    plan = plan_merge(kept, duplicate)
    context = {
        "organization": organization,
        "plan": plan,
        "sides": [_side(plan.kept), _side(plan.duplicate)],
        "problems": plan.conflicts or problems,
        "allowed": covers(request.user, kept) and covers(request.user, duplicate),  # type: ignore[arg-type]
    }
    return render(request, "partnerships/merge_preview.html", context, status=422 if problems else 200)


def _side(organization: Organization) -> dict[str, Any]:
    return {
        "organization": organization,
        "numbers": list(organization.identifiers.order_by("scheme", "value")),
        "names": list(organization.other_names.order_by("name")),
    }


def seen_merge(request: HttpRequest, pk: int) -> OrganizationMerge:
    """The merge; 404 for one the reader may not see."""
    rows = OrganizationMerge.objects.visible_to(request.user).select_related(
        "kept__jurisdiction", "duplicate__jurisdiction"
    )
    found: OrganizationMerge = get_object_or_404(rows, pk=pk)
    check_view(request.user, found)  # type: ignore[arg-type]
    return found


@login_required
@require_safe
def show_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """What a merge moved."""
    done = seen_merge(request, pk)
    return render(request, "partnerships/merge.html", _merge_context(request, done))


def _merge_context(request: HttpRequest, done: OrganizationMerge) -> dict[str, Any]:
    both = (done.kept, done.duplicate)
    may_undo = done.undone_at is None and all(covers(request.user, each) for each in both)  # type: ignore[arg-type]
    return {"merge": done, "counts": merged_counts(done), "may_undo": may_undo}


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a merge back."""
    done = seen_merge(request, pk)
    check_record(request.user, OrganizationMerge, None)
    try:
        with transaction.atomic():
            done = undo_merge(by=request.user, merge=done)  # type: ignore[arg-type]
    except ValidationError as refusal:
        context = {**_merge_context(request, done), "problems": refusal.messages}
        return render(request, "partnerships/merge.html", context, status=422)
    messages.success(request, _("The merge was undone. Both organizations are as they were."))
    return HttpResponseRedirect(reverse("merge-detail", args=[done.pk]))


def lead_on(request: HttpRequest, model: type[Organization] | type[Partnership], pk: int) -> HttpResponse:
    """Where the address of a row leads that went into another: to that one. 404 if the reader may not see it."""
    column, page = LEADING[model]
    kept = _final(model, pk, column)
    if kept == pk or not model.objects.visible_to(request.user).filter(pk=kept).exists():
        raise Http404
    messages.info(request, _("It was on record twice; this is the one that was kept."))
    return HttpResponseRedirect(reverse(page, args=[kept]))


LEADING: dict[type[Organization] | type[Partnership], tuple[str, str]] = {
    Organization: ("merged_into_id", "organization-detail"),
    Partnership: ("joined_into_id", "partnership-detail"),
}


def _final(model: type[Organization] | type[Partnership], pk: int, column: str) -> int:
    """The key at the end of a line of merges; the same where nothing was merged."""
    following = model.objects.filter(pk=pk).values_list(column, flat=True).first()
    return pk if following is None else _final(model, following, column)
