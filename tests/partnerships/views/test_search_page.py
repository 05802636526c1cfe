"""The search in the header: a page, suggestions, and straight to what was asked for."""

from django.urls import reverse

from partnerships.models import OrganizationIdentifier
from tests.api.evidence import Both
from tests.cast import Cast
from tests.trust.views.conftest import SignIn


def test_the_page_shows_what_is_found_by_kind_with_the_list_that_shows_all(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    content = signed_in(cast.staff).get("/search/", {"q": "养老"}).content.decode()
    assert reverse("contract-detail", args=[both.bureau.contract.pk]) in content
    assert "/contracts/?q=%E5%85%BB%E8%80%81" in content
    assert 'value="养老"' in content


def test_suggestions_are_a_part_of_a_page_with_the_same_links(cast: Cast, both: Both, signed_in: SignIn) -> None:
    client = signed_in(cast.staff)
    response = client.get("/search/", {"q": "共"}, headers={"HX-Request": "true"})
    content = response.content.decode()
    assert "<html" not in content
    assert reverse("organization-detail", args=[cast.ngo.pk]) in content
    assert "<mark>共</mark>益社会工作服务中心" in content  # beneath the English name, which was not typed
    assert "HX-Request" in response["Vary"]
    assert "Nothing is found" in client.get("/search/", {"q": "翱"}, headers={"HX-Request": "true"}).content.decode()
    assert not client.get("/search/", {"q": ""}, headers={"HX-Request": "true"}).content.strip()


def test_an_identifier_leads_straight_to_its_organization(cast: Cast, both: Both, signed_in: SignIn) -> None:
    OrganizationIdentifier.objects.create(organization=cast.ngo, scheme="CN-USCC", value="51310101MJ1234567X")
    response = signed_in(cast.staff).get("/search/", {"q": "５１３１０１０１mj1234567x "})
    assert response["Location"] == reverse("organization-detail", args=[cast.ngo.pk])
    assert signed_in(cast.street_staff).get("/search/", {"q": "51310101MJ1234567X"}).status_code == 200


def test_what_is_typed_is_shown_as_text_and_unknown_parameters_are_named(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    client = signed_in(cast.staff)
    content = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in content
    assert client.get("/search/?q=%00").status_code == 200
    response = client.get("/search/?query=x")
    assert response.status_code == 400
    assert "“query” is no filter of this page. It knows: q." in response.content.decode()


def test_the_field_is_in_the_header_of_every_page_for_those_who_signed_in(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    client = signed_in(cast.ngo_manager)
    for address in ("/", "/contracts/", "/no-such-page/"):
        assert 'action="/search/"' in client.get(address).content.decode(), address
    client.logout()
    assert 'action="/search/"' not in client.get("/sign-in/").content.decode()
