"""Correcting a contract: what changes, what stays, and that the past reads as it was known then."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from partnerships.models import Contract, DocumentLink, Fact, InteractionEvent, Payment
from partnerships.services.contracts import record_contract
from partnerships.services.corrections import correct_contract
from partnerships.services.documents import attach_document
from partnerships.services.endings import close_contract, confirm_ending, terminate_contract
from partnerships.services.provenance import Provenance
from partnerships.services.verification import confirm_fact, contest_fact, rule_on_contest
from tests import facts
from tests.cast import Cast
from tests.facts import FACTS
from tests.partnerships.services.refusals import refused

BY_STAFF = Provenance("single", "gov")
WRONG = "A slip of the keys"


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A contract for 2023, entered by the bureau and confirmed by the NGO."""
    contract = record_contract(
        by=cast.staff,
        partnership=cast.partnership,
        number="HT-1",
        title="居家养老服务",
        method="open_tender",
        signed_on=date(2022, 12, 20),
        starts_on=date(2023, 1, 1),
        ends_on=date(2023, 12, 31),
        value=Decimal(300_000),
        provenance=BY_STAFF,
    )
    confirmed = confirm_fact(by=cast.ngo_manager, fact=contract)
    assert isinstance(confirmed, Contract)
    return confirmed


def correct(cast: Cast, contract: Contract, **given: Any) -> Contract:
    """The contract with the value that was meant."""
    terms = {"by": cast.staff, "contract": contract, "changes": {"value": Decimal(330_000)}, "reason": WRONG}
    return correct_contract(**{**terms, **given})


def test_a_correction_voids_the_row_and_leads_on_to_the_new_one(cast: Cast, contract: Contract) -> None:
    corrected = correct(cast, contract)
    contract.refresh_from_db()
    assert (contract.void_reason, contract.voided_by, contract.corrected_by) == (WRONG, cast.staff, corrected)
    assert contract.voided_at == corrected.recorded_at
    assert (corrected.value, corrected.title, corrected.number) == (Decimal(330_000), contract.title, "HT-1")
    assert contract.value == Decimal(300_000)


def test_what_both_sides_had_confirmed_is_one_sides_word_again(cast: Cast, contract: Contract) -> None:
    corrected = correct(cast, contract)
    assert (corrected.verification, corrected.recorded_side, corrected.recorded_by) == ("single", "gov", cast.staff)
    assert confirm_fact(by=cast.ngo_manager, fact=corrected).verification == "dual"


def test_a_document_makes_the_new_word_better(cast: Cast, contract: Contract) -> None:
    document = attach_document(by=cast.staff, fact=contract, title="The contract", url="https://example.org/1")
    corrected = correct(cast, contract)
    assert corrected.verification == "single_doc"
    assert DocumentLink.objects.filter(document=document, object_id=corrected.pk).count() == 1


def test_an_administrator_corrects_in_the_name_of_nobody(cast: Cast, contract: Contract) -> None:
    corrected = correct(cast, contract, by=cast.administrator)
    assert (corrected.verification, corrected.recorded_side) == ("single", "gov")
    imported = facts.contract(cast.street_partnership, source_key="row 1")
    imported.save()
    again = correct(cast, imported, by=cast.administrator)
    assert (again.verification, again.recorded_side, again.source_key) == ("official", "registry", "")


def test_everything_that_hangs_on_it_is_recorded_anew_in_the_same_moment(cast: Cast, contract: Contract) -> None:
    old: list[Fact] = []
    for number, model in enumerate(FACTS):
        if hasattr(model, "contract"):
            row = FACTS[model](cast.partnership, contract=contract, source_key=f"row {number}", recorded_by=cast.staff)
            row.save()
            attach_document(by=None, fact=row, title="A file", url=f"https://example.org/{number}")
            old.append(row)
    assert len(old) == 6
    corrected = correct(cast, contract)
    for row in old:
        row.refresh_from_db()
        new: Any = type(row)._default_manager.get(contract=corrected)  # type: ignore[misc]
        assert (row.voided_at, row.void_reason, new.recorded_at) == (corrected.recorded_at, WRONG, row.voided_at)
        for column in ("verification", "recorded_side", "recorded_by", "import_batch"):
            assert getattr(new, column) == getattr(row, column), column
        assert new.source_key == ""
        assert DocumentLink.objects.filter(object_id=new.pk, content_type__model=new._meta.model_name).count() == 1


def test_voided_parts_stay_where_they_were(cast: Cast, contract: Contract) -> None:
    now = timezone.now()
    facts.payment(cast.partnership, contract=contract, voided_at=now, void_reason="Twice").save()
    assert not correct(cast, contract).payments.exists()


def test_renewals_and_events_that_end_events_follow(cast: Cast, contract: Contract) -> None:
    given = {"renews": contract, "signed_on": date(2023, 12, 1), "number": "HT-2"}
    renewal = facts.contract(cast.partnership, **given)
    renewal.save()
    facts.payment(cast.partnership, contract=renewal).save()
    body = facts.event(cast.partnership, type_id="REC_JOINT_BODY", contract=contract)
    body.save()
    facts.event(cast.partnership, 1, type_id="NET_EXIT", closes=body).save()
    corrected = correct(cast, contract)
    renewal.refresh_from_db()
    assert renewal.corrected_by.renews == corrected
    assert renewal.corrected_by.payments.count() == 1
    exit_event = InteractionEvent.objects.standing().get(type="NET_EXIT")
    assert exit_event.closes == InteractionEvent.objects.standing().get(type="REC_JOINT_BODY")
    assert exit_event.closes.contract == corrected
    assert Payment.objects.standing().count() == 1


