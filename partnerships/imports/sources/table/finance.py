"""Sheets of the annual finance of NGOs: one NGO and year in each row."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from partnerships.imports.findings import RawRow
from partnerships.imports.ledger import Ledger
from partnerships.models import AnnualFinance

from .keys import natural_key
from .ngos import read_ngo
from .reading import TableCells
from .sheet import Line, Sheet


def load_finance(sheet: Sheet) -> None:
    """Imports the sheet. NGOs are looked up, not registered."""
    sheet.parties.registers = False
    years = Ledger(sheet.part, AnnualFinance, forgets=True)
    for chunk in sheet.chunks():
        lines = [line for row, cells in chunk if sheet.accept(line := _read(row, cells, sheet))]
        sheet.meet(lines)
        settled = [line for line in lines if _settle(sheet, line)]
        others = _keys_of_years(settled)
        for line in sheet.unrepeated(settled):
            if others.get((line.read["organization_id"], line.read["year"]), line.key) != line.key:
                reason = _("This year of the NGO is on record already, from elsewhere.")
                sheet.part.leave_out(line.row, "year", reason)
            else:
                years.put(line.row, line.key, line.read)
        years.flush()


def _read(row: RawRow, cells: TableCells, sheet: Sheet) -> Line:
    ngo = read_ngo(cells, sheet.setting)
    total, government = cells.sum("total_income", required=True), cells.sum("government_income")
    if total is not None and government is not None and government > total:
        words = {"part": government, "total": total}
        cells.refuse("government_income", _("%(part)s is more than the total income of %(total)s.") % words)
    read = {
        "year": cells.year("year"),
        "total_income": total,
        "government_income": government,
        "currency": cells.money_code("currency"),
    }
    return Line(row, cells, read, (ngo,) if ngo else ())


def _settle(sheet: Sheet, line: Line) -> bool:
    organization = sheet.lone(line)
    if organization is None:
        return False
    line.read["organization_id"] = organization.pk
    line.key = natural_key(f"table:{sheet.setting.sender}:finance", organization.pk, line.read["year"])
    return True


def _keys_of_years(lines: Sequence[Line]) -> Mapping[tuple[int, int], str]:
    """By which key each year of these NGOs is on record; empty for what did not come from a file. One query."""
    found = AnnualFinance.objects.standing().filter(
        organization__in={line.read["organization_id"] for line in lines},
        year__in={line.read["year"] for line in lines},
    )
    return {
        (organization, year): key for organization, year, key in found.values_list("organization", "year", "source_key")
    }
