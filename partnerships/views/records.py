"""One fact on a page of its own: what happened, who stands behind it, when it was recorded and what became of it."""

from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.addresses import address_of
from partnerships.descriptions import FACT_MODELS, RELATED, describe
from partnerships.models import Contest, DocumentLink, VerificationChange


@login_required
@require_safe
def show_record(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """One fact. Those that hang on a contract are shown on the contract's page."""
    if table not in FACT_MODELS:
        raise Http404
    model = FACT_MODELS[table]
    related = (*RELATED[model], "recorded_by", "voided_by", "import_batch")
    rows = model.objects.visible_to(request.user).with_contested(timezone.now()).select_related(*related)
    fact = get_object_or_404(rows, pk=pk)
    if address_of(fact) != request.path:
        return HttpResponseRedirect(address_of(fact))
    pointers = {"content_type": ContentType.objects.get_for_model(model), "object_id": fact.pk}
    return render(
        request,
        "partnerships/record.html",
        {
            "fact": fact,
            "description": describe(fact),
            "kind": model._meta.verbose_name,
            "contests": Contest.objects.filter(**pointers).order_by("opened_at"),
            "changes": VerificationChange.objects.filter(**pointers).order_by("changed_at"),
            "documents": [link.document for link in DocumentLink.objects.filter(**pointers).select_related("document")],
        },
    )