def test_nothing_is_corrected_while_an_objection_is_open(cast: Cast, contract: Contract) -> None:
    payment = facts.payment(cast.partnership, contract=contract)
    payment.save()
    contest = contest_fact(by=cast.ngo_manager, fact=payment, grounds="It was paid")
    with refused("reason", "objection"):
        correct(cast, contract)
    rule_on_contest(by=cast.administrator, contest=contest, outcome="dismissed", ruling="It was not.")
    correct(cast, contract)


@pytest.mark.parametrize(
    ("field", "given", "part"),
    [
        ("reason", {"reason": " "}, "empty"),
        ("reason", {"changes": {"value": Decimal(300_000)}}, "Nothing differs"),
        ("ends_on", {"changes": {"ends_on": date(2022, 12, 31)}}, "2022-12-31"),
        ("value", {"changes": {"value": Decimal(-1)}}, "-1"),
        ("signed_on", {"changes": {"signed_on": date(2023, 6, 2)}}, "An amendment was signed on 2023-06-01"),
        ("starts_on", {"changes": {"starts_on": date(2024, 4, 1), "ends_on": date(2025, 1, 1)}}, "2024-03-31"),
        ("terminated_on", {"changes": {"terminated_on": date(2023, 5, 1)}}, "Record its ending"),
        ("title", {"changes": {"title": ""}}, ""),
    ],
)
def test_a_correction_with_an_error_changes_nothing(
    cast: Cast, contract: Contract, field: str, given: dict[str, Any], part: str
) -> None:
    facts.amendment(cast.partnership, contract=contract).save()
    with refused(field, part):
        correct(cast, contract, **given)
    assert not Contract.objects.get().is_voided
    assert contract.amendments.standing().count() == 1


def test_a_correction_may_not_make_a_duplicate_by_mistake(cast: Cast, contract: Contract) -> None:
    facts.contract(cast.partnership, 2, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31)).save()
    with refused("despite_duplicates", "HT-2"):
        correct(cast, contract, changes={"number": "HT-2"})
    correct(cast, contract, changes={"number": "HT-2"}, despite_duplicates=True)


def test_only_who_recorded_a_contract_corrects_it(cast: Cast, contract: Contract) -> None:
    for person in (cast.ngo_manager, cast.street_staff, cast.analyst):
        with pytest.raises(PermissionDenied):
            correct(cast, contract, by=person)


def test_a_row_that_was_corrected_is_not_corrected_again(cast: Cast, contract: Contract) -> None:
    correct(cast, contract)
    with refused("voided_at"):
        correct(cast, contract)


def ended(cast: Cast, contract: Contract, **given: Any) -> Contract:
    terms = {"party": "ngo", "fault": "ngo", "verification": "single"}
    return terminate_contract(
        **{"by": cast.staff, "contract": contract, "terminated_on": date(2023, 6, 1), **terms, **given}
    )


def test_an_ending_and_a_closing_stay_as_they_were_unless_corrected(cast: Cast, contract: Contract) -> None:
    ended(cast, contract)
    confirm_ending(by=cast.ngo_manager, contract=contract)
    close_contract(by=cast.staff, contract=contract, closed_on=date(2024, 1, 1), despite_open=True)
    corrected = correct(cast, contract)
    assert (corrected.terminated_on, corrected.ending_verification) == (date(2023, 6, 1), "dual")
    assert corrected.closed_on == date(2024, 1, 1)
    moments = {corrected.recorded_at, corrected.termination_recorded_at, corrected.closing_recorded_at}
    assert moments == {corrected.recorded_at}


def test_a_corrected_ending_is_one_sides_word_again(cast: Cast, contract: Contract) -> None:
    ended(cast, contract)
    confirm_ending(by=cast.ngo_manager, contract=contract)
    corrected = correct(cast, contract, changes={"termination_fault": "none"})
    assert (corrected.termination_fault, corrected.ending_verification) == ("none", "single")
    assert corrected.termination_confirmed_by is None


def test_an_ending_and_a_closing_are_taken_back(cast: Cast, contract: Contract) -> None:
    ended(cast, contract)
    close_contract(by=cast.staff, contract=contract, closed_on=date(2024, 1, 1), despite_open=True)
    corrected = correct(cast, contract, changes={"terminated_on": None, "closed_on": None})
    assert (corrected.terminated_on, corrected.closed_on, corrected.ending_verification) == (None, None, "")


def test_the_ending_the_other_side_recorded_is_not_corrected_but_contested(cast: Cast, contract: Contract) -> None:
    ended(cast, contract, by=cast.ngo_manager)
    with refused("terminated_on", "Contest it"):
        correct(cast, contract, changes={"termination_fault": "government"})
    assert correct(cast, contract).termination_side == "ngo"


def test_at_any_moment_one_row_is_known(cast: Cast, contract: Contract) -> None:
    facts.payment(cast.partnership, contract=contract, recorded_at=datetime(2023, 1, 5, tzinfo=UTC)).save()
    moment = correct(cast, contract).recorded_at
    for known in (moment - timedelta(microseconds=1), moment, moment + timedelta(days=1)):
        assert Contract.objects.known_at(known).count() == 1
        assert Payment.objects.known_at(known).count() == 1
