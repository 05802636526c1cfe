"""Sheets of payments under contracts that are on record."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from partnerships.imports.findings import RawRow
from partnerships.imports.ledger import Ledger
from partnerships.imports.payments import PaymentMade
from partnerships.models import Contract, OrganizationIdentifier, Payment

from .keys import natural_key
from .reading import TableCells, word_for
from .sheet import Line, Sheet

# Two entries with all of these alike are one payment, by whatever file or hand they came.
PARTICULARS = ("contract_id", "due_on", "amount_due", "paid_on", "amount_paid")
STAGES: Mapping[str, Any] = dict(Payment.Stage.choices)


def load_payments(sheet: Sheet) -> None:
    """Imports the sheet."""
    payments = Ledger(sheet.part, Payment, completion=PaymentMade(), forgets=True)
    if "stage" not in sheet.rows.names:
        sheet.part.remark_on_file("stage", _("No column says which instalment it is; all are interim instalments."))
    for chunk in sheet.chunks():
        contracts = contracts_numbered(sheet, {cells.peek("number") for _row, cells in chunk})
        lines = [line for row, cells in chunk if sheet.accept(line := _read(row, cells, sheet, contracts))]
        known = _on_record(lines)
        for line in sheet.unrepeated(lines):
            keys = known[_particulars(line.read)]
            if keys and line.key not in keys:
                reason = _("A payment of this sum and day is on record under the contract already, from elsewhere.")
                sheet.part.leave_out(line.row, "amount_paid", reason)
            else:
                payments.put(line.row, line.key, line.read)
        payments.flush()


def _particulars(payment: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(payment[name] for name in PARTICULARS)


def _on_record(lines: Sequence[Line]) -> Mapping[tuple[Any, ...], set[str]]:
    """The keys of the payments under these contracts, by what makes two entries the same payment. One query."""
    found: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    standing = Payment.objects.standing().filter(contract__in={line.read["contract_id"] for line in lines})
    for payment in standing.values(*PARTICULARS, "source_key"):
        found[_particulars(payment)].add(payment["source_key"])
    return found


def contracts_numbered(sheet: Sheet, numbers: set[str]) -> Mapping[str, Sequence[Contract]]:
    """The standing contracts with the numbers that the sender may see. One query."""
    by = sheet.setting.by
    seen = Contract.objects.visible_to(by) if by else Contract.objects.all()
    found: dict[str, list[Contract]] = defaultdict(list)
    for contract in (
        seen.standing().filter(number__in=numbers - {""}).select_related("partnership__government", "partnership__ngo")
    ):
        found[contract.number].append(contract)
    return found


def _read(row: RawRow, cells: TableCells, sheet: Sheet, contracts: Mapping[str, Sequence[Contract]]) -> Line:
    number = cells.number_text("number", required=True, at_most=100)
    contract = _contract(cells, sheet, number, contracts.get(number, ())) if number else None
    due_on, paid_on = cells.any_day("due_on"), cells.past("paid_on")
    due, paid = cells.sum("amount_due"), cells.sum("amount_paid")
    stage, sequence = _stage(cells)
    if due is None and paid is None and not cells.problems:
        cells.refuse("amount_paid", _("Neither a sum due nor a sum paid is given."))
    if due_on is None and paid_on is None:
        cells.refuse("paid_on", _("Give the day the payment is due or the day it was paid."))
    if paid and paid_on is None and "paid_on" in cells.values:
        cells.refuse("paid_on", _("A sum was paid and no day is given. Give the day it was paid."))
    if paid_on and paid is None:
        paid = due
    read = {
        "contract_id": contract.pk if contract else None,
        "stage": stage,
        "due_on": due_on,
        "amount_due": due if due is not None else paid,
        "paid_on": paid_on,
        "amount_paid": paid if paid_on else None,
        "paid_recorded_at": sheet.part.run.moment if paid_on else None,
    }
    line = Line(row, cells, read)
    if contract:
        prefix = f"table:{sheet.setting.sender}:payment"
        day = due_on or paid_on
        which = sequence or f"{cells.peek('stage')}:{day}"
        line.key = natural_key(prefix, contract.partnership_id, number, which)
    return line


def _stage(cells: TableCells) -> tuple[str, str]:
    """The instalment, and the number that tells payments apart, where the sheet has one."""
    sequence = cells.number_text("sequence", at_most=50)
    written = cells.peek("stage").removesuffix(".0")
    if written.isdigit():
        return (Payment.Stage.FIRST if int(written) == 1 else Payment.Stage.INTERIM), sequence
    stage = cells.word("stage", word_for("stage"), choices=STAGES) if written else Payment.Stage.INTERIM
    return stage, sequence


def _contract(cells: TableCells, sheet: Sheet, number: str, found: Sequence[Contract]) -> Contract | None:
    """The contract of the number, told from others by the NGO or the body where the row names them."""
    ngo, code, body = cells.peek("ngo"), cells.uscc("ngo_uscc"), cells.peek("government")
    if len(found) > 1 and code:
        holders = OrganizationIdentifier.objects.filter(value=code).values_list("organization", flat=True)
        found = [each for each in found if each.partnership.ngo_id in set(holders)]
    if len(found) > 1 and ngo:
        found = [each for each in found if ngo in {each.partnership.ngo.name, each.partnership.ngo.name_en}]
    if len(found) > 1 and (body or sheet.setting.government):
        wanted = body or (sheet.setting.government.name if sheet.setting.government else "")
        found = [each for each in found if each.partnership.government.name == wanted]
    words = {"number": number}
    if not found:
        cells.refuse("number", _("No contract “%(number)s” is on record within your reach. Import it first.") % words)
    elif len(found) > 1:
        cells.refuse("number", _("Several contracts have the number “%(number)s”. Add a column with the NGO.") % words)
    return found[0] if len(found) == 1 else None
