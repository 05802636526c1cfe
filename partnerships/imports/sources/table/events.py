"""Sheets of interaction events."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partnerships.imports.findings import RawRow
from partnerships.imports.ledger import Ledger
from partnerships.imports.run import problems_of
from partnerships.models import Contract, EventType, InteractionEvent, Party, Side, Verification
from partnerships.services.event_rules import check_outcome, check_recorder, event_type
from partnerships.services.provenance import Provenance

from .keys import digest_key
from .ngos import read_ngo
from .payments import contracts_numbered
from .reading import TableCells, word_for
from .sheet import Line, Sheet
from .vocabulary import plain_title, types_of_events

PARTIES: Mapping[str, Any] = dict(Party.choices)


def load_events(sheet: Sheet) -> None:
    """Imports the sheet. NGOs are looked up, not registered."""
    sheet.parties.registers = False
    events = Ledger(sheet.part, InteractionEvent, forgets=True)
    types = {kind.code: kind for kind in EventType.objects.all()}
    words = types_of_events()
    for chunk in sheet.chunks():
        sheet.bodies.meet(cells.peek("government") for _row, cells in chunk)
        contracts = contracts_numbered(sheet, {cells.peek("contract") for _row, cells in chunk})
        reader = _Reader(sheet, types, words)
        lines = [line for row, cells in chunk if sheet.accept(line := reader.read(row, cells))]
        sheet.meet(lines)
        settled = [line for line in lines if _settle(sheet, line, contracts)]
        for line in sheet.unrepeated(settled):
            events.put(line.row, line.key, line.read)
        events.flush()


class _Reader:
    """Reads the rows of one chunk."""

    def __init__(self, sheet: Sheet, types: Mapping[str, EventType], words: Mapping[str, str]) -> None:
        self._sheet, self._types, self._words = sheet, types, words
        official = sheet.setting.is_official
        self._provenance = Provenance(
            Verification.OFFICIAL if official else Verification.SINGLE, Side.REGISTRY if official else Side.GOVERNMENT
        )

    def read(self, row: RawRow, cells: TableCells) -> Line:
        """One event, its subject not settled yet."""
        kind = self._type(cells)
        ngo = read_ngo(cells, self._sheet.setting)
        name = cells.text("government", at_most=300)
        of_ngo_alone = kind is not None and kind.scope == EventType.Scope.ORGANIZATION and not name
        government = None if of_ngo_alone or kind is None else self._sheet.bodies.of(cells, name)
        read = {
            "type_id": kind.code if kind else "",
            "occurred_on": cells.past("occurred_on", required=True),
            "outcome": self._outcome(cells, kind),
            "party": cells.word("party", word_for("party"), choices=PARTIES),
            "amount": cells.sum("amount"),
            "currency": cells.money_code("currency"),
            "note": cells.text("note"),
        }
        if kind is not None:
            self._check(cells, kind, read)
        words = {"type": kind, "government": government and government.name, "ngo": ngo and ngo.name}
        return Line(row, cells, read, tuple(party for party in (government, ngo) if party), words=words)

    def _type(self, cells: TableCells) -> EventType | None:
        text = cells.text("type", required=True)
        code = self._words.get(plain_title(text), "")
        if text and not code:
            sentence = _("“%(value)s” is no type of event. The methodology page lists them with their codes.")
            cells.refuse("type", sentence % {"value": text})
        return self._types.get(code)

    def _outcome(self, cells: TableCells, kind: EventType | None) -> str:
        return (
            cells.word("outcome", word_for("outcome"), choices={each: each for each in kind.outcomes}) if kind else ""
        )

    def _check(self, cells: TableCells, kind: EventType, read: Mapping[str, Any]) -> None:
        """The rules of the taxonomy, told beside the cells they are about."""
        try:
            event_type(kind)
            check_recorder(self._sheet.setting.by, kind, self._provenance)
            check_outcome(kind, read["outcome"], read["party"], has_contract=bool(cells.peek("contract")))
        except ValidationError as error:
            for problem in problems_of(error):
                if not any(known.field == problem.field for known in cells.problems):
                    cells.refuse(problem.field, problem.reason)


def _settle(sheet: Sheet, line: Line, contracts: Mapping[str, Sequence[Contract]]) -> bool:
    """Gives the event its subject, its contract and its key; False where the row was refused."""
    if len(line.parties) == 2:
        partnership = sheet.pair(line)
        if partnership is None:
            return False
        line.read |= {"partnership_id": partnership, "contract_id": None}
        if number := line.cells.peek("contract"):
            found = [each for each in contracts.get(number, ()) if each.partnership_id == partnership]
            if len(found) != 1:
                reason = _("No contract “%(number)s” of these two is on record.") % {"number": number}
                line.cells.refuse("contract", reason)
                sheet.part.refuse(line.row, line.cells.problems)
                return False
            line.read["contract_id"] = found[0].pk
    else:
        organization = sheet.lone(line)
        if organization is None:
            return False
        line.read["organization_id"] = organization.pk
    read = line.read
    subject = ("p", read["partnership_id"]) if "partnership_id" in read else ("o", read["organization_id"])
    content = (read["type_id"], *subject, read["occurred_on"], read["outcome"], read["amount"], read["note"])
    line.key = digest_key(f"table:{sheet.setting.sender}:event", *content)
    return True
