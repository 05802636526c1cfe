"""Sheets of contracts: one contract in each row, with up to four payments."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from partnerships.imports.findings import RawRow
from partnerships.imports.ledger import Ledger, Of
from partnerships.imports.parties import Party, Scheme
from partnerships.imports.payments import PaymentMade
from partnerships.models import Contract, Payment

from .keys import digest_key, natural_key
from .ngos import read_ngo
from .reading import TableCells, word_for
from .sheet import Line, Sheet

STAGES = ("first", "interim", "balance", "whole")
METHODS: Mapping[str, Any] = dict(Contract.Method.choices)


def load_contracts(sheet: Sheet) -> None:
    """Imports the sheet."""
    contracts = Ledger(sheet.part, Contract, forgets=True)
    payments = Ledger(sheet.part, Payment, counts_rows=False, completion=PaymentMade(), forgets=True)
    for chunk in sheet.chunks():
        sheet.bodies.meet(_bodies(chunk))
        lines = [line for row, cells in chunk if sheet.accept(line := _read(row, cells, sheet))]
        sheet.meet(lines)
        _put(sheet, lines, contracts, payments)
        contracts.flush()
        payments.flush()


def _bodies(chunk: Sequence[tuple[RawRow, TableCells]]) -> set[str]:
    """The names and codes of the bodies; what is wrong with a code is said when its row is read."""
    return {
        word
        for _row, cells in chunk
        for word in (cells.peek("government"), cells.peek("government_uscc").upper())
        if word
    }


def _read(row: RawRow, cells: TableCells, sheet: Sheet) -> Line:
    code = cells.uscc("government_uscc")
    government = sheet.bodies.of(cells, cells.text("government", at_most=300), code)
    ngo = read_ngo(cells, sheet.setting)
    signed_on = cells.past("signed_on", required=True)
    starts_on = cells.any_day("starts_on") or signed_on
    ends_on = cells.any_day("ends_on", required=True)
    if starts_on and ends_on and ends_on < starts_on:
        words = {"end": ends_on, "start": starts_on}
        cells.refuse("ends_on", _("It ends on %(end)s, before it starts on %(start)s.") % words)
    read = {
        "number": cells.number_text("number", at_most=100),
        "title": cells.text("title", required=True, at_most=1000),
        "method": _method(cells, sheet),
        "catalogue_code": cells.number_text("catalogue_code", at_most=50),
        "signed_on": signed_on,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "value": cells.sum("value"),
        "currency": cells.money_code("currency"),
        "payments": [
            payment for stage in STAGES if f"{stage}_amount" in cells.values and (payment := _payment(cells, stage))
        ],
    }
    return Line(row, cells, read, (government, ngo) if government and ngo else (), words=_words(read, government, ngo))


def _words(read: Mapping[str, Any], government: Party | None, ngo: Party | None) -> dict[str, Any]:
    """What is shown of the row before it is recorded, beside what is kept as it is."""
    words: dict[str, Any] = {
        "government": government and government.name,
        "ngo": ngo and ngo.name,
        "ngo_uscc": ngo and ngo.identifiers.get(Scheme.USCC, ""),
        "method": METHODS.get(read["method"], ""),
    }
    for payment in read["payments"]:
        stage = payment["stage"]
        words[f"{stage}_amount"] = payment["amount_due"]
        words[f"{stage}_due_on"], words[f"{stage}_paid_on"] = payment["due_on"], payment["paid_on"]
    return words


def _method(cells: TableCells, sheet: Sheet) -> str:
    """The method in the row, else the one of the whole sheet."""
    method = cells.word("method", word_for("method"), choices=METHODS)
    if not method and not cells.peek("method"):
        method = sheet.setting.method
        if not method:
            cells.refuse("method", _("No procurement method is named, here or for the whole sheet."))
    return method


def _payment(cells: TableCells, stage: str) -> dict[str, Any] | None:
    """The instalment of one stage, where the row has one."""
    amount = cells.sum(f"{stage}_amount")
    due_on, paid_on = cells.any_day(f"{stage}_due_on"), cells.past(f"{stage}_paid_on")
    if amount is None and paid_on:
        cells.refuse(f"{stage}_amount", _("A day of payment is given and no sum. Give the sum."))
    if not amount:
        return None
    if due_on is None and paid_on is None:
        cells.remark(f"{stage}_amount", _("No day is given on which it is due or was paid; no payment is recorded."))
        return None
    paid = {"paid_on": paid_on, "amount_paid": amount if paid_on else None}
    return {"stage": stage, "due_on": due_on, "amount_due": amount, **paid}


def _put(sheet: Sheet, lines: Sequence[Line], contracts: Ledger, payments: Ledger) -> None:
    sender = sheet.setting.sender
    settled = []
    for line in lines:
        partnership = sheet.pair(line)
        if partnership is not None:
            line.read["partnership_id"] = partnership
            line.key = _key(sender, line.read)
            settled.append(line)
    known = _of_the_same_number(settled)
    for line in sheet.unrepeated(settled):
        fields = {name: value for name, value in line.read.items() if name != "payments"}
        others = known[fields["partnership_id"], fields["number"]]
        if others and all(other.source_key != line.key for other in others):
            reason = _("A contract with this number is on record already, from elsewhere: %(contract)s.")
            sheet.part.leave_out(line.row, "number", reason % {"contract": others[0]})
        elif contracts.put(line.row, line.key, fields):
            _put_payments(line, contracts, payments)


def _key(sender: str, read: Mapping[str, Any]) -> str:
    prefix = f"table:{sender}:contract"
    if read["number"]:
        return natural_key(prefix, read["partnership_id"], read["number"])
    return digest_key(prefix, read["partnership_id"], read["title"], read["signed_on"])


def _of_the_same_number(lines: Sequence[Line]) -> Mapping[tuple[int, str], Sequence[Contract]]:
    """The standing contracts of the same parties and number, wherever they came from. One query."""
    found: dict[tuple[int, str], list[Contract]] = defaultdict(list)
    for contract in Contract.objects.standing().filter(
        partnership__in={line.read["partnership_id"] for line in lines},
        number__in={line.read["number"] for line in lines} - {""},
    ):
        found[contract.partnership_id, contract.number].append(contract)
    return found


def _put_payments(line: Line, contracts: Ledger, payments: Ledger) -> None:
    for payment in line.read["payments"]:
        moment = payments.part.run.moment if payment["paid_on"] else None
        fields = {"contract_id": Of(contracts, line.key), **payment, "paid_recorded_at": moment}
        payments.put(line.row, natural_key(line.key, payment["stage"]), fields)
