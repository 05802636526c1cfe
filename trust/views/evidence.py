"""The records behind a reading or a condition, as a page of its own or, for htmx, as a part of the profile."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from trust.models import Assessment
from trust.presenters.conditions import chances, condition
from trust.presenters.evidence import EvidenceRow, behind_condition, behind_indicator, with_replies
from trust.presenters.indicators import INDICATOR_WORDS
from trust.presenters.profile import indicator_of
from trust.scoring.gates import CONDITION_FACTS
from trust.services import Trace, trace_partnership

from .asked import Asked, read_address
from .problems import bad_request


@login_required
@require_safe
def show_indicator(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The facts behind one indicator's reading."""
    if code not in INDICATOR_WORDS:
        raise Http404
    asked = read_address(request, pk)
    if asked.problems or asked.assessment is None:
        return _nothing(request, asked)
    trace = _trace(asked, asked.assessment)
    rows = (
        behind_indicator(trace.explanation, trace.numbers.indicators[code], trace.known_at) if trace.explanation else []
    )
    return answer_with(request, asked, rows, {"indicator": indicator_of(asked.assessment, code, trace.numbers)})


@login_required
@require_safe
def show_condition(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The facts that one condition of a gate counts."""
    if code not in CONDITION_FACTS:
        raise Http404
    asked = read_address(request, pk)
    if asked.problems or asked.assessment is None:
        return _nothing(request, asked)
    trace = _trace(asked, asked.assessment)
    rows = behind_condition(trace.explanation, code, trace.known_at) if trace.explanation else []
    chance = chances(asked.assessment.conditions)[code]
    return answer_with(request, asked, rows, {"condition": condition(code, chance, trace.numbers)})


def _trace(asked: Asked, assessment: Assessment) -> Trace:
    """The same evidence the assessment was made with."""
    run = assessment.run
    return trace_partnership(
        asked.partnership,
        as_of=assessment.as_of,
        known_at=run.known_at,
        methodology=run.methodology,
        with_path=False,
    )


def _nothing(request: HttpRequest, asked: Asked) -> HttpResponse:
    if asked.problems:
        return bad_request(request, asked.problems)
    raise Http404


def answer_with(
    request: HttpRequest, asked: Asked, rows: Sequence[EvidenceRow], subject: Mapping[str, Any]
) -> HttpResponse:
    """The rows, each with what the reader can answer to it."""
    answerable = with_replies(rows, asked.partnership, request.user)  # type: ignore[arg-type]
    template = "trust/evidence_rows.html" if request.htmx else "trust/evidence.html"  # type: ignore[attr-defined]
    shown = {"asked": asked, "partnership": asked.partnership, "rows": answerable, **subject}
    response = render(request, template, shown)
    patch_vary_headers(response, ["HX-Request"])
    return response
