"""The NGOs a sheet names: by code, by another number, or by name."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from stdnum.br import cnpj

from partnerships.imports.parties import Kind, Party, Scheme, Sector
from partnerships.models import Jurisdiction

from .plan import Setting
from .reading import TableCells

# Places 1 and 2 of a code: by which department, and as what, the organization is registered.
KIND_BY_CODE = {"51": Kind.SOCIAL_GROUP, "52": Kind.SOCIAL_SERVICE, "53": Kind.FOUNDATION}
KIND_BY_ENDING: Sequence[tuple[str, Kind]] = (
    ("基金会", Kind.FOUNDATION),
    ("联合会", Kind.NGO_FEDERATION),
    ("协会", Kind.SOCIAL_GROUP),
    ("学会", Kind.SOCIAL_GROUP),
    ("商会", Kind.SOCIAL_GROUP),
    ("促进会", Kind.SOCIAL_GROUP),
    ("association", Kind.SOCIAL_GROUP),
    ("foundation", Kind.FOUNDATION),
)


def read_ngo(cells: TableCells, setting: Setting, *, kind: str = "", place: Jurisdiction | None = None) -> Party | None:
    """The row's NGO; None, with a refusal, where it has neither name nor code."""
    name = cells.text("ngo", at_most=300)
    code = cells.uscc("ngo_uscc")
    number = cells.number_text("ngo_number", at_most=100)
    identifiers = {Scheme.USCC: code} if code else {}
    if number:
        scheme, value = _in_register(number, setting)
        identifiers[scheme] = value
    if not name and not identifiers:
        cells.refuse("ngo", _("No NGO is named: give its name or its code."))
        return None
    return Party(
        name=name,
        sector=Sector.NGO,
        kind=kind or _kind(name, code),
        identifiers=identifiers,
        known_by_name=bool(name),
        jurisdiction=place or setting.place,
    )


def _in_register(number: str, setting: Setting) -> tuple[Scheme, str]:
    if cnpj.is_valid(number):
        return Scheme.CNPJ, cnpj.compact(number)
    return Scheme.LOCAL, f"table:{setting.sender}:{number}"


def _kind(name: str, code: str) -> Kind:
    """What the code says, else the ending of the name; social service agencies are the most common."""
    by_code = KIND_BY_CODE.get(code[:2])
    by_ending = next((kind for ending, kind in KIND_BY_ENDING if name.casefold().endswith(ending)), None)
    return by_code or by_ending or Kind.SOCIAL_SERVICE
