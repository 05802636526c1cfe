"""One award to one supplier, typed, with the buyer and the procurement it came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from partnerships.imports.cells import Cells
from partnerships.imports.findings import Problem, RawRow, RowRefusedError
from partnerships.imports.org_ids import OF_CHARITIES, is_in
from partnerships.models import Contract

from .compiling import Process

Method = Contract.Method
# What the details say is more exact than the method's code, so it is looked at first. Beginnings, in lower case.
BY_DETAILS: tuple[tuple[str, Method], ...] = (
    ("call-off from a framework", Method.FRAMEWORK),
    ("call-off from a dynamic", Method.FRAMEWORK),
    ("competitive quotation", Method.INQUIRY),
    ("single tender action (below", Method.DIRECT),
    ("negotiated procedure without", Method.SINGLE_SOURCE),
    ("negotiated procedure", Method.NEGOTIATION),
    ("competitive procedure with negotiation", Method.NEGOTIATION),
)
BY_CODE: Mapping[str, Method] = {
    "open": Method.OPEN_TENDER,
    "selective": Method.INVITED,
    "limited": Method.INVITED,
    "direct": Method.SINGLE_SOURCE,
}
UNKNOWN_METHOD = Method.SINGLE_SOURCE
NO_CURRENCY = "XXX"  # ISO 4217: no currency involved
IN_FORCE = frozenset({"", "active"})


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who an award went to. `registered` is its id in a register ("GB-CHC-1110767"), where the notice has one."""

    id: str
    name: str
    registered: str
    is_voluntary: bool

    @property
    def is_ngo(self) -> bool:
        """What the notice says: marked as voluntary, or with a charity's number."""
        return self.is_voluntary or is_in(self.registered, OF_CHARITIES) or is_in(self.id, OF_CHARITIES)


@dataclass(frozen=True, slots=True)
class Award:
    """One award to one supplier. `ends_on` is the last day; `value` is None where this supplier's part is unknown."""

    key: str
    number: str
    title: str
    status: str
    method: Method
    classification: str
    signed_on: date
    starts_on: date
    ends_on: date
    value: Decimal | None
    currency: str
    buyer_id: str
    buyer_name: str
    supplier: Supplier
    remarks: list[Problem]


def award_rows(process: Process) -> Iterator[RawRow]:
    """A row for each supplier of each award, with what a person needs to find it again."""
    for place, award in enumerate(process.state.get("awards", [])):
        suppliers = award.get("suppliers")
        for index, supplier in enumerate(suppliers if isinstance(suppliers, list) and suppliers else [None]):
            location = f"{process.row.location}.awards[{place}].suppliers[{index}]"
            yield RawRow(location, {"award": award, "supplier": supplier})


def parse_award(row: RawRow, process: Process) -> Award:
    """Raises RowRefusedError with every member that cannot be read."""
    state, award, supplier = process.state, row.values["award"], row.values["supplier"]
    if not isinstance(supplier, dict):
        raise RowRefusedError([Problem("suppliers", _("The award names no supplier."))])
    cells = Cells(row, values=award)
    tender = cells.inside("tender", state.get("tender", {}))
    buyer = cells.inside("buyer", state["buyer"])
    starts_on, ends_on = _period(cells, award, tender.values)
    value, currency = _value(cells, award)
    parties = [party for party in state.get("parties", []) if party.get("id") == supplier.get("id")]
    parsed = Award(
        key=f"ocds:{state['ocid']}:{award.get('id')}:{supplier.get('id')}",
        number=_number(cells, award),
        title=cells.text("title", at_most=1000) or tender.text("title", at_most=1000) or state["ocid"],
        status=cells.text("status"),
        method=_method(cells, tender.values),
        classification=_classification(tender),
        signed_on=cells.past_day("date"),
        starts_on=starts_on,
        ends_on=ends_on,
        value=value,
        currency=currency,
        buyer_id=buyer.text("id"),
        buyer_name=buyer.text("name", required=True, at_most=300),
        supplier=_supplier(cells, supplier, parties[0] if parties else {}),
        remarks=cells.remarks,
    )
    if len(parsed.key) > 200:
        cells.refuse("id", _("The ids of process, award and supplier are too long together (200 characters fit)."))
    cells.finish()
    return parsed


def _number(cells: Cells, award: Mapping[str, Any]) -> str:
    """The contract's number: as it was written, where our extension tells it, else the award's id."""
    identifier = cells.text("id", required=True, at_most=100)
    return cells.text("number", at_most=100) if isinstance(award.get("number"), str) else identifier


