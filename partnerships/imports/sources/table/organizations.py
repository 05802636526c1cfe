"""Sheets of NGOs: new ones are registered, known ones get the numbers and names they did not have."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from partnerships.imports.findings import Problem, RawRow, RowRefusedError
from partnerships.models import Jurisdiction, Organization
from partnerships.services.organizations import add_other_name

from .ngos import read_ngo
from .reading import TableCells, word_for
from .sheet import Line, Sheet

# What an NGO can be registered as.
KINDS: Mapping[str, Any] = {
    kind.value: kind.label
    for kind in (
        Organization.Kind.SOCIAL_SERVICE,
        Organization.Kind.SOCIAL_GROUP,
        Organization.Kind.FOUNDATION,
        Organization.Kind.NGO_FEDERATION,
        Organization.Kind.CHARITY,
    )
}


def load_organizations(sheet: Sheet) -> None:
    """Imports the sheet."""
    for chunk in sheet.chunks():
        places = _places(sheet, {cells.peek("place") for _row, cells in chunk} - {""})
        lines = [line for row, cells in chunk if sheet.accept(line := _read(row, cells, sheet, places))]
        sheet.meet(lines)
        new = set(sheet.parties.registered)
        for line in lines:
            _settle(sheet, line, new)


def _places(sheet: Sheet, words: set[str]) -> Mapping[str, Sequence[Jurisdiction]]:
    """The divisions of the names and codes, in the sender's own jurisdiction where there is one. One query."""
    rows: Iterable[Jurisdiction] = Jurisdiction.objects.filter(
        Q(code__in=words) | Q(name__in=words) | Q(name_en__in=words)
    )
    own = sheet.setting.by.organization.jurisdiction if sheet.setting.by and sheet.setting.by.organization else None
    found: dict[str, list[Jurisdiction]] = {}
    for place in rows:
        if own is None or place.path.startswith(own.path):
            for word in {place.code, place.name, place.name_en} & words:
                found.setdefault(word, []).append(place)
    return found


def _read(row: RawRow, cells: TableCells, sheet: Sheet, places: Mapping[str, Sequence[Jurisdiction]]) -> Line:
    kind = cells.word("kind", word_for("kind"), choices=KINDS)
    party = read_ngo(cells, sheet.setting, kind=kind, place=_place(cells, places))
    read = {
        "ngo": cells.text("ngo", required=True),
        "ngo_uscc": cells.peek("ngo_uscc"),
        "name_en": cells.text("name_en", at_most=300),
        "service_field": cells.text("service_field", at_most=100),
        "mission": cells.text("mission"),
        "registered_on": cells.past("registered_on"),
        "former_name": cells.text("former_name", at_most=300),
        "kind": kind and str(KINDS[kind]),
    }
    if party is None:
        return Line(row, cells, read)
    details = {name: read[name] for name in ("name_en", "service_field", "mission", "registered_on")}
    return Line(row, cells, read, (replace(party, **details),))


def _place(cells: TableCells, places: Mapping[str, Sequence[Jurisdiction]]) -> Jurisdiction | None:
    word = cells.peek("place")
    found = places.get(word, ())
    if word and len(found) != 1:
        words = {"place": word}
        sentence = (
            _("Several divisions are called “%(place)s”. Give the code.")
            if found
            else _("There is no division “%(place)s” in your jurisdiction. Give its name or its code.")
        )
        cells.refuse("place", sentence % words)
    return found[0] if len(found) == 1 else None


def _settle(sheet: Sheet, line: Line, new: set[int]) -> None:
    """Counts the row as created, corrected or unchanged, once its NGO is found or registered."""
    part = sheet.part
    known = sheet.parties.at_hand(line.parties)
    try:
        with part.attempt(line.row):
            organization, remarks = (known[0], []) if known else sheet.parties.settle(line.parties[0])
            former = line.read["former_name"]
            added = bool(former) and former not in sheet.parties.names_of(organization)
            if added:
                add_other_name(by=sheet.setting.by, organization=organization, name=former)
                sheet.parties.names_of(organization).add(former)
    except RowRefusedError:
        sheet.parties.forget()
        return
    if organization.pk in new | sheet.parties.registered:
        new.discard(organization.pk)
        sheet.parties.registered.discard(organization.pk)
        outcome = "created"
    else:
        outcome = "corrected" if remarks or added else "unchanged"
    part.run.report.record("organization", outcome)
    part.settle(outcome)
    part.remark(line.row, [*remarks, *([Problem("", _("The former name was added."))] if added and known else [])])
