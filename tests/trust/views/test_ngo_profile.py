"""What an NGO's profile says first: a distribution, and the partnership its income depends on most."""

from decimal import Decimal
from typing import Any

from django.urls import reverse

from partnerships.models import AnnualFinance, IncomeLine, Partnership
from partnerships.services.verification import contest_fact
from tests.api.evidence import AS_OF, Both
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast
from tests.trust.views.conftest import SignIn


def profile_of(cast: Cast, signed_in: SignIn, person: Any = None) -> Any:
    """The NGO's page, as its manager sees it unless said otherwise."""
    return signed_in(person or cast.ngo_manager).get(reverse("organization-detail", args=[cast.ngo.pk]))


def second_partnership(cast: Cast, amount: int) -> Partnership:
    """A partnership with the street office that brings so much of the million of 2024."""
    partnership = Partnership.objects.create(government=cast.street_office, ngo=cast.ngo)
    accounts = AnnualFinance.objects.get(organization=cast.ngo)
    IncomeLine.objects.create(finance=accounts, partnership=partnership, amount=Decimal(amount))
    return partnership


def test_the_first_sentence_counts_partnerships_by_stage(cast: Cast, both: Both, signed_in: SignIn) -> None:
    judge(run_known_at(), second_partnership(cast, 100), AS_OF, stage=3)
    assert (
        profile_of(cast, signed_in).context["sentence"] == "2 partnerships: 1 equal cooperation, 1 contractual trust."
    )


def test_the_largest_share_of_the_income_speaks_with_its_stage(cast: Cast, both: Both, signed_in: SignIn) -> None:
    larger = second_partnership(cast, 500_000)
    judge(run_known_at(), larger, AS_OF, stage=1)
    page = profile_of(cast, signed_in)
    standing, percent = page.context["income"].largest
    assert (standing.partnership, percent, str(standing.mark.label)) == (larger, 50, "Dependence trust")
    assert [(each.partnership, each.income) for each in page.context["standings"]] == [
        (larger, 50), (cast.partnership, 40)
    ]  # fmt: skip


def test_the_parts_of_the_income_add_up(cast: Cast, both: Both, signed_in: SignIn) -> None:
    second_partnership(cast, 65_700)
    AnnualFinance.objects.filter(organization=cast.ngo).update(government_income=Decimal(590_900))
    income = profile_of(cast, signed_in).context["income"]
    assert [part.percent for part in income.parts] == [40, 7, 12, 41]
    assert income.sentence == (
        "In 2024, 40% of its income came through its largest partnership, 59% from all government bodies together, "
        "and 41% from elsewhere."
    )


def test_what_all_bodies_paid_is_not_guessed(cast: Cast, both: Both, signed_in: SignIn) -> None:
    income = profile_of(cast, signed_in).context["income"]
    assert income.sentence.endswith("how much came from all government bodies together is not on record.")
    assert [(part.label, part.percent) for part in income.parts][1:] == [("All other sources", 60)]


def test_the_numbers_lead_to_the_accounts(cast: Cast, both: Both, signed_in: SignIn) -> None:
    accounts = AnnualFinance.objects.get(organization=cast.ngo)
    address = reverse("record-detail", args=["annualfinance", accounts.pk])
    assert f'href="{address}"' in profile_of(cast, signed_in).content.decode()


def test_contested_or_unproved_accounts_speak_for_nobody(cast: Cast, both: Both, signed_in: SignIn) -> None:
    accounts = AnnualFinance.objects.get(organization=cast.ngo)
    contest_fact(by=cast.ngo_manager, fact=accounts, grounds="Half of it was a loan.")
    assert profile_of(cast, signed_in).context["income"] is None
    AnnualFinance.objects.filter(pk=accounts.pk).update(verification="single")
    page = profile_of(cast, signed_in)
    assert page.context["income"] is None
    assert "so none of them speaks for the NGO" in page.content.decode()


def test_a_largest_share_the_reader_may_not_see_is_not_named(cast: Cast, both: Both, signed_in: SignIn) -> None:
    seen = second_partnership(cast, 100_000)  # the bureau's 40% are beyond what street staff may see
    page = profile_of(cast, signed_in, cast.street_staff)
    income = page.context["income"]
    assert (income.largest, income.shares) == (None, {seen.pk: 10})
    assert str(cast.bureau) not in page.content.decode()


def test_ties_are_listed_with_who_stands_behind_them(cast: Cast, both: Both, signed_in: SignIn) -> None:
    address = reverse("record-detail", args=["servicetie", both.bureau.tie.pk])
    assert f'href="{address}"' in profile_of(cast, signed_in).content.decode()


def test_a_body_is_no_ngo(cast: Cast, both: Both, signed_in: SignIn) -> None:
    page = signed_in(cast.staff).get(reverse("organization-detail", args=[cast.bureau.pk]))
    assert page.context["income"] is None
    assert "Where most of its income comes from" not in page.content.decode()
