"""Agreements of Minas Gerais: the two parties and the contract, then what its documents changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from partnerships.imports.attachments import Attachments
from partnerships.imports.findings import RawRow, RowRefusedError
from partnerships.imports.ledger import Ledger
from partnerships.imports.parties import Parties
from partnerships.imports.run import Part
from partnerships.models import Contract
from partnerships.services.addresses import Address

from .documents import Documents
from .held import Agreements, Held
from .parties import Numbers, Successions, registered_numbers, settle_parties
from .rows import Agreement
from .terms import Term, original_term

# The files do not say how a party was chosen. Both instruments follow a public call that weighs proposals and then
# settles the work programme with the chosen organization, which is what a competitive consultation is.
METHOD = Contract.Method.CONSULTATION


@dataclass(slots=True)
class Written:
    """An agreement whose contract is on record."""

    row: RawRow
    agreement: Agreement
    term: Term


def load_agreements(
    part: Part, rows: Iterable[tuple[RawRow, Agreement]], documents: Documents, parties: Parties
) -> Agreements:
    """Records parties, contracts, amendments and early endings. What is wrong is noted on the file it stands in."""
    contracts = Ledger(part, Contract)
    written = list(_write_contracts(rows, contracts, documents, parties))
    contracts.flush()
    agreements, texts = Agreements(), Attachments(part)
    for one in written:
        key = _key(one.agreement.id)
        if key not in contracts.ids:
            continue
        held = Held(contracts.ids[key], one.term.starts_on, one.term.ends_on)
        agreements.held[one.agreement.id] = held
        documents.settle_original(one.agreement.id, contracts.outcomes[key])
        documents.amend(one.agreement.id, held, one.term)
    # Whether an ending comes before the last day is asked of what is on record: the amendments have to be there.
    documents.record_amendments()
    for one in written:
        if one.agreement.id not in agreements.held:
            continue
        held = agreements.held[one.agreement.id]
        documents.end(part, one.row, one.agreement, held)
        texts.put(one.row, Address(Contract, held.contract, one.agreement.url, one.agreement.type))
    texts.flush()
    documents.finish(agreements)
    return agreements


def _key(agreement: str) -> str:
    return f"minas_gerais:agreement:{agreement}"


def _write_contracts(
    rows: Iterable[tuple[RawRow, Agreement]], contracts: Ledger, documents: Documents, parties: Parties
) -> Iterable[Written]:
    """Settles parties and puts contracts, from the oldest on: so the later of two names becomes the present one."""
    ordered = sorted(rows, key=lambda pair: pair[1].starts_on)
    numbers = registered_numbers(agreement for _row, agreement in ordered)
    successions = Successions(parties)
    for row, agreement in ordered:
        try:
            with contracts.part.attempt(row):
                one = _write_contract(row, agreement, contracts, documents, (parties, numbers, successions))
        except RowRefusedError:
            parties.forget()
            continue
        if one is not None:
            yield one


def _write_contract(
    row: RawRow,
    agreement: Agreement,
    contracts: Ledger,
    documents: Documents,
    who: tuple[Parties, Numbers, Successions],
) -> Written | None:
    parties, numbers, successions = who
    term = original_term(agreement, documents.original(agreement.id))
    body, ngo, remarks = settle_parties(agreement, numbers, parties)
    fields = {
        "partnership_id": parties.partnership(body, ngo),
        "number": agreement.id,
        "title": agreement.object,
        "method": METHOD,
        "catalogue_code": agreement.area,
        # The day of signature is not in the files; the first day of validity stands for it.
        "signed_on": term.starts_on,
        "starts_on": term.starts_on,
        "ends_on": term.ends_on,
        "value": agreement.planned,
        "currency": "BRL",
    }
    if not contracts.put(row, _key(agreement.id), fields):
        return None
    successions.note(agreement, body)
    contracts.part.remark(row, [*agreement.remarks, *term.remarks, *remarks])
    return Written(row, agreement, term)
