"""The list of contracts."""

from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from partnerships.addresses import address_of
from partnerships.filters import ContractFilter
from partnerships.filters.fields import CodesFilter, DayFilter, ListOrdering
from partnerships.models import Contract, ContractState, User
from partnerships.models.languages import in_reader_language, shown_name

from .lists import (
    Column,
    Control,
    EmptyList,
    NewRecord,
    RecordList,
    Total,
    View,
    answer_list,
    choice_control,
    day_control,
    text_control,
)
from .lists.divisions import division_control
from .lists.facts import BEHIND_IT, PARTY_ORDER, fact_controls, party_columns, shown_parties
from .lists.record_list import Rows

SOON = timedelta(days=90)


class ContractListFilter(ContractFilter):
    """Contracts by their last day as amendments have moved it, and sorted by what the list shows."""

    state = CodesFilter(choices=ContractState.choices, label=gettext_lazy("state"))
    last_day_from = DayFilter("present_end_on", "gte", label=gettext_lazy("last day on or after"))
    last_day_before = DayFilter("present_end_on", "lt", label=gettext_lazy("last day before"))
    ordering = ListOrdering(
        fields={
            "shown_title": "title",
            "number": "number",
            **PARTY_ORDER,
            "method": "method",
            "signed_on": "signed_on",
            "starts_on": "starts_on",
            "present_end_on": "ends_on",
            "value": "value",
            "terminated_on": "terminated_on",
            "recorded_at": "recorded_at",
        },
        label=gettext_lazy("order"),
    )


def _rows(user: User) -> Rows:
    return Contract.objects.visible_to(user).with_contested(timezone.now()).with_state(timezone.localdate())  # type: ignore[no-any-return]


def _shown(rows: Rows) -> Rows:
    related = rows.select_related("partnership__government", "partnership__ngo")
    return related.annotate(shown_title=shown_name(name="title"), **shown_parties("partnership__"))


COLUMNS = (
    Column(
        "title",
        gettext_lazy("Title"),
        lambda contract: in_reader_language(contract.title, contract.title_en),
        order="title",
        address=address_of,
    ),
    Column("number", gettext_lazy("Number"), lambda contract: contract.number, order="number", style="nowrap"),
    *party_columns(lambda contract: contract.partnership.government, lambda contract: contract.partnership.ngo),
    Column(
        "method",
        gettext_lazy("Procurement method"),
        lambda contract: contract.get_method_display(),
        order="method",
        is_shown=False,
    ),
    Column(
        "signed_on",
        gettext_lazy("Signed on"),
        lambda contract: contract.signed_on,
        order="signed_on",
        descends=True,
    ),
    Column(
        "starts_on",
        gettext_lazy("Starts on"),
        lambda contract: contract.starts_on,
        order="starts_on",
        is_shown=False,
    ),
    Column("ends_on", gettext_lazy("Last day"), lambda contract: contract.present_end_on, order="ends_on"),
    Column(
        "value",
        gettext_lazy("Value"),
        lambda contract: contract.value,
        order="value",
        descends=True,
        currency=lambda contract: contract.currency,
    ),
    Column("state", gettext_lazy("State"), lambda contract: ContractState(contract.state).label, style="nowrap"),
    Column(
        "terminated_on",
        gettext_lazy("Ended early on"),
        lambda contract: contract.terminated_on,
        order="terminated_on",
        descends=True,
        is_shown=False,
    ),
    Column("catalogue_code", gettext_lazy("Catalogue code"), lambda contract: contract.catalogue_code, is_shown=False),
    *BEHIND_IT,
)


def _controls(request: HttpRequest) -> list[Control]:
    return [
        text_control(request, "q", _("Title or number"), _("Part of the title, or the number")),
        division_control(request),
        choice_control(request, "state", _("State"), ContractState.choices),
        day_control(request, "signed_from", _("Signed from")),
        day_control(request, "signed_before", _("Signed before")),
        day_control(request, "in_force_on", _("In force on")),
        choice_control(request, "method", _("Procurement method"), Contract.Method.choices),
        *fact_controls(request),
    ]


def _views(today: date) -> list[View]:
    return [
        View(_("In force today"), "state=in_force"),
        View(
            _("Last day within 90 days"),
            f"state=in_force&last_day_before={today + SOON}&ordering=ends_on",
        ),
        View(_("Ended early"), "state=ended_early&ordering=-terminated_on"),
        View(_("Contested"), "contested=true"),
    ]


CONTRACTS = RecordList(
    name="contract-list",
    title=gettext_lazy("Contracts"),
    intro=gettext_lazy("Purchases of services, with their parties, terms and values."),
    filters=ContractListFilter,
    rows=_rows,
    shown=_shown,
    columns=COLUMNS,
    controls=_controls,
    order="-signed_on",
    empty=EmptyList(
        gettext_lazy("There is no contract here yet."),
        gettext_lazy("Record the first one by hand, or import a file of them."),
        is_imported=True,
    ),
    new=NewRecord(gettext_lazy("Record a contract"), "contract-new", Contract),
    totals=[Total(gettext_lazy("Value"), "value", "currency")],
    views=_views,
    beside=(gettext_lazy("Payments of all contracts"), "payment-list"),
)


@login_required
@require_safe
def list_contracts(request: HttpRequest) -> HttpResponseBase:
    """The contracts the reader may see."""
    return answer_list(request, CONTRACTS)
