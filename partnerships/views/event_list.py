"""The list of interaction events."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from partnerships.addresses import address_of
from partnerships.descriptions import OUTCOMES
from partnerships.filters import InteractionEventFilter
from partnerships.filters.fields import ListOrdering
from partnerships.models import EventType, InteractionEvent, Organization, User
from partnerships.models.languages import shown_name

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


class EventListFilter(InteractionEventFilter):
    """Events, sorted by what the list shows."""

    ordering = ListOrdering(
        fields={
            "occurred_on": "occurred_on",
            "type__position": "type",
            **PARTY_ORDER,
            "amount": "amount",
            "recorded_at": "recorded_at",
        },
        label=gettext_lazy("order"),
    )


def _rows(user: User) -> Rows:
    return InteractionEvent.objects.visible_to(user).with_contested(timezone.now())  # type: ignore[no-any-return]


def _shown(rows: Rows) -> Rows:
    related = ("type", "organization", "partnership__government", "partnership__ngo", "contract")
    of_partnership = shown_parties("partnership__")
    ngo = Coalesce(of_partnership["shown_ngo"], shown_name("organization__"))
    return rows.select_related(*related).annotate(**of_partnership | {"shown_ngo": ngo})


def _ngo(event: InteractionEvent) -> Organization | None:
    return event.partnership.ngo if event.partnership else event.organization


def _contract_address(event: InteractionEvent) -> str:
    return address_of(event.contract) if event.contract else ""


COLUMNS = (
    Column("type", gettext_lazy("What happened"), lambda event: str(event.type), order="type", address=address_of),
    Column(
        "occurred_on",
        gettext_lazy("Happened on"),
        lambda event: event.occurred_on,
        order="occurred_on",
        descends=True,
    ),
    *party_columns(lambda event: event.partnership.government if event.partnership else None, _ngo),
    Column(
        "outcome",
        gettext_lazy("Outcome"),
        lambda event: str(OUTCOMES.get(event.outcome, event.outcome)),
        is_shown=False,
    ),
    Column(
        "amount",
        gettext_lazy("Amount"),
        lambda event: event.amount,
        order="amount",
        descends=True,
        currency=lambda event: event.currency,
        is_shown=False,
    ),
    Column("note", gettext_lazy("Note"), lambda event: event.note, style="long"),
    Column(
        "contract",
        gettext_lazy("Contract"),
        lambda event: str(event.contract or ""),
        address=_contract_address,
        is_shown=False,
    ),
    *BEHIND_IT,
)


def _controls(request: HttpRequest) -> list[Control]:
    types = EventType.objects.filter(stored_as=EventType.StoredAs.EVENT).order_by("position")
    return [
        text_control(request, "q", _("Note"), _("Part of the note")),
        choice_control(request, "type", _("What happened"), [(each.code, str(each)) for each in types]),
        division_control(request),
        day_control(request, "occurred_from", _("Happened from")),
        day_control(request, "occurred_before", _("Happened before")),
        *fact_controls(request),
    ]


def _views(_today: date) -> list[View]:
    return [
        View(_("Entered by one side, without a document"), "verification=single"),
        View(_("Contested"), "contested=true"),
    ]


EVENTS = RecordList(
    name="event-list",
    title=gettext_lazy("Interaction events"),
    intro=gettext_lazy("What happened between the two sides, dated and typed, with who stands behind it."),
    filters=EventListFilter,
    rows=_rows,
    shown=_shown,
    columns=COLUMNS,
    controls=_controls,
    order="-occurred_on",
    empty=EmptyList(
        gettext_lazy("There is no event here yet."),
        gettext_lazy("Record what happened between a government body and an NGO, or import a file of events."),
        is_imported=True,
    ),
    new=NewRecord(gettext_lazy("Record an event"), "event-new", InteractionEvent),
    views=_views,
    beside=(gettext_lazy("Requests and their answers"), "request-list"),
)


@login_required
@require_safe
def list_events(request: HttpRequest) -> HttpResponseBase:
    """The events the reader may see."""
    return answer_list(request, EVENTS)
