"""The method card: what the method is for and not for, what it cannot say, and what studies of it have found."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trust.models import MethodStudy
from trust.presenters.card import Robustness, agreement_view, robustness_view, sensitivity_view
from trust.services import current_methodology
from trust.services.studies.telling import told_outcomes


def _robustness(study: MethodStudy) -> Robustness:
    return robustness_view(study, told_outcomes(study))


VIEWS = {
    MethodStudy.Kind.ROBUSTNESS: _robustness,
    MethodStudy.Kind.SENSITIVITY: sensitivity_view,
    MethodStudy.Kind.AGREEMENT: agreement_view,
}


@login_required
@require_safe
def show_card(request: HttpRequest) -> HttpResponse:
    """The card of the version in force, with the latest study of each kind."""
    version = current_methodology()
    latest = version.studies.order_by("kind", "-made_at", "-pk").distinct("kind")
    found: dict[str, Any] = {study.kind: VIEWS[study.kind](study) for study in latest}
    context = {"version": version, "is_present": True, "suffix": "", **{kind: found.get(kind) for kind in VIEWS}}
    return render(request, "trust/methodology/card.html", context)
