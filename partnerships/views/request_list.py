"""The list of requests, challenges and complaints."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from partnerships.addresses import address_of
from partnerships.filters import RequestFilter
from partnerships.filters.fields import ListOrdering
from partnerships.models import Request, User

from .lists import (
    Column,
    Control,
    EmptyList,
    NewRecord,
    RecordList,
    View,
    answer_list,
    choice_control,
    day_control,
    text_control,
)
from .lists.divisions import division_control
from .lists.facts import BEHIND_IT, PARTY_ORDER, fact_controls, party_columns, shown_parties
from .lists.record_list import Rows


class RequestListFilter(RequestFilter):
    """Requests, sorted by what the list shows."""

    ordering = ListOrdering(
        fields={
            "subject": "subject",
            "kind": "kind",
            **PARTY_ORDER,
            "opened_on": "opened_on",
            "answered_on": "answered_on",
            "recorded_at": "recorded_at",
        },
        label=gettext_lazy("order"),
    )


def _rows(user: User) -> Rows:
    return Request.objects.visible_to(user).with_contested(timezone.now())  # type: ignore[no-any-return]


def _shown(rows: Rows) -> Rows:
    related = rows.select_related("partnership__government", "partnership__ngo")
    return related.annotate(**shown_parties("partnership__"))


def _days_waited(request: Request) -> int:
    return ((request.answered_on or timezone.localdate()) - request.opened_on).days


COLUMNS = (
    Column("subject", gettext_lazy("Subject"), str, order="subject", address=address_of),
    Column("kind", gettext_lazy("Kind"), lambda request: request.get_kind_display(), order="kind"),
    *party_columns(lambda request: request.partnership.government, lambda request: request.partnership.ngo),
    Column("opened_on", gettext_lazy("Made on"), lambda request: request.opened_on, order="opened_on", descends=True),
    Column(
        "answered_on",
        gettext_lazy("Answered on"),
        lambda request: request.answered_on,
        order="answered_on",
        descends=True,
    ),
    Column("waited", gettext_lazy("Days waited"), _days_waited, is_number=True),
    Column("answer", gettext_lazy("Answer"), lambda request: request.answer, style="long", is_shown=False),
    *BEHIND_IT,
)


def _controls(request: HttpRequest) -> list[Control]:
    return [
        text_control(request, "q", _("Subject"), _("Part of the subject")),
        choice_control(request, "kind", _("Kind"), Request.Kind.choices),
        choice_control(request, "answered", _("Answered"), [("true", _("yes")), ("false", _("no"))]),
        division_control(request),
        day_control(request, "opened_from", _("Made from")),
        day_control(request, "opened_before", _("Made before")),
        *fact_controls(request),
    ]


def _views(_today: date) -> list[View]:
    return [View(_("Waiting for an answer"), "answered=false&ordering=opened_on")]


REQUESTS = RecordList(
    name="request-list",
    title=gettext_lazy("Requests"),
    intro=gettext_lazy("What NGOs asked for, challenged or complained of, and when the body answered."),
    filters=RequestListFilter,
    rows=_rows,
    shown=_shown,
    columns=COLUMNS,
    controls=_controls,
    order="-opened_on",
    empty=EmptyList(
        gettext_lazy("There is no request here yet."),
        gettext_lazy("Record one when an NGO asks, challenges or complains; filing one never counts against anybody."),
    ),
    new=NewRecord(gettext_lazy("Record a request"), "request-new", Request),
    views=_views,
    beside=(gettext_lazy("Interaction events"), "event-list"),
)


@login_required
@require_safe
def list_requests(request: HttpRequest) -> HttpResponseBase:
    """The requests the reader may see."""
    return answer_list(request, REQUESTS)