def _period(cells: Cells, award: Mapping[str, Any], tender: Mapping[str, Any]) -> tuple[Any, Any]:
    """First and last day: the award's own, else the planned ones of the tender, which is said."""
    period = award.get("contractPeriod")
    if not isinstance(period, dict):
        period = tender.get("contractPeriod")
        if not isinstance(period, dict):
            reason = _("Neither the award nor the tender says from when to when the contract runs.")
            cells.refuse("contractPeriod", reason)
            return None, None
        cells.remark("contractPeriod", _("The award has no period; the one planned in the tender is used."))
    dates = cells.inside("contractPeriod", period)
    start, end = dates.day("startDate", required=True), dates.day("endDate", required=True)
    if start and end and end < start:
        words = {"start": start, "end": end}
        cells.refuse("contractPeriod", _("The contract ends on %(end)s, before it starts on %(start)s.") % words)
    return start, end


def _value(cells: Cells, award: Mapping[str, Any]) -> tuple[Decimal | None, str]:
    """The sum and its currency. A sum for several suppliers, or of nothing, is not the value of one contract."""
    value = award.get("value")
    if not isinstance(value, dict) or value.get("amount") is None:
        cells.remark("value", _("The award has no value."))
        has_currency = isinstance(value, dict) and value.get("currency")
        return None, cells.inside("value", value).currency("currency") if has_currency else NO_CURRENCY
    inner = cells.inside("value", value)
    amount, currency = inner.amount("amount"), inner.currency("currency")
    if amount == 0:
        cells.remark("value", _("A value of 0 says that none is published; entered without a value."))
        return None, currency
    number = len(award.get("suppliers") or [])
    if number > 1:
        words = {"amount": amount, "currency": currency, "number": number}
        sentence = _("%(amount)s %(currency)s went to %(number)d suppliers together; each one's part is not on record.")
        cells.remark("value", sentence % words)
        return None, currency
    return amount, currency


def _method(cells: Cells, tender: Mapping[str, Any]) -> Method:
    details = str(tender.get("procurementMethodDetails") or "").casefold()
    with override("en"):
        by_name = {str(method.label): method for method in Method}
    if details in by_name:
        return by_name[details]
    for beginning, method in BY_DETAILS:
        if details.startswith(beginning):
            return method
    code = str(tender.get("procurementMethod") or "")
    if code not in BY_CODE:
        cells.remark("procurementMethod", _("How the supplier was chosen is not stated; entered as single source."))
    return BY_CODE.get(code, UNKNOWN_METHOD)


def _classification(tender: Cells) -> str:
    """Scheme and code of what was bought, as in "CPV 85300000"; empty where there is none that fits."""
    found = tender.values.get("classification")
    inner = tender.inside("tender.classification", found if isinstance(found, dict) else {})
    code = f"{inner.text('scheme')} {inner.text('id')}".strip()
    return code if len(code) <= 50 else ""


def _supplier(cells: Cells, supplier: Mapping[str, Any], party: Mapping[str, Any]) -> Supplier:
    inner, known = cells.inside("", supplier), cells.inside("", party)
    found = Supplier(
        id=inner.text("id"),
        name=inner.text("name", at_most=300) or known.text("name", at_most=300),
        registered=_registered(party),
        is_voluntary=_details(party).get("vcse") is True,
    )
    if not found.name:
        cells.refuse("suppliers", _("The supplier has no name."))
    if not found.id:
        cells.refuse("suppliers", _("The supplier has no id."))
    if found.is_ngo and not (is_in(found.registered, OF_CHARITIES) or is_in(found.id, OF_CHARITIES)):
        sentence = _(
            "%(name)s is taken for an NGO because the notice marks it as voluntary (vcse); it has no charity's number. "
            "If that is a slip of the publisher, void the contract."
        )
        cells.remark("suppliers", sentence % {"name": found.name})
    return found


def _details(party: Mapping[str, Any]) -> Mapping[str, Any]:
    details = party.get("details")
    return details if isinstance(details, dict) else {}


def _registered(party: Mapping[str, Any]) -> str:
    """The register's code and number, as org-id.guide joins them; empty where the party has none."""
    identifier = party.get("identifier")
    if not isinstance(identifier, dict) or not (identifier.get("scheme") and identifier.get("id")):
        return ""
    return f"{identifier['scheme']}-{identifier['id']}"
