"""Two people with one contract: who comes second sees both versions, and neither is lost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Amendment, Contract, Payment
from partnerships.services.corrections import correct_contract
from partnerships.services.verification import confirm_fact, void_fact
from partnerships.services.versions import Version, changes_since
from tests.cast import Cast
from tests.facts import FACTS
from tests.partnerships.views.browsers import browser_of


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A contract of the bureau and the NGO."""
    contract = FACTS[Contract](cast.partnership, recorded_by=cast.staff, recorded_side="gov", verification="single")
    contract.save()
    return contract


def opened(browser: Client, act: str, contract: Contract) -> dict[str, Any]:
    """What the form holds when it is opened."""
    form = browser.get(reverse(act, args=[contract.pk])).context["form"]
    values = {name: form[name].value() for name in form.fields if name != "file"}
    return {name: value for name, value in values.items() if value not in {None, False, ""}}


def correct(cast: Cast, contract: Contract, **changes: Any) -> Contract:
    return correct_contract(by=cast.administrator, contract=contract, changes=changes, reason="Read again")


def test_nothing_is_written_over_what_nobody_has_seen(cast: Cast, contract: Contract) -> None:
    browser = browser_of(cast.staff)
    mine = opened(browser, "contract-correct", contract) | {"number": "HT-MINE", "reason": "A slip of mine"}
    theirs = correct(cast, contract, number="HT-THEIRS")
    response = browser.post(reverse("contract-correct", args=[contract.pk]), mine)
    assert response.status_code == 409
    assert not Contract.objects.filter(number="HT-MINE").exists()
    page = response.content.decode()
    for part in ("HT-THEIRS", "HT-MINE", "A slip of mine", "Contract corrected", "administrator"):
        assert part in page
    differing = {side.label for side in response.context["theirs"] if side.differs}
    assert differing == {"Contract number"}
    assert response.context["page"].action == reverse("contract-correct", args=[theirs.pk])


def test_mine_goes_on_over_theirs_which_stays_readable(cast: Cast, contract: Contract) -> None:
    browser = browser_of(cast.staff)
    mine = opened(browser, "contract-correct", contract) | {"number": "HT-MINE", "reason": "A slip"}
    Contract.objects.filter(pk=contract.pk).update(recorded_by=cast.staff)
    theirs = correct_contract(by=cast.staff, contract=contract, changes={"number": "HT-THEIRS"}, reason="Read again")
    response = browser.post(reverse("contract-correct", args=[contract.pk]), mine)
    again = mine | {"version": response.context["form"]["version"].value()}
    assert browser.post(response.context["page"].action, again).status_code == 302
    last = Contract.objects.get(number="HT-MINE")
    assert last.corrects == theirs
    assert Contract.objects.get(number="HT-THEIRS").is_voided


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("contract-amend", {"signed_on": "2023-05-01", "description": "More elders"}),
        ("contract-terminate", {"terminated_on": "2023-05-01", "party": "ngo", "fault": "none", "reason": "Moved"}),
        ("contract-close", {"closed_on": "2024-05-01", "closing_note": "All settled", "despite_open": "on"}),
    ],
)
def test_each_act_waits_when_something_changed_meanwhile(
    cast: Cast, contract: Contract, act: str, given: dict[str, str]
) -> None:
    browser = browser_of(cast.staff)
    form = opened(browser, act, contract) | given
    payment = {"contract": contract, "recorded_by": cast.ngo_manager, "recorded_at": timezone.now()}
    FACTS[Payment](cast.partnership, **payment).save()
    response = browser.post(reverse(act, args=[contract.pk]), form)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Recorded: first instalment" in page
    assert "Gongyi Social Work Centre" in page
    assert all(value in page for name, value in given.items() if name in {"description", "reason", "closing_note"})
    again = form | {"version": response.context["form"]["version"].value()}
    assert browser.post(reverse(act, args=[contract.pk]), again).status_code == 302


def test_a_check_while_typing_says_early_that_somebody_else_was_here(cast: Cast, contract: Contract) -> None:
    browser = browser_of(cast.staff)
    form = opened(browser, "contract-amend", contract) | {"signed_on": "2023-05-01", "description": "More"}
    confirm_fact(by=cast.ngo_manager, fact=contract)
    address = reverse("contract-amend", args=[contract.pk])
    answer = browser.post(address, form, headers={"HX-Request": "true"}).content.decode()
    assert "Somebody else has changed this contract" in answer
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "1.", "99999999999999999999.ab", "１.ab"])
def test_a_form_without_a_known_version_is_answered_with_both(cast: Cast, contract: Contract, version: str) -> None:
    given = {"signed_on": "2023-05-01", "description": "More", "version": version}
    response = browser_of(cast.staff).post(reverse("contract-amend", args=[contract.pk]), given)
    assert response.status_code == 409
    assert not Amendment.objects.exists()


def test_what_was_typed_on_a_contract_that_was_voided_is_not_lost(cast: Cast, contract: Contract) -> None:
    browser = browser_of(cast.staff)
    form = opened(browser, "contract-amend", contract) | {"signed_on": "2023-05-01", "description": "Typed with care"}
    void_fact(by=cast.staff, fact=contract, reason="Entered twice")
    response = browser.post(reverse("contract-amend", args=[contract.pk]), form)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Typed with care" in page
    assert "Voided: contract" in page


def test_a_version_is_the_same_until_something_changes(cast: Cast, contract: Contract) -> None:
    first = Version.of(contract)
    assert Version.of(contract).digest == first.digest
    assert Version.from_text(str(first)) == first
    confirm_fact(by=cast.ngo_manager, fact=contract)
    assert Version.of(contract).digest != first.digest
    kinds = [(change.kind, change.by) for change in changes_since(contract, first.read_at)]
    assert kinds == [("confirmed", cast.ngo_manager)]


def test_what_a_correction_recorded_anew_is_no_change_of_its_own(cast: Cast, contract: Contract) -> None:
    FACTS[Payment](cast.partnership, contract=contract).save()
    before = Version.of(contract).read_at
    corrected = correct(cast, contract, number="HT-9")
    assert [change.kind for change in changes_since(corrected, before)] == ["corrected"]


def test_who_completed_a_part_is_told_from_the_trail(cast: Cast, contract: Contract) -> None:
    payment = FACTS[Payment](cast.partnership, contract=contract)
    payment.save()
    before = Version.of(contract).read_at
    given = {"paid_on": "2023-03-01", "amount_paid": "100"}
    browser_of(cast.ngo_manager).post(reverse("payment-pay", args=[payment.pk]), given)
    [change] = changes_since(contract, before)
    assert (change.kind, change.fact, change.by) == ("completed", payment, cast.ngo_manager)
