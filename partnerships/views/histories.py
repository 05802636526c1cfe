"""The history of a record: who changed what, and when."""

from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from partnerships.access import can_view
from partnerships.addresses import address_of
from partnerships.descriptions import RELATED
from partnerships.histories import SUBJECTS, history_of
from partnerships.models import Fact, Organization, Partnership, Role, ServiceNetwork, User

PAGES: dict[type[models.Model], str] = {
    Organization: "organization-detail",
    Partnership: "partnership-detail",
    ServiceNetwork: "network-detail",
    User: "person-detail",
}


@login_required
@require_safe
def show_history(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """Everything that became of one record, the newest first; 404 for one the reader may not see."""
    model = SUBJECTS.get(table)
    record = _read(model).filter(pk=pk).first() if model else None
    if record is None or not can_view(request.user, record):  # type: ignore[arg-type]
        raise Http404
    return render(
        request,
        "partnerships/history.html",
        {
            "record": record,
            "kind": record._meta.verbose_name,
            "history": history_of(record, request.user),  # type: ignore[arg-type]
            "back": _page_of(record),
            # Research needs to know which side acted, not which person.
            "shows_names": request.user.role != Role.ANALYST,  # type: ignore[union-attr]
            "shows_origin": request.user.is_administrator,  # type: ignore[union-attr]
        },
    )


def _read(model: type[models.Model]) -> models.QuerySet[models.Model]:
    rows = model._default_manager.all()
    if issubclass(model, Fact):
        return rows.select_related(
            "recorded_by__organization", "voided_by__organization", "import_batch", *RELATED[model]
        )
    return rows.select_related("government", "ngo") if model is Partnership else rows


def _page_of(record: models.Model) -> str:
    """Where the record itself is read; nothing for records without a page."""
    if isinstance(record, Fact):
        return address_of(record)
    try:
        return reverse(PAGES[type(record)], args=[record.pk])
    except NoReverseMatch:
        return ""
