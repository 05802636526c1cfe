"""Recording what happened between the two sides, in a few keystrokes."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from partnerships.access import can_record
from partnerships.addresses import address_of
from partnerships.descriptions import written
from partnerships.forms.events import EventForm
from partnerships.models import EventType, InteractionEvent, Partnership, User
from partnerships.services.documents import attach_evidence
from partnerships.services.event_rules import ENTERED_AS_EVENTS, is_recorder
from partnerships.services.interactions import record_event
from partnerships.services.provenance import entered_before, own_word

from .entering import EntryPage, Values, enter, form_data, is_check, press_of
from .subjects import given_partnership

# What the service takes as the form gives it, where the form has it.
GIVEN = ("outcome", "party", "amount", "contract", "closes")


def enter_event(request: HttpRequest, names: Mapping[str, str]) -> HttpResponse:
    """The quick form; `?partnership=` says who, `?type=` what. `names`: what the indicators are called, by code."""
    if not can_record(request.user, InteractionEvent, None):
        raise PermissionDenied(_("Events are recorded by NGOs and by government bodies."))
    partnership = given_partnership(request)
    kinds = list(EventType.objects.filter(stored_as__in=ENTERED_AS_EVENTS).order_by("position"))
    form = EventForm(
        user=request.user,
        kinds=[kind for kind in kinds if is_recorder(request.user, kind)],
        names=names,
        source=request.path,
        asks_once_more=not is_check(request),
        initial=_initial(request, partnership),
        **form_data(request),
    )
    if is_check(request) and request.method == "GET":
        return render(request, "partnerships/event_details.html", {"form": form})
    others = [kind for kind in kinds if not is_recorder(request.user, kind)]
    return enter(request, form, lambda values: _record(request, form, values), _page(request, partnership, others))


def _initial(request: HttpRequest, partnership: Partnership | None) -> dict[str, Any]:
    """What the address fills in: who, what, and what was typed before the type was changed or the event was voided."""
    given = {name: request.GET[name] for name in ("type", "occurred_on", "note", *GIVEN) if name in request.GET}
    typed = request.GET.get("partnership", ""), request.GET.get("partnership-key", "")
    return given | {"partnership": typed if any(typed) and not typed[0].isdigit() else partnership}


def _record(request: HttpRequest, form: EventForm, values: Values) -> InteractionEvent:
    key = press_of(request)
    before = entered_before(request.user, InteractionEvent, key)
    if before is not None:
        return before
    evidence = {name: values[name] for name in ("file", "url")}
    event = record_event(
        by=request.user,
        type=form.kind or values["type"],
        occurred_on=values["occurred_on"],
        note=values["note"],
        provenance=own_word(request.user, has_document=any(evidence.values()), key=key),
        **form.subject(),
        **{name: values[name] for name in GIVEN if values.get(name)},
    )
    attach_evidence(by=request.user, fact=event, **evidence)
    return event


def _page(request: HttpRequest, partnership: Partnership | None, others: list[EventType]) -> EntryPage:
    return EntryPage(
        _("Record an event"),
        _("Record"),
        reverse("partnership-detail", args=[partnership.pk]) if partnership else reverse("event-list"),
        about=str(partnership) if partnership else _("Events"),
        said=_said,
        template="partnerships/event_entry.html",
        context={"others": others, "side": _other_side(request.user)},
    )


def _other_side(user: User) -> str:
    return "ngo" if user.role == "staff" else "gov"


def _said(event: InteractionEvent) -> str:
    """What was recorded, and the way to the next one."""
    words = {"type": event.type, "day": written(event.occurred_on)}
    said = _("Recorded: %(type)s, %(day)s.") % words
    if event.partnership_id is None:
        return said
    address, label = f"{reverse('event-new')}?partnership={event.partnership_id}", _("Record another like it")
    return format_html('{} {}<a href="{}">{}</a>', said, _about_alike(event), address, label)


def _about_alike(event: InteractionEvent) -> str:
    """Word of an event of the same kind and day that stands between the two sides; empty where there is none."""
    same = {name: getattr(event, name) for name in ("partnership_id", "type_id", "occurred_on")}
    other = InteractionEvent.objects.standing().filter(**same).exclude(pk=event.pk).order_by("pk").first()
    if other is None:
        return ""
    sentence = _("One of the same kind and day was on record already. If it is the same, void this one:")
    return format_html('{} <a href="{}">{}</a> · ', sentence, address_of(other), _("to the earlier one"))
