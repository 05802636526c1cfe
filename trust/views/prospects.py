"""What would move a relationship, and what-if: questions put to the engine, of which nothing is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from partnerships.models import Partnership
from partnerships.models.facts import Verification
from partnerships.views.lists import form_problems
from trust.models import Assessment
from trust.presenters.conditions import chances
from trust.presenters.prospects import KIND_WORDS, view_of
from trust.presenters.what_if import Comparison, comparison
from trust.scoring.hypotheses import ADDED, Hypothesis
from trust.services.methodologies import numbers_of
from trust.services.prospects import prospects_of, what_if

from .asked import read_address
from .forms import DayField
from .problems import bad_request

FACTS_AT_ONCE = 5


@login_required
@require_safe
def show_prospects(request: HttpRequest, pk: int) -> HttpResponse:
    """What would move the relationship on, as a page of its own or, for htmx, as a part of the profile."""
    asked = read_address(request, pk)
    if asked.problems:
        return bad_request(request, asked.problems)
    if asked.assessment is None:
        raise Http404
    run = asked.assessment.run
    numbers = numbers_of(run.methodology)
    found = prospects_of(asked.partnership, asked.assessment)
    view = view_of(found, chances(asked.assessment.conditions), numbers, run.known_at)
    template = "trust/profile/prospects.html" if request.htmx else "trust/prospects.html"  # type: ignore[attr-defined]
    response = render(request, template, {"asked": asked, "partnership": asked.partnership, "prospects": view})
    patch_vary_headers(response, ["HX-Request"])
    return response


class WhatIfForm(forms.Form):
    """Hypothetical facts: what happens, how often, on which day, and who stands behind it."""

    fact = forms.MultipleChoiceField(
        choices=[(code, KIND_WORDS[code]) for code in ADDED],
        required=False,
        label=_("What happens"),
        error_messages={"invalid_choice": _("“%(value)s” is no kind of fact. Choose one from the list.")},
    )
    day = DayField(_("on which day"))
    verification = forms.ChoiceField(
        choices=Verification.choices, required=False, label=_("who stands behind it"), initial=Verification.DUAL
    )

    def clean_fact(self) -> list[str]:
        """At most a handful: more could not be followed by anybody."""
        given: list[str] = self.cleaned_data["fact"]
        if len(given) > FACTS_AT_ONCE:
            raise forms.ValidationError(_("Assume at most %(most)s facts at once."), params={"most": FACTS_AT_ONCE})
        return given


@login_required
@require_safe
def show_what_if(request: HttpRequest, pk: int) -> HttpResponse:
    """The judgement with hypothetical facts beside the one on record. The address holds the facts; none is stored."""
    filled = request.GET.copy()
    filled.setlist("fact", [value for value in request.GET.getlist("fact") if value])
    form = WhatIfForm(filled)
    asked = read_address(request, pk, also=form.fields)
    problems = [*asked.problems, *form_problems(form, request)]
    if problems:
        return bad_request(request, problems)
    if asked.assessment is None:
        raise Http404
    facts = _facts(asked.assessment, form.cleaned_data)
    return render(
        request,
        "trust/what_if.html",
        {
            "asked": asked,
            "partnership": asked.partnership,
            "form": form,
            "rows": _rows(form),
            "comparison": _compared(asked.partnership, asked.assessment, facts),
        },
    )


def _facts(assessment: Assessment, given: Mapping[str, Any]) -> Sequence[Hypothesis]:
    limit = numbers_of(assessment.run.methodology).gates.equal.share_at_most
    day, verification = given["day"] or assessment.as_of, given["verification"] or Verification.DUAL
    return [Hypothesis(kind, day, verification, share=limit if kind == "accounts" else None) for kind in given["fact"]]


def _rows(form: WhatIfForm) -> list[tuple[str, Sequence[tuple[str, object]]]]:
    """One select for each fact assumed, and empty ones up to the most."""
    chosen = [*form.cleaned_data["fact"], *[""] * FACTS_AT_ONCE][:FACTS_AT_ONCE]
    return [(code, form.fields["fact"].choices) for code in chosen]  # type: ignore[attr-defined]


def _compared(partnership: Partnership, assessment: Assessment, facts: Sequence[Hypothesis]) -> Comparison | None:
    if not facts:
        return None
    run = assessment.run
    numbers = numbers_of(run.methodology)
    found = what_if(partnership, facts, as_of=assessment.as_of, known_at=run.known_at, numbers=numbers)
    return comparison(found.day, found.now, found.later_day, found.later, numbers) if found else None
