"""The page of a contract: where it stands, what was paid, its life as a drawing, and the acts beside each entry."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.contract_life import Life, life_of
from partnerships.models import Amendment, Contract, Milestone, Payment, Suspension
from partnerships.services.endings import terminate_contract
from tests.cast import Cast
from tests.facts import FACTS
from tests.partnerships.views.browsers import browser_of

DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A contract in force, half over."""
    contract = FACTS[Contract](
        cast.partnership,
        signed_on=today() - 110 * DAY,
        starts_on=today() - 100 * DAY,
        ends_on=today() + 100 * DAY,
        recorded_by=cast.staff,
        recorded_at=timezone.now(),
    )
    contract.save()
    return contract


def page_of(cast: Cast, contract: Contract, person: str = "staff") -> Any:
    return browser_of(getattr(cast, person)).get(reverse("contract-detail", args=[contract.pk]))


def shown(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_the_state_is_told_in_a_word(cast: Cast, contract: Contract) -> None:
    assert "In force" in shown(page_of(cast, contract))
    FACTS[Suspension](
        cast.partnership, contract=contract, started_on=today(), ended_on=None, end_recorded_at=None
    ).save()
    assert "Work suspended" in shown(page_of(cast, contract))


def test_term_and_value_are_shown_as_amended(cast: Cast, contract: Contract) -> None:
    amended = {"signed_on": today() - DAY, "new_ends_on": today() + 200 * DAY, "new_value": Decimal(360_000)}
    FACTS[Amendment](cast.partnership, contract=contract, **amended).save()
    text = shown(page_of(cast, contract))
    assert f"{contract.starts_on} – {today() + 200 * DAY} as amended; signed until {contract.ends_on}" in text
    assert "360,000 CNY as amended; signed for 300,000" in text


def pay(cast: Cast, contract: Contract, due: int, amount: int, paid: int | None = None) -> Payment:
    """An instalment due so many days from today, and paid so many days from today."""
    columns: dict[str, Any] = {"due_on": today() + due * DAY, "amount_due": Decimal(amount)}
    if paid is not None:
        moment = {"paid_recorded_at": timezone.now(), "amount_paid": Decimal(amount)}
        columns |= {"paid_on": today() + paid * DAY, **moment}
    payment = FACTS[Payment](cast.partnership, contract=contract, **columns)
    payment.save()
    return payment


def test_the_sums_are_those_of_standing_instalments(cast: Cast, contract: Contract) -> None:
    pay(cast, contract, -50, 1000, paid=-40)
    pay(cast, contract, -1, 200)
    pay(cast, contract, 0, 30)
    voided = pay(cast, contract, -1, 4)
    Payment.objects.filter(pk=voided.pk).update(voided_at=timezone.now(), void_reason="Twice")
    sums = page_of(cast, contract).context["sums"]
    assert (sums.paid, sums.due, sums.overdue, sums.scheduled) == (1000, 230, 200, 1230)


def test_more_instalments_than_the_contract_is_worth_are_pointed_out(cast: Cast, contract: Contract) -> None:
    pay(cast, contract, 1, 300_000)
    assert "add up to" not in shown(page_of(cast, contract))
    pay(cast, contract, 2, 1)
    assert "The instalments add up to 300,001 CNY, more than the value of 300,000 CNY" in shown(page_of(cast, contract))


def test_acts_stand_beside_what_they_are_about(cast: Cast, contract: Contract) -> None:
    payment = pay(cast, contract, 1, 10)
    milestone = FACTS[Milestone](cast.partnership, contract=contract)
    milestone.save()
    page = page_of(cast, contract).content.decode()
    for name, key in (("payment-pay", payment.pk), ("milestone-reach", milestone.pk), ("contract-renew", contract.pk)):
        assert reverse(name, args=[key]) in page
    cast.analyst.grants.update(jurisdiction=cast.district)
    assert "/pay/" not in page_of(cast, contract, "analyst").content.decode()


def test_what_a_state_rules_out_is_not_offered(cast: Cast, contract: Contract) -> None:
    page = page_of(cast, contract).content.decode()
    assert reverse("contract-suspend", args=[contract.pk]) in page
    assert reverse("contract-resume", args=[contract.pk]) not in page
    FACTS[Suspension](
        cast.partnership, contract=contract, started_on=today(), ended_on=None, end_recorded_at=None
    ).save()
    page = page_of(cast, contract).content.decode()
    assert reverse("contract-resume", args=[contract.pk]) in page
    assert reverse("contract-renew", args=[contract.pk]) not in page


def test_an_ending_shows_whose_word_it_is_and_the_other_side_can_confirm_it(cast: Cast, contract: Contract) -> None:
    terminate_contract(
        by=cast.staff,
        contract=contract,
        terminated_on=today(),
        party="government",
        fault="none",
        verification="single",
    )
    address = reverse("contract-confirm-ending", args=[contract.pk])
    page = page_of(cast, contract)
    [entry] = [entry for entry in page.context["timeline"] if entry.anchor == "ended"]
    assert entry.word == "one side, no document"
    assert address not in page.content.decode()
    assert address in page_of(cast, contract, "ngo_manager").content.decode()


def drawn(contract: Contract, *parts: Any) -> Life:
    read = Contract.objects.with_state(today()).get(pk=contract.pk)
    return life_of(read, parts, today())


def share(text: str) -> float:
    return float(text.removesuffix("%"))


def test_the_drawing_stands_in_the_order_of_days(cast: Cast, contract: Contract) -> None:
    late, open_one = pay(cast, contract, -50, 10, paid=-20), pay(cast, contract, 50, 10)
    life = drawn(contract, late, open_one)
    [term], [payments] = [[lane for lane in life.lanes if lane.name == name] for name in ("Term", "Payments")]
    assert [mark.kind for mark in payments.marks] == ["done late", "open"]
    [delay] = payments.bars
    [paid, due] = payments.marks
    assert share(delay.x) + share(delay.width) == pytest.approx(share(paid.x), abs=0.02)
    assert life.today is not None
    assert share(paid.x) < share(life.today) < share(due.x)
    assert share(term.bars[0].x) == pytest.approx(share(term.marks[0].x), abs=6)
    everything = [*term.bars, *payments.bars]
    assert all(0 <= share(bar.x) <= share(bar.x) + share(bar.width) <= 100 for bar in everything)


def test_an_extension_and_an_early_ending_are_drawn(cast: Cast, contract: Contract) -> None:
    FACTS[Amendment](cast.partnership, contract=contract, signed_on=today(), new_ends_on=today() + 200 * DAY).save()
    assert [bar.kind for bar in drawn(contract).lanes[0].bars] == ["term", "extension"]
    Contract.objects.filter(pk=contract.pk).update(
        terminated_on=today(),
        termination_party="ngo",
        termination_fault="none",
        termination_side="gov",
        termination_verification="single",
        termination_recorded_at=timezone.now(),
    )
    lane = drawn(contract).lanes[0]
    assert [bar.kind for bar in lane.bars] == ["term", "lost"]
    assert "cross" in {mark.shape for mark in lane.marks}


@pytest.mark.parametrize(
    ("ended", "kinds"), [(-105, ["lost"]), (-100, ["term", "lost"]), (99, ["term", "lost"]), (100, ["term"])]
)
def test_the_term_is_drawn_up_to_its_last_day(cast: Cast, contract: Contract, ended: int, kinds: list[str]) -> None:
    read = Contract.objects.with_state(today()).get(pk=contract.pk)
    read.terminated_on = today() + ended * DAY
    assert [bar.kind for bar in life_of(read, [], today()).lanes[0].bars] == kinds


def test_an_open_suspension_is_drawn_to_today(cast: Cast, contract: Contract) -> None:
    suspension = FACTS[Suspension](
        cast.partnership, contract=contract, started_on=today() - 10 * DAY, ended_on=None, end_recorded_at=None
    )
    life = drawn(contract, suspension)
    bar = life.lanes[0].bars[-1]
    assert bar.kind == "suspension"
    assert life.today is not None
    assert share(bar.x) + share(bar.width) == pytest.approx(share(life.today), abs=1)


def test_voided_parts_are_not_drawn(cast: Cast, contract: Contract) -> None:
    voided = pay(cast, contract, 5, 10)
    voided.voided_at = timezone.now()
    assert [lane.name for lane in drawn(contract, voided).lanes] == ["Term"]


@pytest.mark.parametrize("years", [0, 1, 3, 10, 40])
def test_there_are_few_enough_marks_on_the_axis_to_be_read(cast: Cast, contract: Contract, years: int) -> None:
    contract.ends_on = contract.starts_on + timedelta(days=365 * years)
    contract.save()
    assert 1 <= len(drawn(contract).ticks) <= 7


def test_a_drawing_needs_no_inline_style(cast: Cast, contract: Contract) -> None:
    pay(cast, contract, -5, 10)
    assert "style=" not in page_of(cast, contract).content.decode()
