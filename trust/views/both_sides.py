"""What both sides of a partnership did: the section of the profile, and the facts behind each of its numbers."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from partnerships.views.lists import form_problems
from trust.gather import Inheritance, inheritances
from trust.gather.deeds import Deed, deeds_of
from trust.models import Assessment
from trust.presenters.both_sides import rows_behind, sides_of
from trust.presenters.deeds import BY_CODE, Limits
from trust.scoring.methodology import Methodology
from trust.services.methodologies import numbers_of

from .asked import Asked, read_address
from .evidence import answer_with
from .problems import bad_request

PERIODS = (24, 60)  # months: the window of most conditions, and the one beyond which the method reads nothing


class PeriodForm(forms.Form):
    """Over how many months the facts are asked for."""

    months = forms.TypedChoiceField(
        choices=[(months, months) for months in PERIODS],
        coerce=int,
        required=False,
        empty_value=PERIODS[-1],
        error_messages={"invalid_choice": _("Choose 24 or 60 months.")},
    )


def limits_of(numbers: Methodology) -> Limits:
    """What the methodology counts as in time."""
    indicators = numbers.indicators
    return Limits(int(indicators["R3"].number("grace_days")), indicators["M3"].option("limit_workdays"))


def sides_context(
    asked: Asked, assessment: Assessment, numbers: Methodology, inherited: Collection[Inheritance]
) -> Mapping[str, Any]:
    """What the section of the profile shows. Seven queries, however much was done."""
    longest = _deeds(asked, assessment, numbers, inherited, PERIODS[-1])
    periods = {
        months: [deed for deed in longest if deed.day >= _since(assessment, numbers, months)] for months in PERIODS
    }
    limits = limits_of(numbers)

    def address(code: str, months: int) -> str:
        return reverse("partnership-conduct", args=[asked.partnership.pk, code]) + asked.query(months=months)

    return {"sides": sides_of(periods, limits, address), "periods": PERIODS, "limits": limits}


@login_required
@require_safe
def show_deeds(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The facts behind one number of the section, as a page of its own or, for htmx, as a part of the profile."""
    question = BY_CODE.get(code)
    if question is None:
        raise Http404
    asked, form = read_address(request, pk, also=PeriodForm.base_fields), PeriodForm(request.GET)
    problems = [*asked.problems, *form_problems(form, request)]
    if problems:
        return bad_request(request, problems)
    if asked.assessment is None:
        raise Http404
    months, numbers = form.cleaned_data["months"], numbers_of(asked.assessment.run.methodology)
    inherited = inheritances([asked.partnership.pk], known_at=asked.moment.known_by or timezone.now())
    deeds = _deeds(asked, asked.assessment, numbers, inherited, months, (question.table,))
    limits = limits_of(numbers)
    subject = {"question": question, "months": months, "says": question.says(deeds, limits)}
    return answer_with(request, asked, rows_behind(question, deeds, limits), subject)


def _deeds(
    asked: Asked,
    assessment: Assessment,
    numbers: Methodology,
    inherited: Collection[Inheritance],
    months: int,
    tables: Collection[str] | None = None,
) -> Sequence[Deed]:
    """The deeds of a period that ends with the assessment's month, as known when it was made."""
    only = {} if tables is None else {"tables": tables}
    return deeds_of(
        asked.partnership,
        since=_since(assessment, numbers, months),
        as_of=assessment.as_of,
        known_at=assessment.run.known_at,
        inherited=inherited,
        **only,
    )


def _since(assessment: Assessment, numbers: Methodology, months: int) -> date:
    """The first day of a period: an age limit holds up to and including it."""
    return assessment.as_of - timedelta(days=int(numbers.days(months)))
