"""A government body's conduct by year: what is counted, what is left out, and where each number leads."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from partnerships.models import Contract, Payment, Request
from partnerships.services import contracts, interactions, payments, verification
from partnerships.services.provenance import Provenance
from tests.cast import Cast
from tests.trust.views.conftest import SignIn
from trust.gather.conduct import Conduct, conduct_of
from trust.gather.renewals import renewals_of

pytestmark = pytest.mark.django_db
TODAY = date(2025, 12, 31)
NOW = datetime(2025, 12, 31, tzinfo=UTC)
SINCE = Provenance(verification="dual", side="gov", recorded_at=datetime(2025, 12, 30, tzinfo=UTC))
LIMITS = {"general": 15, "payment": 15, "complaint": 15, "challenge": 7}


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A contract of 2025 without a schedule yet."""
    return contracts.record_contract(
        by=None,
        partnership=cast.partnership,
        title="Home care",
        method="open_tender",
        signed_on=date(2024, 12, 1),
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        value=Decimal(400_000),
        provenance=SINCE,
    )


def pay(contract: Contract, due: date, paid: date | None) -> Payment:
    """An instalment."""
    payment = payments.schedule_payment(
        by=None, contract=contract, stage="interim", due_on=due, amount_due=Decimal(100), provenance=SINCE
    )
    if paid:
        payments.record_payment(
            by=None, payment=payment, paid_on=paid, amount_paid=Decimal(100), recorded_at=SINCE.recorded_at
        )
    return payment


def of_2025(cast: Cast) -> Conduct:
    """What staff see of their bureau in 2025."""
    years = conduct_of(cast.bureau, cast.staff, today=TODAY, at=NOW, limits=LIMITS, years=3)
    assert [each.year for each in years] == [2025, 2024, 2023]
    return years[0]


def test_delays_run_from_the_due_day_to_the_payment_or_to_today(cast: Cast, contract: Contract) -> None:
    pay(contract, date(2025, 1, 10), date(2025, 1, 5))
    pay(contract, date(2025, 3, 1), date(2025, 3, 31))
    pay(contract, date(2025, 12, 1), None)
    year = of_2025(cast)
    assert (sorted(year.delays), year.unpaid, year.median_delay) == ([0, 30, 30], 1, 30)
    assert (year.paid_within(29), year.paid_within(30)) == (1, 3)


def test_what_is_contested_counts_for_nothing(cast: Cast, contract: Contract) -> None:
    payment = pay(contract, date(2025, 3, 1), date(2025, 6, 1))
    verification.contest_fact(by=cast.ngo_manager, fact=payment, grounds="It was paid in March.")
    years = conduct_of(
        cast.bureau, cast.staff, today=date(2026, 12, 31), at=datetime(2100, 1, 1, tzinfo=UTC), limits=LIMITS, years=3
    )
    assert years[1].delays == []


def test_answers_are_timed_in_working_days_against_the_limit_of_their_kind(cast: Cast) -> None:
    for kind, opened, answered in (
        ("challenge", date(2025, 6, 2), date(2025, 6, 11)),  # seven working days: in time
        ("challenge", date(2025, 6, 2), date(2025, 6, 12)),  # eight
        ("general", date(2025, 6, 2), None),  # long past its limit
        ("general", date(2025, 12, 29), None),  # still in time: nothing to say
    ):
        Request.objects.create(
            partnership=cast.partnership,
            kind=kind,
            opened_on=opened,
            answered_on=answered,
            answer_recorded_at=SINCE.recorded_at if answered else None,
            subject="x",
            verification="dual",
            recorded_side="gov",
            recorded_at=SINCE.recorded_at,
        )
    year = of_2025(cast)
    assert (len(year.answers), year.answered_within(), year.unanswered) == (3, 1, 1)


