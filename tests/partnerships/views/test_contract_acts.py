"""Forms of what is done with a contract after it was signed."""

from datetime import date

import pytest
from django.urls import reverse

from partnerships.models import Amendment, Contract, Verification
from partnerships.services.versions import Version
from tests.cast import Cast
from tests.facts import FACTS
from tests.partnerships.views.browsers import browser_of


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A contract of the bureau and the NGO."""
    contract = FACTS[Contract](cast.partnership)
    contract.save()
    return contract


def version_of(contract: Contract) -> dict[str, str]:
    """What a form opened now carries."""
    return {"version": str(Version.of(contract))}


def test_staff_amend_a_contract(cast: Cast, contract: Contract) -> None:
    address = reverse("contract-amend", args=[contract.pk])
    given = version_of(contract) | {
        "signed_on": "2025年3月1日",
        "new_value": "１２万",
        "description": "More elders are served",
    }
    response = browser_of(cast.staff).post(address, given)
    amendment = Amendment.objects.get(contract=contract)
    assert response["Location"].endswith(f"#amendment-{amendment.pk}")
    assert (amendment.signed_on, amendment.new_value) == (date(2025, 3, 1), 120_000)
    assert (amendment.verification, amendment.recorded_by) == (Verification.SINGLE, cast.staff)


def test_what_is_refused_is_said_beside_its_field_and_everything_typed_is_kept(cast: Cast, contract: Contract) -> None:
    given = version_of(contract) | {"signed_on": "1999-01-01", "description": "Typed with care"}
    response = browser_of(cast.staff).post(reverse("contract-amend", args=[contract.pk]), given)
    assert response.status_code == 422
    assert "before the contract itself" in str(response.context["form"].errors["signed_on"])
    assert "Typed with care" in response.content.decode()
    assert not Amendment.objects.exists()


def test_a_check_while_typing_says_what_is_wrong_with_touched_fields_and_records_nothing(
    cast: Cast, contract: Contract
) -> None:
    browser = browser_of(cast.staff)
    address = reverse("contract-amend", args=[contract.pk])
    given = version_of(contract) | {"signed_on": "1999-01-01", "description": "Longer", "touched": "signed_on"}
    answer = browser.post(address, given, headers={"HX-Request": "true"}).content.decode()
    assert "before the contract itself" in answer
    given = version_of(contract) | {
        "signed_on": "2025-03-01",
        "description": "Longer",
        "touched": "signed_on description",
    }
    answer = browser.post(address, given, headers={"HX-Request": "true"}).content.decode()
    assert "<p" not in answer
    assert not Amendment.objects.exists()


def test_a_check_is_silent_about_fields_nobody_has_reached(cast: Cast, contract: Contract) -> None:
    address = reverse("contract-amend", args=[contract.pk])
    answer = browser_of(cast.staff).post(
        address, version_of(contract) | {"touched": "number"}, headers={"HX-Request": "true"}
    )
    assert "<p" not in answer.content.decode()


def test_who_does_not_see_a_contract_finds_no_form(cast: Cast, contract: Contract) -> None:
    address = reverse("contract-amend", args=[contract.pk])
    assert browser_of(cast.other_manager).get(address).status_code == 404
    assert browser_of(cast.administrator).get(address).status_code == 200


def test_the_page_offers_only_what_is_open_to_the_reader(cast: Cast, contract: Contract) -> None:
    page, form = reverse("contract-detail", args=[contract.pk]), reverse("contract-amend", args=[contract.pk])
    assert form in browser_of(cast.staff).get(page).content.decode()
    cast.analyst.grants.update(jurisdiction=cast.district)
    assert form not in browser_of(cast.analyst).get(page).content.decode()
