"""Finding the fact an address names, for a reader who may see it."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from partnerships.descriptions import FACT_MODELS, RELATED
from partnerships.models import (
    Amendment,
    Contract,
    Evaluation,
    Fact,
    InteractionEvent,
    Milestone,
    Payment,
    Request,
    Suspension,
)

PARTIES = ("government", "ngo")
# What the parties and the words of a fact are read from, beside what describes it.
FURTHER: dict[type[Fact], tuple[str, ...]] = {
    **dict.fromkeys((Contract, Request), tuple(f"partnership__{side}" for side in PARTIES)),
    **dict.fromkeys(
        (Amendment, Milestone, Suspension, Payment, Evaluation),
        tuple(f"contract__partnership__{side}" for side in PARTIES),
    ),
    InteractionEvent: ("organization", "contract", *(f"partnership__{side}" for side in PARTIES)),
}


def seen_fact(request: HttpRequest, table: str, pk: int) -> Any:
    """The fact, with who recorded it and whether it is contested; 404 for one the reader may not see."""
    if table not in FACT_MODELS:
        raise Http404
    model = FACT_MODELS[table]
    related = (*RELATED[model], *FURTHER.get(model, ()), "recorded_by", "voided_by", "import_batch")
    rows: Any = model._default_manager.visible_to(request.user)  # type: ignore[attr-defined]
    return get_object_or_404(rows.with_contested(timezone.now()).select_related(*related), pk=pk)
