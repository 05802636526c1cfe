"""The dashboards: where partnerships stand, how they move, how long they stay, what is owed."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import structlog
from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Min, Sum
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.filters.fields import Rows
from partnerships.models import Partnership, Payment, Role
from partnerships.models.languages import shown_name
from partnerships.views.lists import choice_control, day_control, form_problems, text_control, unknown_parameters
from partnerships.views.lists.divisions import division_control
from partnerships.views.lists.listing import filled
from trust.presenters.population import Picture, caveat, kept_small, state_words
from trust.services import last_month_end
from trust.services.population import (
    SMALLEST,
    STATES,
    Spells,
    endings,
    flows,
    now_and_then,
    read_spells,
    suppressed,
    time_in_stage,
    transitions_by_quarter,
)

from .breakdowns import breakdowns
from .files import csv_file
from .filters import StagedPartnershipFilter, staged
from .outcomes import count_outcomes

log = structlog.get_logger(__name__)
LISTED = {
    "none": "stage=no-evidence&stage=not-established&stage=suspended",
    "dependence": "stage=dependence",
    "contractual": "stage=contractual",
    "equal": "stage=equal",
    "lapsed": "stage=lapsed",
}
Hide = Callable[..., Any] | None


class PeriodForm(forms.Form):
    """From when on movements are counted, and until when; two years up to the last month judged unless told."""

    period_from = forms.DateField(required=False)
    period_until = forms.DateField(required=False)
    download = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        """Fills in what was left open; a period ends after it begins."""
        cleaned = super().clean() or {}
        until = cleaned.get("period_until") or last_month_end(timezone.localdate())
        since = cleaned.get("period_from") or date(until.year - 2, until.month, 1)
        if since >= until:
            self.add_error("period_until", _("The period has to end after it begins."))
        return {**cleaned, "period_from": since, "period_until": until}


@login_required
@require_safe
def show_dashboards(request: HttpRequest) -> HttpResponse:
    """Pictures of the partnerships the reader may see, by the filters of their list."""
    if request.user.role == Role.NGO_MANAGER:
        return render(request, "trust/dashboards_own.html")
    query = filled(request.GET)
    seen = Partnership.objects.visible_to(request.user)
    filters = StagedPartnershipFilter(query, queryset=staged(seen), request=request)
    period = PeriodForm(query)
    problems = [
        *unknown_parameters(request, {*filters.filters, *period.fields}),
        *form_problems(filters.form, request),
        *form_problems(period, request),
    ]
    rows = seen.none() if problems else seen.filter(pk__in=filters.qs.order_by().values("pk"))
    wanted, pictures = query.get("download", ""), []
    for picture in () if problems else _pictures(request, rows, period.cleaned_data, query):
        if picture.name == wanted:
            return _file(request, picture)
        pictures.append(picture)
    if wanted and not problems:
        problems = [_("There is no such table to download. Follow a link of the page.")]
    is_told_whole = request.user.role != Role.ANALYST and not problems and not query.get("period_until")
    shares = count_outcomes(rows) if is_told_whole else ()
    context = {
        "shares": shares,
        "pictures": pictures,
        "problems": problems,
        "controls": _controls(request),
        "caveat": caveat(),
    }
    return render(request, "trust/dashboards.html", context, status=400 if problems else 200)


def _controls(request: HttpRequest) -> list[Any]:
    fields = Partnership.objects.visible_to(request.user).order_by("ngo__service_field")
    names = [name for name in fields.values_list("ngo__service_field", flat=True).distinct() if name]
    return [
        division_control(request),
        choice_control(request, "service_field", _("Service field"), [(name, name) for name in names]),
        text_control(request, "q", _("Name of either party"), _("Name or identifier")),
        day_control(request, "period_from", _("Movements from")),
        day_control(request, "period_until", _("Movements until")),
    ]


def _pictures(request: HttpRequest, rows: Rows, period: dict[str, Any], query: QueryDict) -> Iterator[Picture]:
    """All pictures, in four queries, one after the other: a file of one need not wait for those below it.

    Small cells are left out for analysts, and in files for everybody.
    """
    hide = suppressed if request.user.role == Role.ANALYST or query.get("download") else None
    spells = read_spells(rows)
    since, until = period["period_from"], period["period_until"]
    kept = query.copy()
    for name in ("period_from", "period_until", "download", "stage"):
        kept.pop(name, None)
    yield _distribution(spells, until, hide, kept)
    yield _flows(spells, since, until, hide)
    yield _quarters(spells, since, until, hide)
    yield _times(spells)
    yield from breakdowns(rows, hide, kept)
    yield _arrears(rows, hide, can_lead_on=not kept)


def _distribution(spells: Spells, until: date, hide: Hide, kept: QueryDict) -> Picture:
    numbers = kept_small([now_and_then(spells, [until])[0]], hide)[0]
    order = (3, 2, 1, 4, 0)
    is_now = until >= last_month_end(timezone.localdate())
    address = reverse("partnership-list")
    return Picture(
        "distribution",
        _("Partnerships by stage"),
        _("One row per outcome; the unit is partnerships, on the last day of the period."),
        caveat(),
        [_("Outcome"), _("Partnerships")],
        [[state_words()[state], numbers[state]] for state in order],
        [f"{address}?{LISTED[STATES[state]]}&{kept.urlencode()}".rstrip("&") if is_now else "" for state in order],
        {"slugs": [STATES[state] for state in order]},
    )


def _flows(spells: Spells, since: date, until: date, hide: Hide) -> Picture:
    table = [[0] * len(STATES) for _state in STATES]
    for flow in flows(spells, since, until):
        table[flow.before][flow.after] = flow.number
    shown, words = kept_small(table, hide), state_words()
    return Picture(
        "flows",
        _("Where partnerships went"),
        _(
            "One row per outcome at the beginning, one column per outcome at the end of the period; the unit is "
            "partnerships observed on both days."
        ),
        caveat(),
        [_("At the beginning"), *words],
        [[word, *line] for word, line in zip(words, shown, strict=True)],
        data={"words": words, "slugs": STATES, "table": shown, "before": since.isoformat(), "after": until.isoformat()},
    )


def _quarters(spells: Spells, since: date, until: date, hide: Hide) -> Picture:
    found = transitions_by_quarter(spells, since, until)
    shown = kept_small([[each.up, each.down, each.lapse] for each in found], hide)
    names = [_("%(year)s, quarter %(number)s") % {"year": each.year, "number": each.number} for each in found]
    headings = [_("Up"), _("Down"), _("Lapsed")]
    return Picture(
        "quarters",
        _("Changes of stage per quarter"),
        _("One row per quarter; the unit is changes, so that one partnership can count more than once."),
        caveat(),
        [_("Quarter"), *headings],
        [[name, *line] for name, line in zip(names, shown, strict=True)],
        data={"names": [f"{each.year} Q{each.number}" for each in found], "words": headings, "table": shown},
    )


def _times(spells: Spells) -> Picture:
    rows: list[Sequence[Any]] = []
    for state in (1, 2, 3):
        curve, ways = time_in_stage(spells, state), endings(spells, state)
        if curve is None or ways is None or curve.number < SMALLEST:
            rows.append([state_words()[state], *[None] * 6])
            continue
        few = curve.events < SMALLEST
        median = _("more than observed") if curve.median is None else round(curve.median)
        still = f"{curve.share[24]:.0%} ({curve.low[24]:.0%}–{curve.high[24]:.0%})"
        shares = [f"{ways[kind][1]:.0%}" for kind in ("up", "down", "lapse")]
        rows.append([state_words()[state], curve.number, *([None] * 5 if few else [median, still, *shares])])
    return Picture(
        "times",
        _("Time in a stage"),
        _(
            "One row per stage; the unit is spells, those that go on counted as far as they were observed "
            "(Kaplan–Meier, with 95 percent intervals; Aalen–Johansen for how they first end)."
        ),
        caveat(),
        [
            _("Stage"),
            _("Spells"),
            _("Median in months"),
            _("Still there after 24 months"),
            _("Up by then"),
            _("Down by then"),
            _("Lapsed by then"),
        ],
        rows,
    )


def _arrears(rows: Rows, hide: Hide, *, can_lead_on: bool) -> Picture:
    """A row leads to the list of payments only where that has exactly its payments: no filter more."""
    today = timezone.localdate()
    late = Payment.objects.standing().filter(paid_on__isnull=True, due_on__lt=today, contract__voided_at__isnull=True)
    late = late.filter(contract__partnership__in=rows.values("pk"), contract__currency="CNY").order_by()
    place = "contract__partnership__government__jurisdiction__"
    found = list(
        late.annotate(division=shown_name(place))
        .values_list("division", f"{place}code")
        .annotate(
            bodies=Count("contract__partnership", distinct=True),
            number=Count("pk"),
            owed=Sum("amount_due"),
            oldest=Min("due_on"),
        )
        .order_by("-owed")
    )
    few = [hide is not None and each[2] < SMALLEST for each in found]
    return Picture(
        "arrears",
        _("What government bodies owe"),
        _("One row per division of the body; the unit is payments that are late today, in yuan."),
        _("Only payments with a due date on record can be late. Other currencies are left out."),
        [_("Division"), _("Partnerships"), _("Late payments"), _("Yuan owed"), _("Longest delay in days")],
        [
            [each[0] or _("no division"), *([None] * 4 if gone else [*each[2:5], (today - each[5]).days])]
            for each, gone in zip(found, few, strict=True)
        ],
        [
            f"{reverse('payment-list')}?state=late&at_division={code}" if can_lead_on and code else ""
            for _name, code, *_numbers in found
        ],
    )


def _file(request: HttpRequest, picture: Picture) -> HttpResponse:
    """The table as CSV, with what a row is and what to mind in its first lines. Who took what is logged."""
    log.info("dashboard exported", picture=picture.name, user=request.user.pk, query=request.GET.urlencode())
    small = _("left out (small number)")
    lines = [[small if cell is None else cell for cell in line] for line in picture.rows]
    return csv_file(picture.name, [picture.title], [[picture.row], [picture.note], picture.headings, *lines])
