"""Administrative divisions, loaded from data."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.access import Action, check_act
from partnerships.models import Jurisdiction, User

from .refusals import refuse

LEVELS = list(Jurisdiction.Level.values)
FIELDS = ["name", "name_en", "level", "parent", "path"]


@dataclass(frozen=True)
class JurisdictionRow:
    """One division: its code, name, level, and the code of the division it is part of (none at the top)."""

    code: str
    name: str
    level: str
    parent: str = ""
    name_en: str = ""


@transaction.atomic
def load_jurisdictions(*, by: User | None, rows: Iterable[JurisdictionRow]) -> int:
    """Writes the rows over what is known and returns how many were new. Loading again changes nothing.

    Divisions that are not among the rows stay. A parent is among the rows or known already. One query per level.
    """
    check_act(by, Action.MANAGE, Jurisdiction())
    by_level: dict[str, list[JurisdictionRow]] = {level: [] for level in LEVELS}
    for row in rows:
        if row.level not in by_level:
            known = ", ".join(LEVELS)
            refuse("level", _("“%(value)s” is no level. Use one of: %(known)s."), value=row.level, known=known)
        by_level[row.level].append(row)
    places = {place.code: place for place in Jurisdiction.objects.all()}
    before = len(places)
    for level in LEVELS:
        places |= _write([_place(row, places) for row in by_level[level]])
    _repair_paths(places)
    return len(places) - before


def _place(row: JurisdictionRow, places: dict[str, Jurisdiction]) -> Jurisdiction:
    parent = places.get(row.parent)
    if row.parent and parent is None:
        sentence = _("%(code)s %(name)s is part of %(parent)s, which is not known. Load the level above first.")
        refuse("parent", sentence, code=row.code, name=row.name, parent=row.parent)
    if parent and LEVELS.index(parent.level) >= LEVELS.index(row.level):
        sentence = _("%(code)s %(name)s cannot be part of %(parent)s, which is not above it. Correct the level.")
        refuse("parent", sentence, code=row.code, name=row.name, parent=parent)
    path = (parent.path if parent else "/") + row.code + "/"
    return Jurisdiction(code=row.code, name=row.name, name_en=row.name_en, level=row.level, parent=parent, path=path)


def _write(places: list[Jurisdiction]) -> dict[str, Jurisdiction]:
    for place in places:
        place.clean_fields(exclude=["parent"])
    Jurisdiction.objects.bulk_create(
        places, batch_size=5000, update_conflicts=True, unique_fields=["code"], update_fields=FIELDS
    )
    return {place.code: place for place in places}


def _repair_paths(places: dict[str, Jurisdiction]) -> None:
    """Moves what hangs below a division that was put elsewhere."""
    by_key = {place.pk: place for place in places.values()}
    moved = []
    for place in sorted(by_key.values(), key=lambda each: LEVELS.index(each.level)):
        parent = by_key.get(place.parent_id) if place.parent_id else None
        path = (parent.path if parent else "/") + place.code + "/"
        if path != place.path:
            place.path = path
            moved.append(place)
    Jurisdiction.objects.bulk_update(moved, ["path"], batch_size=1000)
