"""Lists: what the filters find, and that the address holds them."""

from django.urls import reverse

from partnerships.models import Organization, Partnership
from partnerships.views.lists import ROWS_PER_PAGE
from tests.api.evidence import Both
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast
from tests.trust.views.conftest import SignIn


def names(content: str, *organizations: Organization) -> list[bool]:
    """Which of the organizations have a link on the page."""
    return [f'href="{reverse("organization-detail", args=[each.pk])}"' in content for each in organizations]


def test_organizations_are_found_by_the_stage_of_a_partnership(cast: Cast, both: Both, signed_in: SignIn) -> None:
    judge(run_known_at(), cast.street_partnership, both.street.assessment.as_of.replace(month=7), stage=3)
    client = signed_in(cast.staff)
    found = client.get("/organizations/?stage=equal").content.decode()
    assert names(found, cast.street_office, cast.other_ngo, cast.bureau, cast.ngo) == [True, True, False, False]


def test_a_stage_in_an_invisible_partnership_finds_nothing(cast: Cast, both: Both, signed_in: SignIn) -> None:
    outside = Partnership.objects.create(government=cast.street_office, ngo=cast.ngo)
    judge(run_known_at(), outside, both.street.assessment.as_of, stage=3)
    assert names(signed_in(cast.ngo_manager).get("/organizations/?stage=equal").content.decode(), cast.ngo) == [True]
    hidden = Partnership.objects.create(government=cast.bureau, ngo=cast.other_ngo)
    judge(run_known_at(), hidden, both.street.assessment.as_of, stage=1)
    assert names(signed_in(cast.analyst).get("/organizations/?stage=dependence").content.decode(), cast.other_ngo) == [
        False
    ]


def test_organizations_are_found_by_name_in_either_language(cast: Cast, both: Both, signed_in: SignIn) -> None:
    client = signed_in(cast.staff)
    for text in ("共益", "gongyi", f"NGO-{cast.ngo.pk}"):
        found = client.get("/organizations/", {"q": text}).content.decode()
        assert names(found, cast.ngo, cast.other_ngo) == [True, False]


def test_partnerships_are_found_by_stage_and_division(cast: Cast, both: Both, signed_in: SignIn) -> None:
    content = signed_in(cast.staff).get("/partnerships/?stage=contractual&jurisdiction=990101001").content.decode()
    assert reverse("partnership-detail", args=[cast.street_partnership.pk]) in content
    assert reverse("partnership-detail", args=[cast.partnership.pk]) not in content
    assert '<option value="contractual" selected>' in content


def test_the_next_page_keeps_the_filters(cast: Cast, signed_in: SignIn) -> None:
    for number in range(ROWS_PER_PAGE + 1):
        Organization.objects.create(name=f"机构{number:02}", sector="ngo", kind="charity", jurisdiction=cast.district)
    content = signed_in(cast.staff).get("/organizations/?kind=charity").content.decode()
    assert 'href="?kind=charity&amp;page=2"' in content
    assert f"1–{ROWS_PER_PAGE} of {ROWS_PER_PAGE + 1}" in content


def test_an_empty_list_says_what_to_do_next(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.staff)
    assert "Nothing matches these filters." in client.get("/partnerships/?q=zzz").content.decode()
    Partnership.objects.all().delete()
    for address in ("/partnerships/", "/"):
        assert "A partnership appears with the first contract" in client.get(address).content.decode()


def test_the_own_profile_names_the_partnership_with_the_largest_share_of_income(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    content = signed_in(cast.ngo_manager).get("/").content.decode()
    assert "Linjiang Civil Affairs Bureau: 40% of the income in 2024, the largest share." in content
    assert "average" in content  # a distribution, not an average
