"""Grants become contracts: an award between a public funder and an organization, for a sum and a time.

An award is no payment. Only where the file says what was disbursed is a payment recorded.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from partnerships.imports.files import SourceFile, examine_file
from partnerships.imports.findings import Problem, RawRow, RowRefusedError
from partnerships.imports.json_items import read_items
from partnerships.imports.ledger import Ledger, Of
from partnerships.imports.org_ids import OF_CHARITIES, OF_COMPANIES, as_identifier, is_in, number_in
from partnerships.imports.parties import Kind, Parties, Party, Scheme, Sector
from partnerships.imports.run import ImportRun, Part, chunks
from partnerships.imports.shape import Shape, is_workbook
from partnerships.imports.tables import open_workbook, read_csv, read_sheet
from partnerships.models import Contract, Payment

from .rows import GRANTS, Grant, flattened, parse_grant

NAME = "threesixtygiving"
# A call open to all, for small sums to voluntary groups, is what public venture philanthropy is.
OPEN_CALL, NO_CALL = Contract.Method.VENTURE, Contract.Method.DIRECT


def recognises(shape: Shape) -> bool:
    """Whether it is a table with the standard's titles, or JSON with its grants."""
    in_json = shape.list == "grants" or {"awardDate", "amountAwarded"} <= shape.members
    return in_json or {"Award Date", "Amount Awarded", "Recipient Org:Identifier"} <= shape.titles


def load_grants(run: ImportRun, path: Path, options: Mapping[str, str]) -> None:
    """Imports one file. Raises UnusableFileError where it is no 360Giving file."""
    file = examine_file(path, is_text=not is_workbook(path))
    part = run.open_part(file)
    parties = Parties.of_run(run, options)
    contracts, payments = Ledger(part, Contract), Ledger(part, Payment, counts_rows=False)
    for chunk in chunks(part.parsed(_rows(file), parse_grant)):
        parties.meet(_parties(grant) for _row, grant in chunk if not _is_no_government(grant))
        for row, grant in chunk:
            _put(row, grant, parties, contracts, payments)
    contracts.flush()
    payments.flush()


def _rows(file: SourceFile) -> Iterator[RawRow]:
    if not file.encoding:
        book = open_workbook(file)
        return read_sheet(book, book.sheet_names[0], GRANTS, file.label)
    with file.text() as text:
        is_json = text.read(1000).lstrip("\ufeff \t\r\n").startswith(("{", "["))
    return map(flattened, read_items(file, ("grants",))) if is_json else read_csv(file, GRANTS)


def _put(row: RawRow, grant: Grant, parties: Parties, contracts: Ledger, payments: Ledger) -> None:
    """Puts a grant's contract, and the payment if there is one."""
    try:
        fields, remarks = _contract(row, grant, parties, contracts.part)
    except RowRefusedError:
        return
    if contracts.put(row, f"{NAME}:{grant.id}", fields):
        contracts.part.remark(row, [*grant.remarks, *remarks])
        _pay(row, grant, contracts, payments)


def _is_no_government(grant: Grant) -> bool:
    return is_in(grant.funder_id, OF_CHARITIES + OF_COMPANIES)


def _parties(grant: Grant) -> tuple[Party, Party]:
    """Funder and recipient."""
    scheme, value = as_identifier(grant.funder_id, NAME)
    return (
        Party(grant.funder_name, Sector.GOVERNMENT, Kind.GOVERNMENT_BODY, {scheme: value}),
        Party(grant.recipient_name, Sector.NGO, _kind(grant), _identifiers(grant)),
    )


def _contract(row: RawRow, grant: Grant, parties: Parties, part: Part) -> tuple[dict[str, Any], list[Problem]]:
    """The contract's fields, and what is to be said about its parties. Raises RowRefusedError, which is noted."""
    if _is_no_government(grant):
        words = {"name": grant.funder_name, "id": grant.funder_id}
        sentence = _("%(name)s (%(id)s) is a charity or a company; only grants of government bodies are recorded.")
        part.refuse(row, [Problem("Funding Org:Identifier", sentence % words)])
        raise RowRefusedError([])
    partnership, remarks = parties.pair(row, part, *_parties(grant))
    fields = {
        "partnership_id": partnership,
        "number": grant.id,
        "title": grant.title,
        "method": OPEN_CALL if grant.open_call else NO_CALL,
        "catalogue_code": grant.programme,
        "signed_on": grant.awarded_on,
        "starts_on": grant.starts_on,
        "ends_on": grant.ends_on,
        "value": grant.awarded,
        "currency": grant.currency,
    }
    return fields, remarks


def _identifiers(grant: Grant) -> dict[str, str]:
    """The recipient's id, and the registers' numbers that stand beside it."""
    identifiers: dict[str, str] = {}
    if grant.company_number:
        identifiers[Scheme.GB_COH] = grant.company_number
    if grant.charity_number:
        identifiers[Scheme.GB_CHC] = number_in(Scheme.GB_CHC, grant.charity_number)
    scheme, value = as_identifier(grant.recipient_id, NAME)
    return {**identifiers, scheme: value}


def _kind(grant: Grant) -> Kind:
    """Registered charities, community companies, and groups in no register."""
    if grant.charity_number or is_in(grant.recipient_id, OF_CHARITIES):
        return Kind.CHARITY
    if grant.company_number or is_in(grant.recipient_id, OF_COMPANIES):
        return Kind.SOCIAL_SERVICE
    return Kind.SOCIAL_GROUP


def _pay(row: RawRow, grant: Grant, contracts: Ledger, payments: Ledger) -> None:
    """Puts the payment, where the file says what was disbursed."""
    if not grant.disbursed:
        return
    reason = _("The file does not say when the sum was disbursed; entered is the day of the award.")
    payments.part.remark(row, [Problem("Amount Disbursed", reason)])
    fields = {
        "contract_id": Of(contracts, f"{NAME}:{grant.id}"),
        "stage": Payment.Stage.WHOLE,
        "amount_due": grant.disbursed,
        "paid_on": grant.awarded_on,
        "amount_paid": grant.disbursed,
        "paid_recorded_at": payments.part.run.moment,
    }
    payments.put(row, f"{NAME}:{grant.id}:disbursed", fields)
