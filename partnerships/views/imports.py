"""Imports in the browser: the list, the page of one through all of its states, and the acts on it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.access import Action, can_act, check_record
from partnerships.forms.imports import UndoForm, UploadForm
from partnerships.imports.error_sheets import error_sheet
from partnerships.imports.findings import UnusableFileError
from partnerships.imports.queueing import send_to_worker
from partnerships.imports.recorded import recorded_samples
from partnerships.imports.refused_rows import refused_rows
from partnerships.imports.uploads import delete_files, receive_upload, source_of
from partnerships.models import ImportBatch, ImportProgress
from partnerships.services.import_states import ask_for_recording, discard_import
from partnerships.services.undoing import obstacles_to_undoing, undo_import, undone_in_words

from .entering import EntryPage, Values, enter, form_data
from .lists import ROWS_PER_PAGE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def batch_of(request: HttpRequest, pk: int) -> ImportBatch:
    """The import, if the reader may see it."""
    batch: ImportBatch = get_object_or_404(
        ImportBatch.objects.visible_to(request.user).select_related("started_by__organization", "undone_by"), pk=pk
    )
    return batch


def address_of_import(batch: ImportBatch) -> str:
    """The page of an import."""
    return reverse("import-detail", args=[batch.pk])


@login_required
@require_safe
def list_imports(request: HttpRequest) -> HttpResponse:
    """Imports of the reader's organization, the latest first."""
    check_record(request.user, ImportBatch, None)
    rows = ImportBatch.objects.visible_to(request.user).select_related("started_by").order_by("-started_at", "-pk")
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "partnerships/import_list.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Takes files in; the next page says what they are."""
    check_record(request.user, ImportBatch, None)
    form = UploadForm(**form_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            batch = receive_upload(by=request.user, files=form.cleaned_data["files"])
        except UnusableFileError as error:
            place = f"{error.location}: " if error.location else ""
            form.add_error("files", f"{place}{error.reason}")
        else:
            return HttpResponseRedirect(reverse("import-columns", args=[batch.pk]))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "partnerships/import_new.html", {"form": form}, status=status)


@login_required
@require_safe
def show_import(request: HttpRequest, pk: int) -> HttpResponse:
    """One import, whatever state it is in. While it is worked on, htmx asks for the progress alone."""
    batch = batch_of(request, pk)
    if request.htmx and request.htmx.target == "progress":  # type: ignore[attr-defined]
        return _show_progress(request, batch)
    context = {
        "batch": batch,
        "source": source_of(batch),
        "may_act": can_act(request.user, Action.CLOSE, batch),
        "may_undo": batch.state == ImportBatch.State.COMMITTED and can_act(request.user, Action.VOID, batch),
        **_progress(batch),
        **_account(request, batch),
    }
    return render(request, "partnerships/import.html", context)


def _show_progress(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """The progress, or word to load the page anew once the work has ended."""
    if batch.is_worked_on:
        return render(request, "partnerships/imports/progress.html", {"batch": batch, **_progress(batch)})
    answer = HttpResponse()
    answer["HX-Refresh"] = "true"
    return answer


def _progress(batch: ImportBatch) -> dict[str, Any]:
    return {"progress": ImportProgress.objects.filter(pk=batch.pk).first()} if batch.is_worked_on else {}


def _account(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    """What became of the rows, or would: counts, refusals page by page, remarks, and what was recorded."""
    if batch.is_worked_on or not batch.report:
        return {}
    return {
        "refused": refused_rows(batch, request.GET.get("page")),
        "sample": _sample(batch),
        "remarks": batch.rows.filter(severity="remark").order_by("pk")[:50],
        "new_organizations": batch.report.get("records", {}).get("new organization", {}).get("created", 0),
        "remarks_total": batch.rows.filter(severity="remark").count(),
        "to_record": batch.report.get("rows", {}).get("created", 0) + batch.report.get("rows", {}).get("corrected", 0),
        "recorded": recorded_samples(batch, request.user) if batch.state == ImportBatch.State.COMMITTED else (),
        "undone": undone_in_words(batch) if batch.state == ImportBatch.State.UNDONE else (),
    }


def _sample(batch: ImportBatch) -> list[Any]:
    """The first rows as they were understood, without those that were refused after all."""
    sample = batch.report.get("sample", [])
    locations = [location for location, _cells in sample]
    refused = set(batch.rows.filter(severity="refused", location__in=locations).values_list("location", flat=True))
    return [each for each in sample if each[0] not in refused]


@login_required
@require_safe
def download_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """The refused rows as they were, with what is wrong beside them, to be corrected and uploaded again."""
    batch = batch_of(request, pk)
    answer = HttpResponse(error_sheet(batch), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="refused-rows-{batch.pk}.xlsx"'
    return answer


@login_required
@require_POST
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Has a checked import recorded in the background."""
    return _act(request, pk, lambda batch: send_to_worker(ask_for_recording(by=request.user, batch=batch)))


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throws away an import that holds no records, with its files."""

    def throw_away(batch: ImportBatch) -> None:
        folder = discard_import(by=request.user, batch=batch)
        transaction.on_commit(lambda: delete_files(folder))
        messages.success(request, _("The upload was thrown away. Nothing had been recorded."))

    return _act(request, pk, throw_away, then=reverse("import-list"))


def _act(request: HttpRequest, pk: int, act: Callable[[ImportBatch], None], then: str = "") -> HttpResponse:
    """Does the act, or says on the import's page why not."""
    batch = batch_of(request, pk)
    try:
        with transaction.atomic():
            act(batch)
    except (ValidationError, PermissionDenied) as refusal:
        messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
        return HttpResponseRedirect(address_of_import(batch))
    return HttpResponseRedirect(then or reverse("import-detail", args=[pk]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undoes an import as one act."""
    batch = batch_of(request, pk)

    def act(values: Values) -> ImportBatch:
        return undo_import(by=request.user, batch=batch, **values)

    page = EntryPage(
        title=_("Undo the import"),
        button=_("Undo the import"),
        back=address_of_import(batch),
        about=batch.file_name,
        intro=_("Everything it recorded is voided: it stays readable and counts for nothing."),
        is_harmful=True,
        said=_("The import was undone."),
        template="partnerships/import_undo.html",
        context={"obstacles": obstacles_to_undoing(batch)},
    )
    return enter(request, UndoForm(**form_data(request)), act, page, then=address_of_import)
