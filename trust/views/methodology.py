"""The methodology as pages: overview, one indicator, event types, every number of the file, what versions changed."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from partnerships.models import EventType, Role, User
from partnerships.views.lists import form_problems, unknown_parameters
from trust.models import Methodology, MethodologyDraft, RatingTask
from trust.presenters.indicators import INDICATOR_WORDS
from trust.presenters.methodology import MARKS, changed_lines, event_effects, indicator_rule, overview
from trust.scoring.methodology_text import sections
from trust.services import current_methodology
from trust.services.methodologies import known_versions, numbers_of, upcoming_versions

from .problems import bad_request


class VersionForm(forms.Form):
    """Which version is asked for; the one in force without a word."""

    version = forms.ModelChoiceField(
        Methodology.objects.all(),
        to_field_name="version",
        required=False,
        error_messages={"invalid_choice": _("There is no such version. The overview lists those there are.")},
    )


def _answer(request: HttpRequest, template: str, context: Any) -> HttpResponse:
    """The page of one version; `context(version)` says what is on it."""
    form = VersionForm(request.GET)
    problems = [*unknown_parameters(request, form.fields), *form_problems(form, request)]
    if problems:
        return bad_request(request, problems)
    present = current_methodology()
    version = form.cleaned_data["version"] or present
    shown = {"version": version, "is_present": version == present, "suffix": _suffix(version, present)}
    return render(request, template, {**shown, **context(version)})


def _suffix(version: Methodology, present: Methodology) -> str:
    return "" if version == present else f"?version={version.version}"


@login_required
@require_safe
def show_methodology(request: HttpRequest) -> HttpResponse:
    """What is measured, how, and what is not; the conditions of each stage; the versions."""
    versions = list(known_versions())
    return _answer(
        request,
        "trust/methodology/overview.html",
        lambda version: {
            "overview": overview(numbers_of(version)),
            "versions": versions,
            "upcoming": upcoming_versions(versions),
            **_waiting_for(request.user),  # type: ignore[arg-type]
        },
    )


def _waiting_for(person: User) -> dict[str, Any]:
    """What waits for the reader: drafts another administrator proposed, cases an expert has not judged."""
    if person.is_administrator:
        return {"drafts": MethodologyDraft.objects.to_confirm_by(person).order_by("pk")}
    if person.role == Role.ANALYST:
        return {"cases": RatingTask.objects.of_expert(person).waiting().count()}
    return {}


@login_required
@require_safe
def show_indicator_rule(request: HttpRequest, code: str) -> HttpResponse:
    """The rule of one indicator."""
    if code not in INDICATOR_WORDS:
        raise Http404
    types = {kind.code: kind for kind in EventType.objects.all()}
    return _answer(
        request,
        "trust/methodology/indicator.html",
        lambda version: {"rule": indicator_rule(code, numbers_of(version), version.source, types)},
    )


@login_required
@require_safe
def show_event_types(request: HttpRequest) -> HttpResponse:
    """Every event type, and what it counts for."""
    types = list(EventType.objects.order_by("position"))
    return _answer(
        request,
        "trust/methodology/events.html",
        lambda version: {"types": event_effects(numbers_of(version), types)},
    )


@login_required
@require_safe
def show_numbers(request: HttpRequest) -> HttpResponse:
    """Every number of the file with the comment beside it, and what the version changed."""
    return _answer(request, "trust/methodology/numbers.html", _numbers)


def _numbers(version: Methodology) -> dict[str, Any]:
    earlier = Methodology.objects.filter(effective_on__lt=version.effective_on).order_by("-effective_on").first()
    return {
        "sections": [
            # What the version is called and since when it holds is no number of the method.
            (section, [(line, MARKS[line.mark] if section.name else "") for line in section.lines])
            for section in sections(version.source)
        ],
        "earlier": earlier,
        "changes": changed_lines(earlier.source, version.source) if earlier else [],
    }
