"""Documents: attaching them to entries, and handing them out to whoever may see them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.access import check_record
from partnerships.exports.documents import hand_out
from partnerships.forms.evidence import DocumentForm
from partnerships.models import Document
from partnerships.services.documents import attach_document

from .entering import enter, form_data
from .facts import seen_fact
from .verification import fact_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """Attaches a file or an address to an entry."""
    fact = seen_fact(request, table, pk)
    check_record(request.user, Document, fact)
    page = fact_page(
        request,
        fact,
        _("Attach a document"),
        _("Attach"),
        intro=_("From the side that made the entry, a document lifts it from “no document” to “with a document”."),
        said=_("Attached."),
    )

    def act(values: Any) -> Document:
        return attach_document(by=request.user, fact=fact, **values)

    return enter(request, DocumentForm(**form_data(request)), act, page, then=lambda _document: page.back)


@login_required
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The file of a document, to whoever may see it."""
    document: Document = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    if not document.file or document.size is None:
        raise Http404
    return hand_out(request, document)
