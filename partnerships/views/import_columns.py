"""Saying how a file is to be understood: what its columns mean, and what it does not say."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.access import Action, check_act
from partnerships.forms.imports import COLUMN, ColumnsForm, LookForm, OptionsForm
from partnerships.imports.findings import UnusableFileError
from partnerships.imports.grids import Grid, grids_of
from partnerships.imports.parties import JURISDICTION
from partnerships.imports.queueing import send_to_worker
from partnerships.imports.sources.table import TABLE
from partnerships.imports.sources.table.fields import KINDS, Content, kinds_by_name
from partnerships.imports.sources.table.guessing import guess, guess_as
from partnerships.imports.sources.table.layout import Layout, lay_out
from partnerships.imports.sources.table.plan import Plan
from partnerships.imports.sources.table.reading import currency_in, unit_above, unit_in
from partnerships.imports.uploads import path_of, source_of
from partnerships.models import ImportBatch, User
from partnerships.services.import_states import ask_for_check, recall_columns, remember_columns

from .entering import form_data
from .imports import address_of_import, batch_of


@dataclass(frozen=True)
class Draft:
    """A plan for a sheet, and where it comes from: "chosen", "remembered" or "guessed"."""

    plan: Plan
    layout: Layout
    origin: str
    options: Mapping[str, Any]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what the file is taken for, lets that be corrected, and sends it to be checked."""
    batch = batch_of(request, pk)
    check_act(request.user, Action.CLOSE, batch)
    if ImportBatch.State.MAPPED not in ImportBatch.TRANSITIONS[ImportBatch.State(batch.state)]:
        return HttpResponseRedirect(address_of_import(batch))
    try:
        return _columns(request, batch) if batch.source == TABLE.name else _options(request, batch)
    except UnusableFileError as error:
        return render(
            request,
            "partnerships/import_unusable.html",
            {"batch": batch, "reason": error.reason},
            status=HTTPStatus.GONE,
        )


