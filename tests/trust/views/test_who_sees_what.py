"""Every page, for every role: what they may see they see; the rest does not exist for them."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.api.evidence import Both
from tests.cast import PASSWORD, Cast
from tests.trust.views.conftest import SignIn

PAGES = [
    "home",
    "organization-list",
    "partnership-list",
    "contract-list",
    "event-list",
    "payment-list",
    "request-list",
    "network-list",
    "search",
]


def addresses_of(evidence: object) -> list[str]:
    """Every page that concerns one partnership."""
    partnership = evidence.partnership  # type: ignore[attr-defined]
    return [
        reverse("partnership-detail", args=[partnership.pk]),
        reverse("indicator-evidence", args=[partnership.pk, "R3"]),
        reverse("condition-evidence", args=[partnership.pk, "gov_paid"]),
        reverse("organization-detail", args=[partnership.ngo_id]),
        reverse("contract-detail", args=[evidence.contract.pk]),  # type: ignore[attr-defined]
        reverse("record-detail", args=["interactionevent", evidence.event.pk]),  # type: ignore[attr-defined]
        reverse("record-detail", args=["request", evidence.request.pk]),  # type: ignore[attr-defined]
    ]


@pytest.mark.parametrize("role", ["staff", "ngo_manager", "analyst", "administrator"])
@pytest.mark.parametrize("page", PAGES)
def test_every_role_has_every_general_page(cast: Cast, both: Both, signed_in: SignIn, role: str, page: str) -> None:
    assert signed_in(cast.per_role()[role]).get(reverse(page)).status_code == 200


def test_staff_and_administrator_read_the_partnerships_of_the_district(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    for person in (cast.staff, cast.administrator):
        client = signed_in(person)
        for address in addresses_of(both.bureau) + addresses_of(both.street):
            assert client.get(address).status_code == 200, address


def test_an_ngo_manager_reads_the_own_partnership_and_no_other(cast: Cast, both: Both, signed_in: SignIn) -> None:
    client = signed_in(cast.ngo_manager)
    assert {client.get(address).status_code for address in addresses_of(both.bureau)} == {200}
    assert {client.get(address).status_code for address in addresses_of(both.street)} == {404}


def test_an_analyst_reads_what_the_grant_covers_and_no_more(cast: Cast, both: Both, signed_in: SignIn) -> None:
    client = signed_in(cast.analyst)
    assert {client.get(address).status_code for address in addresses_of(both.street)} == {200}
    assert {client.get(address).status_code for address in addresses_of(both.bureau)} == {404}


def test_lists_name_only_what_the_reader_may_see(cast: Cast, both: Both, signed_in: SignIn) -> None:
    client = signed_in(cast.other_manager)
    for page in ("partnership-list", "organization-list", "contract-list", "event-list", "home"):
        content = client.get(reverse(page)).content.decode()
        assert cast.other_ngo.name_en in content.replace("&#x27;", "'")
        assert cast.ngo.name_en not in content


def test_whoever_is_not_signed_in_is_sent_to_sign_in(cast: Cast, both: Both) -> None:
    for address in [reverse(page) for page in PAGES] + addresses_of(both.bureau):
        response = Client().get(address)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("sign-in"))


def test_signing_in_with_a_wrong_password_says_so_and_keeps_the_name(cast: Cast) -> None:
    response = Client().post(reverse("sign-in"), {"username": "staff", "password": "not it"})
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert 'value="staff"' in response.content.decode()


def test_signing_in_leads_home_and_signing_out_leads_back(cast: Cast) -> None:
    client = Client()
    response = client.post(reverse("sign-in"), {"username": "staff", "password": PASSWORD}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("home")
    response = client.post(reverse("sign-out"), follow=True)
    assert response.redirect_chain[-1][0] == reverse("sign-in")


def test_a_page_that_does_not_exist_says_so_in_the_readers_language(cast: Cast, signed_in: SignIn) -> None:
    response = signed_in(cast.staff).get("/no-such-page/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()
