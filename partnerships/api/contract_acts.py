"""What is done with a contract after it was signed."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.models import Contract, User
from partnerships.services.contract_states import ContractAct, check_may
from partnerships.services.contracts import KEPT_ON_RENEWAL, amend_contract, record_contract
from partnerships.services.corrections import correct_contract
from partnerships.services.endings import close_contract, confirm_ending, terminate_contract
from partnerships.services.evaluations import record_evaluation
from partnerships.services.milestones import record_milestone
from partnerships.services.provenance import own_word
from partnerships.services.suspensions import resume_contract, suspend_contract

from .acts import ON_FACTS, Act, ConfirmationEntrySerializer, Values, done, recorded
from .contract_entries import (
    AmendmentEntrySerializer,
    ClosingEntrySerializer,
    CorrectionEntrySerializer,
    EndingEntrySerializer,
    EvaluationEntrySerializer,
    MilestoneEntrySerializer,
    RenewalEntrySerializer,
    ResumptionEntrySerializer,
    SuspensionEntrySerializer,
)
from .writing import NO_FILE, RecordingViewSet


def _may(act: ContractAct) -> Callable[[User, Any], None]:
    return lambda by, contract: check_may(by, act, contract)


def _correct(by: User, contract: Contract, values: Values, documented: bool) -> Contract:
    said = {name: values[name] for name in ("reason", "despite_duplicates") if name in values}
    changes = {name: value for name, value in values.items() if name not in said}
    return correct_contract(by=by, contract=contract, changes=changes, has_document=documented, **said)


def _renew(by: User, contract: Contract, values: Values, documented: bool) -> Contract:
    terms = {name: getattr(contract, name) for name in KEPT_ON_RENEWAL} | dict(values)
    word = own_word(by, has_document=documented)
    return record_contract(by=by, partnership=contract.partnership, renews=contract, provenance=word, **terms)


def _terminate(by: User, contract: Contract, values: Values, documented: bool) -> Contract:
    word = own_word(by, has_document=documented)
    return terminate_contract(by=by, contract=contract, verification=word.verification, **values)


ON_CONTRACTS: Mapping[str, Act] = {
    **ON_FACTS,
    "correct": Act(CorrectionEntrySerializer, _may(ContractAct.CORRECT), _correct),
    "amend": Act(AmendmentEntrySerializer, _may(ContractAct.AMEND), recorded(amend_contract, "contract")),
    "renew": Act(RenewalEntrySerializer, _may(ContractAct.RENEW), _renew, makes=True),
    "suspend": Act(SuspensionEntrySerializer, _may(ContractAct.SUSPEND), recorded(suspend_contract, "contract")),
    "resume": Act(ResumptionEntrySerializer, _may(ContractAct.RESUME), done(resume_contract, "contract")),
    "terminate": Act(EndingEntrySerializer, _may(ContractAct.TERMINATE), _terminate),
    "confirm_ending": Act(
        ConfirmationEntrySerializer, _may(ContractAct.CONFIRM_ENDING), done(confirm_ending, "contract")
    ),
    "close": Act(ClosingEntrySerializer, _may(ContractAct.CLOSE), done(close_contract, "contract")),
    "add_milestone": Act(
        MilestoneEntrySerializer, _may(ContractAct.ADD_MILESTONE), recorded(record_milestone, "contract")
    ),
    "evaluate": Act(EvaluationEntrySerializer, _may(ContractAct.EVALUATE), recorded(record_evaluation, "contract")),
}
"""What can be done with a contract, by the name of the action."""


class ActingOnContracts(RecordingViewSet):
    """Records contracts, and does with them what the pages do. Every act answers with the contract."""

    acts: ClassVar[Mapping[str, Act]] = ON_CONTRACTS

    @action(detail=True, methods=["post"], url_path="correct", url_name="correct")
    def correct(self, request: Request, pk: str) -> Response:  # noqa: ARG002 (the router's signature)
        """Puts right what was entered wrongly: the record is voided and made anew with all that hangs on it.

        The answer is the new record, at an address of its own; `corrects` names the old one.
        """
        return self.act(request)

    @action(detail=True, methods=["post"], url_path="amend", url_name="amend")
    def amend(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Records a signed change of the contract."""
        return self.act(request)

    @action(detail=True, methods=["post"], url_path="renew", url_name="renew")
    def renew(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Records the contract that follows this one; the answer is the new one."""
        return self.act(request)

    @action(detail=True, methods=["post"], url_path="suspend", url_name="suspend")
    def suspend(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Records that work rests. The agreement stays in force, and instalments stay due."""
        return self.act(request)

    @action(detail=True, methods=["post"], url_path="resume", url_name="resume", parser_classes=NO_FILE)
    def resume(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Records that work goes on."""
        return self.act(request)

    @action(detail=True, methods=["post"], url_path="terminate", url_name="terminate")
    def terminate(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Records that the contract was ended early."""
        return self.act(request)

    @action(detail=True, methods=["post"], url_path="confirm-ending", url_name="confirm-ending", parser_classes=NO_FILE)
    def confirm_ending(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Confirms, from the other side, how the contract was ended."""
        return self.act(request)

    @action(detail=True, methods=["post"], url_path="close", url_name="close", parser_classes=NO_FILE)
    def close(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Records that everything is settled. What is still open is named, and has to be accepted."""
        return self.act(request)

    @action(detail=True, methods=["post"], url_path="add-milestone", url_name="add-milestone")
    def add_milestone(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Records what the NGO has to deliver by a day."""
        return self.act(request)

    @action(detail=True, methods=["post"], url_path="evaluate", url_name="evaluate")
    def evaluate(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Records an evaluation or acceptance."""
        return self.act(request)