def _options(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """A file of a known form: nothing to match, at most something to add."""
    source = source_of(batch)
    names = [option.name for option in source.options if _may_choose(request, option.name)]
    initial = batch.options or None
    form = OptionsForm(**form_data(request), names=names, initial=initial)
    if request.method == "POST" and form.is_valid() and _send(request, batch, form, {}, form.as_options()):
        return HttpResponseRedirect(address_of_import(batch))
    return _answer(request, form, {"batch": batch, "source": source}, "partnerships/import_options.html")


def _may_choose(request: HttpRequest, name: str) -> bool:
    """Staff import for their own jurisdiction."""
    return name != JURISDICTION.name or request.user.is_administrator  # type: ignore[union-attr]


def _columns(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """A spreadsheet of somebody's own."""
    grids = grids_of(path_of(batch))
    asked = request.POST if request.method == "POST" else request.GET
    draft = _draft(request.user, batch, grids, asked)  # type: ignore[arg-type]
    columns = [(column.place, column.title) for column in draft.layout.columns]
    meanings = [(field.name, field.label) for field in draft.plan.kind.fields]
    form = ColumnsForm(
        **form_data(request),
        user=request.user,
        columns=columns,
        meanings=meanings,
        kind=draft.plan.kind.name,
        initial={**draft.options, **{f"{COLUMN}{place}": name for place, name in draft.plan.fields.items()}},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and _is_complete(form, draft)
        and _check(request, batch, form, draft)
    ):
        return HttpResponseRedirect(address_of_import(batch))
    context = {
        "batch": batch,
        "look": _look_form(draft, grids),
        "draft": draft,
        "rows": [(column, form[f"{COLUMN}{column.place}"]) for column in draft.layout.columns],
        "needed": [field.label for field in draft.plan.kind.fields if field.required],
        "missing": draft.plan.kind.missing(set(draft.plan.fields.values())) if request.method != "POST" else (),
    }
    return _answer(request, form, context, "partnerships/import_columns.html")


def _answer(request: HttpRequest, form: BaseForm, context: Mapping[str, Any], template: str) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, template, {"form": form, **context}, status=status)


def _draft(user: User, batch: ImportBatch, grids: Any, asked: Mapping[str, str]) -> Draft:
    """What was asked for; else what was chosen before; else what is remembered of these titles; else a guess."""
    if asked.get("kind") in kinds_by_name():
        return _asked(grids, asked)
    if batch.mapping:
        plan = Plan.read(batch.mapping)
        return Draft(plan, plan.layout(_grid(grids, plan.sheet)), "chosen", {**batch.options, "unit": plan.unit})
    grid = grids[0]
    layout = lay_out(grid)
    remembered = recall_columns(by=user, fingerprint=layout.fingerprint)
    if remembered:
        plan = replace(
            Plan.read(remembered["plan"]),
            sheet=grid.name,
            header_row=layout.header_row,
            header_depth=layout.header_depth,
        )
        return Draft(plan, layout, "remembered", {**remembered["options"], "unit": plan.unit})
    found = guess(layout.columns)
    plan = Plan(found.kind, grid.name, layout.header_row, layout.header_depth, 0, found.fields)
    return Draft(plan, layout, "guessed", _said_by(layout))


def _said_by(layout: Layout) -> dict[str, str]:
    """What the titles say of the whole sheet: the currency its sums are in."""
    currency = currency_in(column.title for column in layout.columns)
    return {"currency": currency} if currency else {}


def _asked(grids: Any, asked: Mapping[str, str]) -> Draft:
    """The sheet, row of titles and kind somebody chose. A row of titles goes with its sheet."""
    grid = _grid(grids, asked.get("sheet", ""))
    is_same_sheet = asked.get("looked_at", grid.name) == grid.name
    row, depth = (_number(asked.get(name, "")) if is_same_sheet else 0 for name in ("header_row", "header_depth"))
    layout = lay_out(grid, row, depth)
    kind = kinds_by_name()[asked["kind"]]
    fields = guess_as(kind, layout.columns).fields
    plan = Plan(kind, grid.name, layout.header_row, layout.header_depth, 0, fields)
    return Draft(plan, layout, "guessed", _said_by(layout))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _grid(grids: Any, name: str) -> Grid:
    found: Grid = next((grid for grid in grids if grid.name == name), grids[0])
    return found


def _look_form(draft: Draft, grids: Any) -> LookForm:
    plan = draft.plan
    return LookForm(
        kinds=[(kind.name, kind.label) for kind in KINDS],
        sheets=[(grid.name, f"{grid.name} ({grid.rows_total})") for grid in grids],
        initial={
            "kind": plan.kind.name,
            "sheet": plan.sheet,
            "header_row": draft.layout.header_row,
            "header_depth": draft.layout.header_depth,
        },
        auto_id="look_%s",
    )


def _is_complete(form: ColumnsForm, draft: Draft) -> bool:
    """Whether everything the kind needs has a column; what has none is said above the form."""
    missing = draft.plan.kind.missing(set(form.cleaned_data["meanings"].values()))
    for words in missing:
        sentence = _("No column means “%(field)s” yet. Choose the one that does; without it no row can be read.")
        form.add_error(None, sentence % {"field": words})
    unclear = _without_unit(form, draft)
    if unclear:
        sentence = _("Some titles say 万元, but not “%(titles)s”. Say what those sums are in.")
        form.add_error("unit", sentence % {"titles": "”, “".join(unclear)})
    return not missing and not unclear


def _without_unit(form: ColumnsForm, draft: Draft) -> list[str]:
    """Titles of sums without a unit beside others in ten thousands, where nothing else tells: guessing would be off
    by ten thousand.
    """
    if form.cleaned_data.get("unit") or unit_above(draft.layout.above):
        return []
    titles = {column.place: column.title for column in draft.layout.columns}
    sums = [
        titles[place]
        for place, name in form.cleaned_data["meanings"].items()
        if (field := draft.plan.kind.field(name)) and field.content is Content.AMOUNT
    ]
    units = {title: unit_in(title) for title in sums}
    return [title for title, unit in units.items() if unit is None] if any(u and u > 1 for u in units.values()) else []


def _check(request: HttpRequest, batch: ImportBatch, form: ColumnsForm, draft: Draft) -> bool:
    cleaned = form.cleaned_data
    plan = replace(draft.plan, unit=cleaned.get("unit") or 0, fields=cleaned["meanings"])
    body = cleaned.get("government")
    chosen = {
        "government": str(body.pk) if body else "",
        "method": cleaned.get("method"),
        "currency": cleaned.get("currency"),
        "register": cleaned.get("register"),
    }
    options = {name: value for name, value in chosen.items() if value}
    if not _send(request, batch, form, plan.as_json(), options):
        return False
    remember_columns(
        by=request.user,  # type: ignore[arg-type]
        fingerprint=draft.layout.fingerprint,
        mapping={"plan": plan.as_json(), "options": options},
    )
    return True


def _send(
    request: HttpRequest, batch: ImportBatch, form: BaseForm, mapping: Mapping[str, Any], options: Mapping[str, str]
) -> bool:
    """Sends the import to be checked; where its state has moved on meanwhile, says so in the form."""
    try:
        with transaction.atomic():
            send_to_worker(ask_for_check(by=request.user, batch=batch, mapping=mapping, options=options))  # type: ignore[arg-type]
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    return True
