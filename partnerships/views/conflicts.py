"""Two people change one contract: whoever comes second sees both versions, and neither is lost."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.addresses import address_of
from partnerships.descriptions import describe, money, written
from partnerships.forms.contracts import VersionedForm
from partnerships.models import Contract, ContractState
from partnerships.services.versions import CHANGED, Change, Version, changes_since, check_version, present

from .entering import Act, EntryPage, Values, enter

R = TypeVar("R", bound=models.Model)
# What became known, by the kind of change.
CHANGES = {
    "recorded": gettext_lazy("recorded: %(what)s"),
    "corrected": gettext_lazy("contract corrected"),
    "voided": gettext_lazy("voided: %(what)s"),
    "completed": gettext_lazy("completed: %(what)s"),
    "ended": gettext_lazy("contract ended early"),
    "ending_confirmed": gettext_lazy("early ending confirmed"),
    "contract_closed": gettext_lazy("contract closed"),
    "confirmed": gettext_lazy("contract confirmed"),
}


@dataclass(frozen=True)
class Line:
    """One change by somebody else, for people: what, who and when."""

    text: str
    who: str
    at: Any


@dataclass(frozen=True)
class Side:
    """One value of one version. `differs` from the other version's."""

    label: str
    text: str
    differs: bool = False


def enter_on_version(
    request: HttpRequest,
    contract: Contract,
    form: VersionedForm,
    act: Act[R],
    page: EntryPage,
    *,
    then: Callable[[Any], str] = address_of,
) -> HttpResponse:
    """`enter`, for an act that is done only on the version of the contract its form was opened with."""

    def on_version(values: Values) -> R:
        check_version(contract, values["version"])
        return act({name: value for name, value in values.items() if name != "version"})

    def both() -> HttpResponse | None:
        changed = form.has_error(NON_FIELD_ERRORS, CHANGED)
        return _show_both(request, contract, form, page) if changed else None

    return enter(request, form, on_version, page, then=then, otherwise=both)


def _show_both(request: HttpRequest, contract: Contract, form: VersionedForm, page: EntryPage) -> HttpResponse:
    """Both versions side by side. The form goes on with what was typed, on the version that is shown beside it."""
    going_on = present(contract)
    opened = Version.from_text(str(form["version"].value()))
    form.data = form.data.copy()
    form.data["version"] = str(Version.of(going_on))
    theirs, yours = _compared(form, going_on)
    context = {
        "changes": [_line(change) for change in changes_since(going_on, opened.read_at)] if opened else [],
        "theirs": theirs,
        "yours": yours,
    }
    action = reverse(str(request.resolver_match.view_name), args=[going_on.pk])  # type: ignore[union-attr]
    page = replace(page, back=address_of(going_on), action=action, button=_("Go on with mine"))
    answer = {"form": form, "page": page, **page.context, **context, "conflict": True}
    return render(request, "partnerships/conflict.html", answer, status=HTTPStatus.CONFLICT)


def _line(change: Change) -> Line:
    what = _("contract") if isinstance(change.fact, Contract) else describe(change.fact).kind
    text = str(CHANGES[change.kind]) % {"what": what}
    return Line(capfirst(text), str(change.by.organization or change.by) if change.by else "", change.at)


def _compared(form: VersionedForm, contract: Contract) -> tuple[Sequence[Side], Sequence[Side]]:
    """The contract as it stands now, and what was typed; for a form of the contract's own columns, line by line."""
    theirs = [] if form.shows_columns else list(_standing(contract))
    yours = []
    for bound in _told(form):
        text = _shown(bound.field, bound.value())
        differs = False
        if form.shows_columns and hasattr(contract, bound.name):
            now = _shown(bound.field, getattr(contract, bound.name))
            differs = now != text
            theirs.append(Side(str(bound.label), now, differs))
        yours.append(Side(str(bound.label), text, differs))
    return theirs, yours


def _told(form: VersionedForm) -> Iterator[BoundField]:
    """The fields in which something can be typed; a file is told by nobody."""
    for bound in form.visible_fields():
        if not isinstance(bound.field, forms.FileField | forms.BooleanField):
            yield bound


def _shown(field: forms.Field, value: Any) -> str:
    """A value as it reads in a form: what it means rather than how it was typed."""
    try:
        value = field.to_python(value)
    except forms.ValidationError:
        return str(value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value)) if value else ""  # type: ignore[arg-type]
    if isinstance(field, forms.DecimalField):
        return "" if value is None else f"{value:,.2f}"
    return written(value) if isinstance(field, forms.DateField) and value else str(value or "")


def _standing(contract: Contract) -> Iterator[Side]:
    """The contract in a few lines."""
    now: Any = (
        Contract.objects.with_state(timezone.localdate()).with_present_value(timezone.localdate()).get(pk=contract.pk)
    )
    yield Side(_("State"), str(ContractState(now.state).label))
    yield Side(_("Term"), f"{written(now.starts_on)} – {written(now.present_end_on)}")
    if now.present_value is not None:
        yield Side(_("Value"), money(now.present_value, now.currency))
    if now.terminated_on:
        yield Side(_("Ended early on"), written(now.terminated_on))
