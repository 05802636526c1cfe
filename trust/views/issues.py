"""The history of a partnership's assessments: which judgements were issued on each month, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnerships.models import Partnership
from partnerships.views.lists import unknown_parameters
from trust.gather import inheritances
from trust.gather.statements import FACT_TABLES
from trust.models import Assessment
from trust.presenters.became_known import became_known
from trust.presenters.evidence import with_replies
from trust.presenters.issues import FILE_HEADINGS, OUTCOMES, file_row, issues_of

from .files import csv_file
from .problems import bad_request

MONTHS_PER_PAGE = 24
MONTHS_IN_EXCERPT = 3


@login_required
@require_safe
def show_issues(request: HttpRequest, pk: int) -> HttpResponse:
    """Every judgement issued on the partnership, the latest month first, as a page or as a file."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user).with_parties(), pk=pk)
    problems = unknown_parameters(request, {"page", "download"})
    if problems:
        return bad_request(request, problems)
    issued = Assessment.objects.issued_on(partnership)
    if request.GET.get("download"):
        months = issues_of(issued)
        return csv_file("assessments", FILE_HEADINGS, [file_row(issue) for month in months for issue in month])
    days = issued.order_by("-as_of").values_list("as_of", flat=True).distinct()
    page = Paginator(days, MONTHS_PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    rows = issued.filter(as_of__gte=shown[-1], as_of__lte=shown[0]) if shown else issued.none()
    context = {"partnership": partnership, "page": page, "issue_months": issues_of(rows), "outcomes": OUTCOMES}
    return render(request, "trust/issues.html", {**context, "issued": issued.count()})


@login_required
@require_safe
def show_what_became_known(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The facts of which something became known between a judgement and the one on the same month before it."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user).with_parties(), pk=pk)
    problems = unknown_parameters(request, ())
    if problems:
        return bad_request(request, problems)
    anew = get_object_or_404(Assessment.objects.issued_on(partnership), pk=number)
    (month,) = issues_of(Assessment.objects.issued_on(partnership).filter(as_of=anew.as_of))
    place = [issue.assessment for issue in month].index(anew)
    if place == 0:
        raise Http404
    earlier = month[place - 1].assessment
    known_at = anew.run.known_at
    rows = became_known(
        partnership,
        after=earlier.run.known_at,
        until=known_at,
        as_of=anew.as_of,
        tables=FACT_TABLES,
        sources=[each.source for each in inheritances([pk], known_at=known_at) if each.source],
    )
    answerable = with_replies(rows, partnership, request.user)  # type: ignore[arg-type]
    context = {"partnership": partnership, "issue": month[place], "earlier": earlier, "rows": answerable}
    return render(request, "trust/became_known.html", context)


def issues_excerpt(path: Sequence[Assessment], assessment: Assessment) -> Mapping[str, Any]:
    """The judgements on the month shown and the ones before it, and how many there are in all. Two queries."""
    issued = Assessment.objects.issued_on(assessment.partnership)
    days = [row.as_of for row in path if row.as_of <= assessment.as_of][-MONTHS_IN_EXCERPT:]
    months = issues_of(issued.filter(as_of__gte=days[0], as_of__lte=days[-1]))
    standing = months[0][-1]
    superseded_by = None if standing.assessment == assessment else standing
    return {
        "superseded_by": superseded_by,
        "issue_months": months,
        "outcomes": OUTCOMES,
        "issued": issued.count(),
        "judged_months": len(path),
    }
