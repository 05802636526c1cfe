"""The list of payments: due, late and paid."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from partnerships.addresses import address_of
from partnerships.filters import PaymentFilter
from partnerships.filters.fields import ListOrdering
from partnerships.models import Payment, User
from partnerships.models.languages import in_reader_language, shown_name

from .lists import (
    Column,
    Control,
    EmptyList,
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

SOON = timedelta(days=30)


class PaymentListFilter(PaymentFilter):
    """Payments, sorted by what the list shows."""

    ordering = ListOrdering(
        fields={
            "shown_title": "contract",
            **PARTY_ORDER,
            "due_on": "due_on",
            "amount_due": "amount_due",
            "paid_on": "paid_on",
            "amount_paid": "amount_paid",
            "recorded_at": "recorded_at",
        },
        label=gettext_lazy("order"),
    )


def _rows(user: User) -> Rows:
    return Payment.objects.visible_to(user).with_contested(timezone.now())  # type: ignore[no-any-return]


def _shown(rows: Rows) -> Rows:
    related = rows.select_related("contract__partnership__government", "contract__partnership__ngo")
    return related.annotate(shown_title=shown_name("contract__", "title"), **shown_parties("contract__partnership__"))


def _title(payment: Payment) -> str:
    return in_reader_language(payment.contract.title, payment.contract.title_en)


def _is_late(payment: Payment) -> bool:
    return payment.due_on is not None and (payment.paid_on or timezone.localdate()) > payment.due_on


def _standing(payment: Payment) -> Any:
    """How the payment stands today, in words."""
    if payment.paid_on:
        return gettext_lazy("paid late") if _is_late(payment) else gettext_lazy("paid")
    return gettext_lazy("late") if _is_late(payment) else gettext_lazy("due")


def _days_late(payment: Payment) -> int | None:
    if payment.due_on is None or not _is_late(payment):
        return None
    return ((payment.paid_on or timezone.localdate()) - payment.due_on).days


COLUMNS = (
    Column("contract", gettext_lazy("Contract"), _title, order="contract", address=address_of),
    Column(
        "number",
        gettext_lazy("Contract number"),
        lambda payment: payment.contract.number,
        style="nowrap",
        is_shown=False,
    ),
    *party_columns(
        lambda payment: payment.contract.partnership.government, lambda payment: payment.contract.partnership.ngo
    ),
    Column("stage", gettext_lazy("Instalment"), lambda payment: payment.get_stage_display()),
    Column("due_on", gettext_lazy("Due on"), lambda payment: payment.due_on, order="due_on"),
    Column(
        "amount_due",
        gettext_lazy("Amount due"),
        lambda payment: payment.amount_due,
        order="amount_due",
        descends=True,
        currency=lambda payment: payment.contract.currency,
    ),
    Column("paid_on", gettext_lazy("Paid on"), lambda payment: payment.paid_on, order="paid_on", descends=True),
    Column(
        "amount_paid",
        gettext_lazy("Amount paid"),
        lambda payment: payment.amount_paid,
        order="amount_paid",
        descends=True,
        currency=lambda payment: payment.contract.currency,
    ),
    Column(
        "state",
        gettext_lazy("State"),
        _standing,
        tag=lambda payment: "tag attention" if _is_late(payment) and not payment.paid_on else "",
    ),
    Column("days_late", gettext_lazy("Days late"), _days_late, is_number=True),
    *BEHIND_IT,
)


def _controls(request: HttpRequest) -> list[Control]:
    states = PaymentFilter.base_filters["state"].extra["choices"]
    return [
        text_control(request, "q", _("Contract"), _("Part of the title, or the number")),
        choice_control(request, "state", _("State"), states),
        division_control(request),
        day_control(request, "due_from", _("Due from")),
        day_control(request, "due_before", _("Due before")),
        choice_control(request, "stage", _("Instalment"), Payment.Stage.choices),
        day_control(request, "paid_from", _("Paid from")),
        day_control(request, "paid_before", _("Paid before")),
        *fact_controls(request),
    ]


def _views(today: date) -> list[View]:
    return [
        View(_("Late"), "state=late&ordering=due_on"),
        View(_("Due within 30 days"), f"state=due&due_before={today + SOON}&ordering=due_on"),
        View(_("Paid late"), "state=paid_late"),
    ]


PAYMENTS = RecordList(
    name="payment-list",
    title=gettext_lazy("Payments"),
    intro=gettext_lazy("Instalments of all contracts: when each was due and when it was paid."),
    filters=PaymentListFilter,
    rows=_rows,
    shown=_shown,
    columns=COLUMNS,
    controls=_controls,
    order="-due_on",
    empty=EmptyList(
        gettext_lazy("There is no payment here yet."),
        gettext_lazy("Instalments are recorded on the page of their contract, or imported from a file."),
        is_imported=True,
    ),
    totals=[
        Total(gettext_lazy("Due"), "amount_due", "contract__currency"),
        Total(gettext_lazy("Paid"), "amount_paid", "contract__currency"),
    ],
    views=_views,
    beside=(gettext_lazy("Contracts"), "contract-list"),
)


@login_required
@require_safe
def list_payments(request: HttpRequest) -> HttpResponseBase:
    """The payments the reader may see."""
    return answer_list(request, PAYMENTS)
