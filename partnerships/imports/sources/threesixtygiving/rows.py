"""Grants as the 360Giving standard has them. CSV, workbook and JSON become the same row, under the CSV titles."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from partnerships.imports.cells import Cells
from partnerships.imports.findings import Problem, RawRow
from partnerships.imports.json_items import kind_of
from partnerships.imports.tables import Columns

GRANTS = Columns(
    (
        "Identifier",
        "Title",
        "Currency",
        "Amount Awarded",
        "Award Date",
        "Recipient Org:Identifier",
        "Recipient Org:Name",
        "Funding Org:Identifier",
        "Funding Org:Name",
    )
)
# Where each column stands in the JSON. The second part is a member of the first object of the list named first.
MEMBERS: Mapping[str, tuple[str, str]] = {
    "Identifier": ("", "id"),
    "Title": ("", "title"),
    "Currency": ("", "currency"),
    "Amount Awarded": ("", "amountAwarded"),
    "Amount Disbursed": ("", "amountDisbursed"),
    "Award Date": ("", "awardDate"),
    "Planned Dates:Start Date": ("plannedDates", "startDate"),
    "Planned Dates:End Date": ("plannedDates", "endDate"),
    "Planned Dates:Duration (months)": ("plannedDates", "duration"),
    "Recipient Org:Identifier": ("recipientOrganization", "id"),
    "Recipient Org:Name": ("recipientOrganization", "name"),
    "Recipient Org:Charity Number": ("recipientOrganization", "charityNumber"),
    "Recipient Org:Company Number": ("recipientOrganization", "companyNumber"),
    "Funding Org:Identifier": ("fundingOrganization", "id"),
    "Funding Org:Name": ("fundingOrganization", "name"),
    "Grant Programme:Code": ("grantProgramme", "code"),
    "Grant Programme:Title": ("grantProgramme", "title"),
    "From an open call?": ("", "fromOpenCall"),
}
IN_JSON = {column: f"{group}[0].{member}" if group else member for column, (group, member) in MEMBERS.items()}
ASSUMED_MONTHS = 12
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Grant:
    """One award. `ends_on` is the last day."""

    id: str
    title: str
    currency: str
    awarded: Decimal
    disbursed: Decimal | None
    awarded_on: date
    starts_on: date
    ends_on: date
    recipient_id: str
    recipient_name: str
    charity_number: str
    company_number: str
    funder_id: str
    funder_name: str
    programme: str
    open_call: bool | None
    remarks: list[Problem]


def flattened(row: RawRow) -> RawRow:
    """A JSON grant under the CSV titles. Groups that are no list, or name two recipients, make the row a faulty one."""
    faults = [_fault(row.values, group) for group in ("recipientOrganization", "fundingOrganization", "plannedDates")]
    values = {column: _member(row.values, group, member) for column, (group, member) in MEMBERS.items()}
    return RawRow(row.location, values, row.fault or next(filter(None, faults), ""), IN_JSON)


def _fault(values: Mapping[str, Any], group: str) -> str:
    found = values.get(group)
    if found is not None and not (isinstance(found, list) and all(isinstance(item, dict) for item in found)):
        words = {"group": group, "kind": kind_of(found)}
        return _("“%(group)s” is %(kind)s; it should be a list of objects.") % words
    if group == "recipientOrganization" and len(found or []) > 1:
        return _("The grant names %(number)d recipients; split it into one grant for each.") % {
            "number": len(found or [])
        }
    return ""


def _member(values: Mapping[str, Any], group: str, member: str) -> Any:
    if not group:
        return values.get(member)
    found = values.get(group)
    first = found[0] if isinstance(found, list) and found else {}
    return first.get(member) if isinstance(first, dict) else None


def parse_grant(row: RawRow) -> Grant:
    """Raises RowRefusedError with every cell that cannot be read."""
    cells = Cells(row)
    awarded_on = cells.past_day("Award Date")
    starts_on = cells.day("Planned Dates:Start Date") or awarded_on
    grant = Grant(
        id=cells.text("Identifier", required=True, at_most=100),
        title=cells.text("Title", required=True, at_most=1000),
        currency=cells.currency("Currency"),
        awarded=cells.amount("Amount Awarded", required=True),
        disbursed=cells.amount("Amount Disbursed"),
        awarded_on=awarded_on,
        starts_on=starts_on,
        ends_on=_last_day(cells, starts_on) if starts_on else awarded_on,
        recipient_id=cells.text("Recipient Org:Identifier", required=True, at_most=110),
        recipient_name=cells.text("Recipient Org:Name", required=True, at_most=300),
        charity_number=cells.text("Recipient Org:Charity Number"),
        company_number=cells.text("Recipient Org:Company Number"),
        funder_id=cells.text("Funding Org:Identifier", required=True, at_most=110),
        funder_name=cells.text("Funding Org:Name", required=True, at_most=300),
        programme=cells.text("Grant Programme:Code", at_most=50),
        open_call=cells.flag("From an open call?"),
        remarks=cells.remarks,
    )
    cells.finish()
    return grant


def _last_day(cells: Cells, starts_on: date) -> date:
    """The planned end; else the start and the duration; else a year, which is said."""
    end: date | None = cells.day("Planned Dates:End Date")
    if end is not None:
        if end < starts_on:
            words = {"end": end, "start": starts_on}
            cells.refuse("Planned Dates:End Date", _("It ends on %(end)s, before it starts on %(start)s.") % words)
        return end
    months = cells.count("Planned Dates:Duration (months)")
    if months is not None and not 0 < months <= 600:
        cells.refuse(
            "Planned Dates:Duration (months)", _("A grant cannot run for %(months)d months.") % {"months": months}
        )
        return starts_on
    if months is None:
        sentence = _("Neither an end nor a duration is given; entered with %(months)d months.")
        cells.remark("Planned Dates:Duration (months)", sentence % {"months": ASSUMED_MONTHS})
    return months_after(starts_on, months or ASSUMED_MONTHS) - ONE_DAY


def months_after(day: date, months: int) -> date:
    """The same day some months later; the last of the month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
