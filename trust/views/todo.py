"""What waits for the reader, on one page, by kind and by how far ahead."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from partnerships.duties import MOST_COUNTED, Desk, Group, Horizon, count_duties, read_group, read_groups
from partnerships.models import Role, User
from partnerships.views.lists import Control, choice_control, form_problems, unknown_parameters
from trust.duties import KINDS

from .problems import bad_request

ON_A_PAGE = 100
FIRST, FIRST_AT_HOME = 3, 2


class Whose(models.TextChoices):
    """Whose duties staff look at."""

    JURISDICTION = "jurisdiction", gettext_lazy("the whole jurisdiction")


@login_required
@require_safe
def show_todo(request: HttpRequest) -> HttpResponse:
    """Everything that waits, grouped by kind; one kind in full where the address names it."""
    form = TodoForm(request.GET)
    problems = [*unknown_parameters(request, form.fields), *form_problems(form, request)]
    if problems:
        return bad_request(request, problems)
    asked = form.cleaned_data
    horizon = Horizon(asked["horizon"]) if asked["horizon"] else None
    desk = Desk(request.user, timezone.localdate(), horizon, is_wide=bool(asked["whose"]))  # type: ignore[arg-type]
    chosen = next((kind for kind in KINDS if kind.code == asked["kind"]), None)
    groups = [read_group(desk, chosen, ON_A_PAGE)] if chosen else read_groups(desk, KINDS, FIRST)
    return render(
        request,
        "trust/todo.html",
        {
            "groups": [group for group in groups if group.count],
            "chosen": chosen,
            "controls": _controls(request),
            **counted(groups),
        },
    )


@login_required
@require_safe
def show_count(request: HttpRequest) -> HttpResponse:
    """How many things wait, for the mark beside “Home”."""
    count = count_duties(Desk(request.user, timezone.localdate()), KINDS)  # type: ignore[arg-type]
    return render(request, "components/duty_count.html", _count(count))


def home_duties(user: User) -> Mapping[str, Any]:
    """The first of what waits for somebody, for the home page."""
    kinds = [kind for kind in KINDS if not kind.is_news]
    groups = read_groups(Desk(user, timezone.localdate()), kinds, FIRST_AT_HOME)
    return {"groups": groups, **counted(groups)}


def counted(groups: Sequence[Group]) -> Mapping[str, Any]:
    """How many things wait; news are none of them."""
    return _count(sum(group.count + group.is_more for group in groups if not group.kind.is_news))


def _count(count: int) -> Mapping[str, Any]:
    return {"duty_count": min(count, MOST_COUNTED), "has_more_duties": count > MOST_COUNTED}


class TodoForm(forms.Form):
    """What the address of the page may ask for."""

    kind = forms.ChoiceField(choices=[(kind.code, kind.title) for kind in KINDS], required=False)
    horizon = forms.ChoiceField(choices=Horizon.choices, required=False)
    whose = forms.ChoiceField(choices=Whose.choices, required=False)


def _controls(request: HttpRequest) -> list[Control]:
    kinds = [(kind.code, kind.title) for kind in KINDS if request.user.role in kind.roles]  # type: ignore[union-attr]
    horizons = Horizon.choices
    controls = [
        choice_control(request, "kind", _("Kind"), kinds),
        choice_control(request, "horizon", _("How far ahead"), horizons, _("the usual")),
    ]
    if request.user.role == Role.STAFF:  # type: ignore[union-attr]
        controls.append(choice_control(request, "whose", _("Whose"), Whose.choices, _("of my own body")))
    return controls