def test_the_page_leads_from_each_number_to_its_rows(cast: Cast, contract: Contract, signed_in: SignIn) -> None:
    for month in (1, 2, 3):
        pay(contract, date(2025, month, 1), date(2025, month, 20))
    for _time in range(2):
        interactions.record_event(
            by=None, partnership=cast.partnership, type="RES_EXTRA_TASK", occurred_on=date(2025, 5, 5), provenance=SINCE
        )
    client = signed_in(cast.staff)
    page = client.get(reverse("organization-conduct", args=[cast.bureau.pk]))
    place = page.context["heads"].index("2025")
    cells = {line.label: line.cells[place] for line in page.context["lines"]}
    assert cells["Instalments that fell due"][0] == "3"
    assert cells["paid within 30 days"][0] == "100%"
    assert cells["median delay, days"][0] == "19"
    for label, number in (("Instalments that fell due", 3), ("Tasks outside the contract", 2)):
        assert client.get(cells[label][1]).context["listing"].page.paginator.count == number
    assert (
        "19" in client.get(reverse("organization-conduct", args=[cast.bureau.pk]) + "?download=csv").getvalue().decode()
    )


def test_two_facts_make_no_share(cast: Cast, contract: Contract, signed_in: SignIn) -> None:
    for month in (1, 2):
        pay(contract, date(2025, month, 1), date(2025, month, 20))
    page = signed_in(cast.staff).get(reverse("organization-conduct", args=[cast.bureau.pk]))
    place = page.context["heads"].index("2025")
    assert {line.label: line.cells[place][0] for line in page.context["lines"]}["paid within 30 days"] == "–"


def test_an_ngo_has_no_such_page(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.staff).get(reverse("organization-conduct", args=[cast.ngo.pk])).status_code == 404


def renewals_in(cast: Cast, today: date) -> tuple[int, int, int]:
    """Contracts that ended in 2025, those followed by another, and those of which it cannot be said yet."""
    found = renewals_of(cast.bureau, cast.staff, today=today, at=NOW, within=183, given_up=182, years=[2025])[2025]
    return found.ended, found.renewed, found.waiting


def follow(contract: Contract, starts: date) -> Contract:
    """A later contract of the same partnership."""
    return contracts.record_contract(
        by=None,
        partnership=contract.partnership,
        title="Home care, again",
        method="open_tender",
        signed_on=starts,
        starts_on=starts,
        ends_on=date(2030, 12, 31),
        provenance=SINCE,
    )


def test_an_ended_contract_waits_half_a_year_for_its_successor(cast: Cast, contract: Contract) -> None:
    assert renewals_in(cast, date(2025, 12, 31)) == (0, 0, 0)  # its last day
    assert renewals_in(cast, date(2026, 1, 1)) == (1, 0, 1)
    assert renewals_in(cast, date(2026, 7, 1)) == (1, 0, 1)
    assert renewals_in(cast, date(2026, 7, 2)) == (1, 0, 0)


def test_a_successor_begins_within_half_a_year(cast: Cast, contract: Contract) -> None:
    later = Contract.objects.filter(pk=follow(contract, date(2025, 6, 1)).pk)
    later.update(starts_on=date(2026, 7, 3))
    assert renewals_in(cast, date(2027, 1, 1)) == (1, 0, 0)
    later.update(starts_on=date(2026, 7, 2))
    assert renewals_in(cast, date(2027, 1, 1)) == (1, 1, 0)


def test_a_contract_that_was_prolonged_has_not_ended(cast: Cast, contract: Contract) -> None:
    contracts.amend_contract(
        by=None, contract=contract, signed_on=date(2025, 12, 1), new_ends_on=date(2026, 12, 31), provenance=SINCE
    )
    assert renewals_in(cast, date(2026, 7, 2)) == (0, 0, 0)


def test_the_share_of_renewals_leads_to_the_contracts(cast: Cast, contract: Contract, signed_in: SignIn) -> None:
    for number in range(2):
        other = follow(contract, date(2025, 1 + number, 2))
        Contract.objects.filter(pk=other.pk).update(ends_on=date(2025, 3 + number, 1))
    client = signed_in(cast.staff)
    page = client.get(reverse("organization-conduct", args=[cast.bureau.pk]))
    place = page.context["heads"].index("2025")
    cells = {line.label: line.cells[place] for line in page.context["lines"]}
    ended, _share = cells["Contracts that ended"], cells["followed by another with the same NGO"]
    assert ended[0] == "3"
    assert client.get(ended[1]).context["listing"].page.paginator.count == 3
