"""Every parameter of an address is understood, or named with its value and a remedy. Never a failure of the server."""

import pytest

from tests.api.evidence import Both
from tests.cast import Cast
from tests.trust.views.conftest import SignIn

WRONG = [
    ("/partnerships/", "stage=best", "best", "Choose from"),
    ("/partnerships/", "ordering=score", "score", "Choose from"),
    ("/partnerships/", "page=two", "two", "whole number"),
    ("/partnerships/", "page=0", "0", "Choose from 1 to"),
    ("/partnerships/", "page=99", "99", "Choose from 1 to 1"),
    ("/partnerships/", "stgae=equal", "stgae", "It knows"),
    ("/partnerships/", "q=%00", "", "Null characters"),
    ("/partnerships/", "organization=0", "0", "one that is listed for you"),
    ("/organizations/", "sector=army", "army", "Choose from"),
    ("/organizations/", "kind=none", "none", "Choose from"),
    ("/organizations/", "jurisdiction=000000", "000000", "list of jurisdictions"),
    ("/organizations/", "registered_from=yesterday", "yesterday", "YYYY-MM-DD"),
    ("/organizations/", "stage=", None, None),
    ("/organizations/", "page=99999999999999999999", "99999999999999999999", "Choose from"),
    ("/", "page=2", "page", "no filter of this page"),
]


@pytest.mark.parametrize(("page", "query", "named", "remedy"), WRONG)
def test_a_parameter_that_is_not_understood_is_named_with_a_remedy(
    cast: Cast, both: Both, signed_in: SignIn, page: str, query: str, named: str | None, remedy: str | None
) -> None:
    response = signed_in(cast.staff).get(f"{page}?{query}")
    content = response.content.decode()
    if named is None or remedy is None:
        assert response.status_code == 200
        return
    assert response.status_code == 400
    alert = content[content.index('role="alert"') :]
    assert named in alert
    assert remedy in alert


def test_nothing_is_listed_beside_a_problem(cast: Cast, both: Both, signed_in: SignIn) -> None:
    content = signed_in(cast.staff).get("/partnerships/?stage=best").content.decode()
    assert cast.ngo.name_en not in content


@pytest.mark.parametrize(
    "query", ["as_of=soon", "as_of=2025-02-30", "as_of=0001-01-01", "known_on=9999-12-31", "known_at=soon", "x=1"]
)
@pytest.mark.parametrize("tail", ["", "indicators/R3/", "conditions/gov_paid/"])
def test_a_profile_refuses_a_moment_it_cannot_read(
    cast: Cast, both: Both, signed_in: SignIn, query: str, tail: str
) -> None:
    response = signed_in(cast.staff).get(f"/partnerships/{both.bureau.partnership.pk}/{tail}?{query}")
    assert response.status_code == 400
    assert query.partition("=")[0] in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/partnerships/99999999999999999999/",
        "/organizations/99999999999999999999/",
        "/contracts/99999999999999999999/",
        "/records/payment/99999999999999999999/",
        "/records/user/1/",
        "/partnerships/1/indicators/X9/",
        "/partnerships/1/conditions/none/",
        "/organizations/-1/",
    ],
)
def test_what_does_not_exist_is_not_found(cast: Cast, signed_in: SignIn, address: str) -> None:
    assert signed_in(cast.administrator).get(address).status_code == 404


def test_pages_are_read_and_never_written_to(cast: Cast, both: Both, signed_in: SignIn) -> None:
    client = signed_in(cast.administrator)
    for address in ("/", "/organizations/", "/partnerships/", f"/partnerships/{both.bureau.partnership.pk}/"):
        assert client.post(address).status_code == 405


def test_text_from_an_address_is_shown_as_text(cast: Cast, both: Both, signed_in: SignIn) -> None:
    content = signed_in(cast.staff).get("/partnerships/?stage=%3Cscript%3Ealert(1)%3C/script%3E").content.decode()
    assert "<script>alert" not in content
    assert "&lt;script&gt;alert" in content
