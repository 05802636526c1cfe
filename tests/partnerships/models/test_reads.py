"""Named reads on the days they turn."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from partnerships.models import (
    Contract,
    InteractionEvent,
    NetworkMembership,
    Payment,
    Request,
    Standing,
    Succession,
    Suspension,
)
from tests import facts
from tests.cast import Cast
from tests.facts import RECORDED_AT

A_DAY = timedelta(days=1)
LAST_DAY = date(2023, 12, 31)


def test_a_contract_is_in_force_from_its_first_to_its_last_day(cast: Cast) -> None:
    facts.contract(cast.partnership).save()
    in_force = {
        day: Contract.objects.in_force(day).exists()
        for day in (date(2022, 12, 31), date(2023, 1, 1), LAST_DAY, LAST_DAY + A_DAY)
    }
    assert list(in_force.values()) == [False, True, True, False]


def test_an_amendment_moves_the_end_from_the_day_it_is_signed(cast: Cast) -> None:
    facts.amendment(cast.partnership, signed_on=date(2023, 6, 1), new_ends_on=date(2024, 3, 31)).save()
    before, after = date(2023, 5, 31), date(2023, 6, 1)
    assert Contract.objects.with_present_end(before).get().present_end_on == LAST_DAY
    assert Contract.objects.with_present_end(after).get().present_end_on == date(2024, 3, 31)
    assert Contract.objects.in_force(date(2024, 3, 31)).exists()
    assert not Contract.objects.in_force(date(2024, 4, 1)).exists()


def test_the_latest_standing_amendment_counts_and_a_voided_one_does_not(cast: Cast) -> None:
    facts.amendment(cast.partnership, 0, signed_on=date(2023, 6, 1), new_ends_on=date(2024, 3, 31)).save()
    facts.amendment(cast.partnership, 1, signed_on=date(2023, 7, 1), new_ends_on=date(2023, 9, 30)).save()
    later = facts.amendment(cast.partnership, 2, signed_on=date(2023, 8, 1), new_ends_on=date(2025, 1, 1))
    later.voided_at, later.void_reason = RECORDED_AT, "never signed"
    later.save()
    assert Contract.objects.with_present_end(date(2024, 1, 1)).get().present_end_on == date(2023, 9, 30)


def test_a_terminated_contract_is_in_force_until_the_day_before(cast: Cast) -> None:
    ended = {
        "terminated_on": date(2023, 6, 1),
        "termination_party": "ngo",
        "termination_fault": "none",
        "termination_verification": "official",
        "termination_recorded_at": RECORDED_AT,
        "termination_side": "registry",
    }
    facts.contract(cast.partnership, **ended).save()
    assert Contract.objects.in_force(date(2023, 5, 31)).exists()
    assert not Contract.objects.in_force(date(2023, 6, 1)).exists()


def test_contracts_ending_within_thirty_days(cast: Cast) -> None:
    facts.contract(cast.partnership).save()
    assert not Contract.objects.ending_within(30, LAST_DAY - 31 * A_DAY).exists()
    assert Contract.objects.ending_within(30, LAST_DAY - 30 * A_DAY).exists()


def test_an_instalment_is_due_within_thirty_days_and_stays_due_until_paid(cast: Cast) -> None:
    payment = facts.payment(cast.partnership)
    payment.save()
    due_on = payment.due_on
    assert not Payment.objects.due_within(30, due_on - 31 * A_DAY).exists()
    assert Payment.objects.due_within(30, due_on - 30 * A_DAY).exists()
    assert Payment.objects.due_within(30, due_on + 400 * A_DAY).exists()
    payment.paid_on, payment.amount_paid, payment.paid_recorded_at = due_on, Decimal(100), RECORDED_AT
    payment.save()
    assert not Payment.objects.due_within(30, due_on).exists()


def test_a_fact_is_known_from_its_recording_to_its_voiding(cast: Cast) -> None:
    event = facts.event(cast.partnership)
    event.voided_at, event.void_reason = RECORDED_AT + 10 * A_DAY, "wrong"
    event.save()
    moments = [RECORDED_AT - A_DAY, RECORDED_AT, event.voided_at - A_DAY, event.voided_at]
    assert [InteractionEvent.objects.known_at(moment).exists() for moment in moments] == [False, True, True, False]
    assert not InteractionEvent.objects.standing().exists()


def test_dated_reads_turn_on_the_day_itself(cast: Cast) -> None:
    for make in (facts.contract, facts.event):
        make(cast.partnership).save()
    reads = {Contract.objects.signed_by: date(2022, 12, 20), InteractionEvent.objects.as_of: date(2023, 4, 1)}
    for read, day in reads.items():
        assert not read(day - A_DAY).exists()
        assert read(day).exists()


def test_a_membership_is_open_from_its_start_to_the_day_before_its_end(cast: Cast) -> None:
    end = date(2023, 1, 1)
    facts.membership(cast.partnership, ended_on=end, end_recorded_at=RECORDED_AT).save()
    days = [date(2021, 12, 31), date(2022, 1, 1), end - A_DAY, end]
    assert [NetworkMembership.objects.as_of(day).exists() for day in days] == [False, True, True, False]


def test_an_objection_shows_while_it_is_open(cast: Cast) -> None:
    from partnerships.services.verification import contest_fact, rule_on_contest

    event = facts.event(cast.partnership)
    event.save()
    opened, closed = RECORDED_AT + A_DAY, RECORDED_AT + 9 * A_DAY
    contest = contest_fact(by=None, fact=event, grounds="It did not happen.", at=opened)
    rule_on_contest(by=None, contest=contest, outcome="dismissed", ruling="There are photographs.", at=closed)
    moments = [opened - A_DAY, opened, closed - A_DAY, closed]
    shown = [InteractionEvent.objects.with_contested(moment).get().is_contested for moment in moments]
    assert shown == [False, True, True, False]


def test_a_request_waits_until_it_is_answered(cast: Cast) -> None:
    request = facts.request(cast.partnership)
    request.save()
    assert list(Request.objects.waiting()) == [request]
    request.answered_on, request.answer_recorded_at = date(2023, 5, 9), timezone.now()
    request.save()
    assert not Request.objects.waiting().exists()


def test_work_rests_from_its_suspension_to_the_day_before_it_goes_on(cast: Cast) -> None:
    end = date(2023, 6, 15)
    facts.FACTS[Suspension](
        cast.partnership, started_on=date(2023, 6, 1), ended_on=end, end_recorded_at=RECORDED_AT
    ).save()
    days = [date(2023, 5, 31), date(2023, 6, 1), end - A_DAY, end]
    assert [Suspension.objects.as_of(day).exists() for day in days] == [False, True, True, False]
    assert Suspension.objects.as_of(end, RECORDED_AT - A_DAY).exists()
    assert not Suspension.objects.as_of(end, RECORDED_AT).exists()


def test_a_standing_holds_until_its_end_or_the_next_of_its_kind(cast: Cast) -> None:
    first = facts.standing(cast.partnership, effective_on=date(2023, 6, 1), valid_until=date(2025, 6, 1))
    first.save()
    days = [date(2023, 5, 31), date(2023, 6, 1), date(2025, 5, 31), date(2025, 6, 1)]
    assert [Standing.objects.as_of(day).exists() for day in days] == [False, True, True, False]
    second = facts.standing(cast.partnership, effective_on=date(2024, 6, 1))
    second.save()
    assert list(Standing.objects.as_of(date(2024, 5, 31))) == [first]
    assert list(Standing.objects.as_of(date(2024, 6, 1))) == [second]
    second.voided_at, second.void_reason = RECORDED_AT + A_DAY, "of another organization"
    second.save()
    assert list(Standing.objects.standing().as_of(date(2024, 6, 1))) == [first]
    assert list(Standing.objects.known_at(RECORDED_AT).as_of(date(2024, 6, 1), RECORDED_AT)) == [second]


def test_one_penalty_does_not_replace_another(cast: Cast) -> None:
    for day in (date(2023, 6, 1), date(2024, 6, 1)):
        facts.standing(cast.partnership, kind="CMP_PENALTY", level=None, effective_on=day).save()
    assert Standing.objects.as_of(date(2024, 6, 1)).count() == 2


def test_a_successor_stays_one_from_the_day_it_took_over(cast: Cast) -> None:
    day = date(2024, 3, 1)
    Succession.objects.create(organization=cast.ngo, successor=cast.other_ngo, happened_on=day)
    Succession.objects.create(organization=cast.other_ngo, successor=cast.bureau)
    assert not Succession.objects.as_of(day - A_DAY).exists()
    assert [row.successor for row in Succession.objects.as_of(day + 400 * A_DAY)] == [cast.other_ngo]
