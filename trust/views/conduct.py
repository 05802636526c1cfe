"""How a government body keeps its side, over all of its partnerships the reader may see."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.models import Organization, SurveyResult
from partnerships.views.lists import unknown_parameters
from trust.gather.conduct import conduct_of, without_any
from trust.gather.renewals import renewals_of
from trust.presenters.conduct import endings_line, lines_of, renewal_lines
from trust.presenters.perceptions import result_lines
from trust.services import current_methodology
from trust.services.methodologies import numbers_of

from .files import csv_file
from .problems import bad_request

YEARS = 6


@login_required
@require_safe
def show_conduct(request: HttpRequest, pk: int) -> HttpResponse:
    """The body's payments, answers, proposals, tasks and endings by year, as a page or as a file."""
    body = get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)
    if body.sector != Organization.Sector.GOVERNMENT:
        raise Http404
    problems = unknown_parameters(request, {"download"})
    if problems:
        return bad_request(request, problems)
    numbers = numbers_of(current_methodology())
    years = conduct_of(
        body,
        request.user,  # type: ignore[arg-type]
        today=timezone.localdate(),
        at=timezone.now(),
        limits=numbers.indicators["M3"].option("limit_workdays"),
        years=YEARS,
    )
    continuation = numbers.indicators["R5"]
    renewals = renewals_of(
        body,
        request.user,  # type: ignore[arg-type]
        today=timezone.localdate(),
        at=timezone.now(),
        within=int(continuation.number("successor_within_days")),
        given_up=int(numbers.days(continuation.number("none_after_months"))),
        years=[each.year for each in years],
    )
    lines = [
        *lines_of(years, body.pk, int(numbers.indicators["R3"].number("grace_days"))),
        endings_line(years, body.pk),
        *renewal_lines(renewals, body.pk, timezone.localdate()),
    ]
    heads = [str(each.year) for each in years]
    results = result_lines(SurveyResult.objects.visible_to(request.user).filter(body=body), [y.year for y in years])
    if request.GET.get("download") == "survey":
        return csv_file("survey", ["", *heads], ([line.label, *line.cells] for line in results))
    if request.GET.get("download"):
        rows = ([line.label, *(words for words, _address in line.cells)] for line in lines)
        return csv_file("conduct", ["", *heads], rows)
    is_empty = without_any(years) and not any(each.ended for each in renewals.values())
    context = {"body": body, "heads": heads, "lines": lines, "is_empty": is_empty, "results": results}
    return render(request, "trust/conduct.html", context)
