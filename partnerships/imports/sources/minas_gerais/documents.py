"""The documents of the agreements of Minas Gerais: amendments, and rescissions and extinctions that end one early."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from partnerships.imports.attachments import Attachments
from partnerships.imports.findings import Problem, RawRow, RowRefusedError
from partnerships.imports.ledger import Ledger
from partnerships.imports.run import Part, problems_of
from partnerships.models import Amendment, Contract, Party
from partnerships.services.addresses import Address
from partnerships.services.endings import terminate_contract

from .held import Agreements, Held
from .rows import Agreement, AgreementDocument
from .terms import ENDINGS, ORIGINALS, Change, Document, Refusal, Term, Termination, changes, termination


class Documents:
    """All documents of one import, by agreement. They are few: hundreds, not millions."""

    def __init__(self, part: Part, rows: Iterable[tuple[RawRow, AgreementDocument]]) -> None:
        self.part = part
        self._amendments = Ledger(part, Amendment)
        self._by_agreement: dict[str, list[Document]] = defaultdict(list)
        for row, document in rows:
            self._by_agreement[document.agreement].append((row, document))

    def original(self, agreement: str) -> AgreementDocument | None:
        """The document the agreement was made by."""
        originals = self._of_kind(agreement, ORIGINALS)
        return originals[0][1] if originals else None

    def settle_original(self, agreement: str, outcome: str) -> None:
        """The row of the original document shares the fate of its contract; a second one is refused."""
        originals = self._of_kind(agreement, ORIGINALS)
        if originals:
            self.part.settle(outcome)
        for row, _document in originals[1:]:
            words = {"first": originals[0][0].location}
            reason = _("The agreement has its original document at %(first)s already.") % words
            self.part.refuse(row, [Problem("document", reason)])

    def amend(self, agreement: str, held: Held, term: Term) -> None:
        """Records the amendments of one agreement and moves its last day."""
        documents = [pair for pair in self._by_agreement[agreement] if pair[1].title not in ORIGINALS | ENDINGS]
        for found in changes(term, documents):
            if isinstance(found, Refusal):
                self.part.refuse(found.row, [found.problem])
            else:
                self._write(found, held)

    def end(self, part: Part, row: RawRow, agreement: Agreement, held: Held) -> None:
        """Records the early ending, if there is one. `part` and `row` are those of the agreement."""
        endings = self._of_kind(agreement.id, ENDINGS)
        try:
            ending = termination(agreement, endings)
        except RowRefusedError as refusal:
            self.part.remark(row, refusal.problems)
            for document_row, _document in endings:
                self.part.refuse(document_row, refusal.problems)
            return
        if ending is None:
            return
        where, at = (self.part, ending.row) if ending.row else (part, row)
        where.remark(at, ending.remarks)
        outcome = self._terminate(where, at, held, ending)
        for number, _ending in enumerate(endings):
            self.part.settle(outcome if number == 0 else "unchanged")

    def record_amendments(self) -> None:
        """Writes the amendments of all agreements."""
        self._amendments.flush()

    def finish(self, agreements: Agreements) -> None:
        """Writes the addresses of the amendments' texts; refuses documents of agreements not on record."""
        texts = Attachments(self.part)
        for agreement, documents in self._by_agreement.items():
            try:
                agreements.of(agreement)
            except RowRefusedError as refusal:
                for row, _document in documents:
                    self.part.refuse(row, refusal.problems)
                continue
            for row, document in documents:
                amendment = self._amendments.ids.get(_key(document))
                if amendment:
                    texts.put(row, Address(Amendment, amendment, document.url, document.title))
        texts.flush()

    def _of_kind(self, agreement: str, titles: frozenset[str]) -> list[Document]:
        return [pair for pair in self._by_agreement.get(agreement, []) if pair[1].title in titles]

    def _write(self, change: Change, held: Held) -> None:
        document = change.document
        fields = {
            "contract_id": held.contract,
            "number": document.title,
            "signed_on": change.signed_on,
            "new_ends_on": change.new_end,
            "description": document.title + (f" ({document.amends})" if document.amends else ""),
        }
        if self._amendments.put(change.row, _key(document), fields):
            self.part.remark(change.row, change.remarks)
            held.ends_on = change.new_end or held.ends_on

    def _terminate(self, where: Part, row: RawRow, held: Held, ending: Termination) -> str:
        """Ends the contract, or says what stands against it. Returns what became of the document's row."""
        contract = Contract.objects.get(pk=held.contract)
        if contract.terminated_on is None:
            return self._end_contract(where, row, contract, held, ending)
        held.terminated_on = contract.terminated_on
        where.run.report.record("termination", "unchanged")
        if contract.terminated_on != ending.on:
            words = {"known": contract.terminated_on, "day": ending.on}
            reason = _("It is on record as ended on %(known)s; %(day)s, given here, is not taken over.") % words
            where.remark(row, [Problem("start_date", reason)])
        return "unchanged"

    def _end_contract(self, where: Part, row: RawRow, contract: Contract, held: Held, ending: Termination) -> str:
        try:
            terminate_contract(
                by=where.run.by,
                contract=contract,
                terminated_on=ending.on,
                party=ending.party,
                fault=Party.NONE,
                verification=where.provenance()["verification"],
                reason=ending.reason,
            )
        except (ValidationError, PermissionDenied) as error:
            where.remark(row, problems_of(error))
            return "left_out"
        held.terminated_on = ending.on
        where.run.report.record("termination", "created")
        return "created"


def _key(document: AgreementDocument) -> str:
    return f"minas_gerais:document:{document.agreement}:{document.title}"
