"""What waits for whom: each duty appears on its day and not before, for those who have it, with the act beside it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.duties import KINDS, MOST_COUNTED, Desk, Horizon, count_duties, read_group, read_groups
from partnerships.models import (
    Amendment,
    Contest,
    Contract,
    Evaluation,
    Fact,
    InteractionEvent,
    Milestone,
    Payment,
    Request,
    Role,
    ServiceTie,
    User,
)
from partnerships.services.verification import contest_fact
from partnerships.workdays import add_workdays, last_day_passed
from tests.cast import Cast
from tests.facts import FACTS

DAY = timedelta(days=1)
BY_CODE = {kind.code: kind for kind in KINDS}
# A Wednesday.
TODAY = date(2026, 3, 18)


def save(model: type[Fact], partnership: Any, **columns: Any) -> Any:
    """One fact of the kind, on record."""
    fact = FACTS[model](partnership, **columns)
    fact.save()
    return fact


def waiting(user: User, today: date, **desk: Any) -> dict[str, list[int]]:
    """The keys of what waits, by kind."""
    groups = read_groups(Desk(user, today, **desk), KINDS, 50)
    return {group.kind.code: [duty.record.pk for duty in group.duties] for group in groups}  # type: ignore[misc]


def running_contract(cast: Cast, **columns: Any) -> Contract:
    """A contract for the year 2026 that is evaluated already."""
    term = {"signed_on": date(2025, 12, 1), "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    contract: Contract = save(Contract, cast.partnership, **(term | columns))
    return contract


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A contract for the year 2026, evaluated."""
    contract = running_contract(cast)
    for phase in ("mid", "final"):
        save(Evaluation, cast.partnership, contract=contract, phase=phase, held_on=TODAY)
    return contract


def unpaid(contract: Contract, due_on: date) -> Payment:
    """An instalment that was not paid yet."""
    columns = {"contract": contract, "due_on": due_on, "paid_on": None, "amount_paid": None, "paid_recorded_at": None}
    payment: Payment = save(Payment, contract.partnership, **columns)
    return payment


def _payment(cast: Cast, contract: Contract) -> tuple[str, date]:
    unpaid(contract, TODAY)
    return "payment", TODAY - timedelta(days=30)


def _milestone(cast: Cast, contract: Contract) -> tuple[str, date]:
    save(Milestone, cast.partnership, contract=contract, due_on=TODAY, reached_on=None, reached_recorded_at=None)
    return "milestone", TODAY - timedelta(days=30)


def _ending(cast: Cast, contract: Contract) -> tuple[str, date]:
    return "ending", date(2026, 12, 31) - timedelta(days=90)


def _closing(cast: Cast, contract: Contract) -> tuple[str, date]:
    return "closing", date(2027, 1, 1)


def _mid_term(cast: Cast, contract: Contract) -> tuple[str, date]:
    Evaluation.objects.all().delete()
    return "mid-term", date(2026, 7, 2)


def _final(cast: Cast, contract: Contract) -> tuple[str, date]:
    Evaluation.objects.filter(phase="final").delete()
    return "final", date(2026, 12, 31)


def _request(cast: Cast, contract: Contract) -> tuple[str, date]:
    save(Request, cast.partnership, opened_on=TODAY, answered_on=None, answer="", answer_recorded_at=None)
    return "request", date.min


APPEARING: dict[str, Callable[[Cast, Contract], tuple[str, date]]] = {
    function.__name__.strip("_"): function for function in (_payment, _milestone, _ending, _closing, _mid_term, _final)
}


@pytest.mark.parametrize("what", APPEARING)
def test_a_duty_appears_on_its_day_and_not_the_day_before(what: str, cast: Cast, contract: Contract) -> None:
    code, first_day = APPEARING[what](cast, contract)
    assert code not in waiting(cast.staff, first_day - DAY)
    assert len(waiting(cast.staff, first_day)[code]) == 1


@pytest.mark.parametrize("horizon", [Horizon.WEEK, Horizon.MONTH, Horizon.QUARTER])
def test_a_horizon_looks_so_many_days_ahead(horizon: Horizon, contract: Contract, cast: Cast) -> None:
    due = TODAY + timedelta(days=int(horizon))
    payment = unpaid(contract, due)
    assert waiting(cast.staff, TODAY, horizon=horizon)["payment"] == [payment.pk]
    assert "payment" not in waiting(cast.staff, TODAY - DAY, horizon=horizon)


def test_what_falls_due_today_is_not_late_and_tomorrow_it_is(contract: Contract, cast: Cast) -> None:
    unpaid(contract, TODAY)
    assert "payment" not in waiting(cast.staff, TODAY, horizon=Horizon.LATE)
    assert "payment" in waiting(cast.staff, TODAY + DAY, horizon=Horizon.LATE)
    on_the_day, after = (
        read_group(Desk(cast.staff, day), BY_CODE["payment"], 1).duties[0] for day in (TODAY, TODAY + DAY)
    )
    assert (on_the_day.is_late, on_the_day.when) == (False, "today")
    assert (after.is_late, after.when) == (True, "1 day late")


def test_the_longest_overdue_comes_first(contract: Contract, cast: Cast) -> None:
    later, sooner = unpaid(contract, TODAY), unpaid(contract, TODAY - DAY)
    assert waiting(cast.staff, TODAY)["payment"] == [sooner.pk, later.pk]


def test_what_was_settled_waits_no_more(contract: Contract, cast: Cast) -> None:
    payment = unpaid(contract, TODAY)
    paid = unpaid(contract, TODAY)
    Payment.objects.filter(pk=paid.pk).update(paid_on=TODAY, amount_paid=1, paid_recorded_at=datetime.now(UTC))
    assert waiting(cast.staff, TODAY)["payment"] == [payment.pk]
    Payment.objects.filter(pk=payment.pk).update(voided_at=datetime.now(UTC), void_reason="Twice")
    assert "payment" not in waiting(cast.staff, TODAY)


def test_an_amendment_moves_the_end(contract: Contract, cast: Cast) -> None:
    moved = date(2027, 6, 30)
    save(Amendment, cast.partnership, contract=contract, signed_on=TODAY, new_ends_on=moved)
    assert "ending" not in waiting(cast.staff, date(2026, 12, 1))
    assert "closing" not in waiting(cast.staff, date(2027, 1, 1))
    assert waiting(cast.staff, moved)["ending"] == [contract.pk]
    assert waiting(cast.staff, moved + DAY)["closing"] == [contract.pk]


def test_a_contract_with_a_successor_does_not_end_unnoticed(contract: Contract, cast: Cast) -> None:
    successor = running_contract(cast, number="HT-9", renews=contract, signed_on=date(2026, 11, 1),
                                 starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))  # fmt: skip
    assert "ending" not in waiting(cast.staff, date(2026, 12, 1))
    Contract.objects.filter(pk=successor.pk).update(voided_at=datetime.now(UTC), void_reason="Not signed")
    assert waiting(cast.staff, date(2026, 12, 1))["ending"] == [contract.pk]


@pytest.mark.parametrize("ending", [{"closed_on": date(2026, 12, 31)}, {"terminated_on": date(2026, 6, 1)}])
def test_closed_and_ended_contracts_ask_for_nothing(ending: dict[str, date], contract: Contract, cast: Cast) -> None:
    _milestone(cast, contract)
    Milestone.objects.update(due_on=date(2026, 7, 1))
    moment = datetime.now(UTC)
    further = {"closing_recorded_at": moment}
    if "terminated_on" in ending:
        further = {
            "termination_recorded_at": moment, "termination_party": "ngo", "termination_fault": "none",
            "termination_verification": "single", "termination_side": "gov",
        }  # fmt: skip
    Evaluation.objects.all().delete()
    Contract.objects.update(**ending, **further)
    found = set(waiting(cast.staff, date(2027, 1, 2)))
    assert found <= ({"milestone"} if "closed_on" in ending else set())


def test_short_contracts_have_no_mid_term(cast: Cast) -> None:
    running_contract(cast, ends_on=date(2026, 6, 29))
    assert "mid-term" not in waiting(cast.staff, date(2026, 6, 1))
    Contract.objects.update(ends_on=date(2026, 6, 30))
    assert "mid-term" in waiting(cast.staff, date(2026, 6, 1))


@pytest.mark.parametrize(("kind", "due"), [("general", date(2026, 4, 8)), ("challenge", date(2026, 3, 27))])
def test_requests_have_a_limit_in_working_days(kind: str, due: date, cast: Cast) -> None:
    columns = {"opened_on": TODAY, "answered_on": None, "answer": "", "answer_recorded_at": None}
    request = save(Request, cast.partnership, kind=kind, **columns)
    duty = read_group(Desk(cast.staff, TODAY), BY_CODE["request"], 1).duties[0]
    assert (duty.day, duty.act and duty.act.address) == (due, f"/requests/{request.pk}/answer/")
    assert "request" not in waiting(cast.staff, due, horizon=Horizon.LATE)
    assert "request" in waiting(cast.staff, due + DAY, horizon=Horizon.LATE)


def test_weekends_are_no_working_days() -> None:
    friday, saturday, monday = date(2026, 3, 20), date(2026, 3, 21), date(2026, 3, 23)
    assert add_workdays(friday, 1) == add_workdays(saturday, 1) == monday
    for today in (TODAY + timedelta(days=number) for number in range(14)):
        last = last_day_passed(today, 7)
        assert add_workdays(last, 7) < today <= add_workdays(last + DAY, 7)


def test_each_side_confirms_what_the_other_entered(cast: Cast) -> None:
    columns = {"verification": "single"}
    by_ngo = save(InteractionEvent, cast.partnership, recorded_side="ngo", recorded_by=cast.ngo_manager, **columns)
    by_body = save(InteractionEvent, cast.partnership, recorded_side="gov", recorded_by=cast.staff, **columns)
    save(InteractionEvent, cast.street_partnership, recorded_side="ngo", recorded_by=cast.other_manager, **columns)
    assert waiting(cast.staff, TODAY)["confirmation"] == [by_ngo.pk]
    assert waiting(cast.ngo_manager, TODAY)["confirmation"] == [by_body.pk]
    assert "confirmation" not in waiting(cast.administrator, TODAY)
    duty = read_group(Desk(cast.staff, TODAY), BY_CODE["confirmation"], 1).duties[0]
    assert duty.act is not None
    assert duty.act.address == f"/records/interactionevent/{by_ngo.pk}/confirm/"
    contest_fact(by=cast.staff, fact=by_ngo, grounds="Not so")
    assert "confirmation" not in waiting(cast.staff, TODAY)


def test_a_tie_waits_for_the_other_end(cast: Cast) -> None:
    columns = {"organization": cast.ngo, "partner": cast.other_ngo, "recorded_side": "ngo", "verification": "single"}
    tie = save(ServiceTie, cast.partnership, recorded_by=cast.ngo_manager, **columns)
    assert waiting(cast.other_manager, TODAY)["confirmation"] == [tie.pk]
    assert "confirmation" not in waiting(cast.ngo_manager, TODAY)


@pytest.fixture
def contest(cast: Cast) -> Contest:
    """An objection of the street's NGO, with grounds."""
    event = save(InteractionEvent, cast.street_partnership, recorded_side="gov", verification="dual")
    contest = contest_fact(by=cast.other_manager, fact=event, grounds="It was another day.")
    Contest.objects.update(opened_at=datetime(2026, 3, 1, 4, tzinfo=UTC))
    return contest


def test_objections_are_ruled_on_from_outside_within_thirty_days(contest: Contest, cast: Cast) -> None:
    assert waiting(cast.staff, TODAY)["ruling"] == [contest.object_id]
    assert waiting(cast.administrator, TODAY)["ruling"] == [contest.object_id]
    assert "ruling" not in waiting(cast.street_staff, TODAY)
    assert "ruling" not in waiting(cast.other_manager, TODAY)
    duty = read_group(Desk(cast.staff, TODAY), BY_CODE["ruling"], 1).duties[0]
    assert duty.act is not None
    assert (duty.day, duty.act.address) == (
        date(2026, 3, 31),
        f"/records/interactionevent/{contest.object_id}/rule/",
    )
    assert "ruling" not in waiting(cast.staff, date(2026, 3, 31), horizon=Horizon.LATE)
    assert "ruling" in waiting(cast.staff, date(2026, 4, 1), horizon=Horizon.LATE)


def test_grounds_are_asked_of_those_who_objected(contest: Contest, cast: Cast) -> None:
    assert "grounds" not in waiting(cast.other_manager, TODAY)
    Contest.objects.update(grounds="")
    assert waiting(cast.other_manager, TODAY)["grounds"] == [contest.object_id]
    assert "grounds" not in waiting(cast.street_staff, TODAY)
    assert "ruling" not in waiting(cast.staff, TODAY)


def test_each_role_has_its_own_duties_and_no_others(contest: Contest, contract: Contract, cast: Cast) -> None:
    for make in (_payment, _milestone, _request):
        make(cast, contract)
    Evaluation.objects.all().delete()
    save(InteractionEvent, cast.partnership, recorded_side="gov", recorded_by=cast.staff, verification="single")
    found = {name: set(waiting(user, date(2026, 12, 1))) for name, user in cast.per_role().items()}
    assert found == {
        Role.STAFF: {"payment", "milestone", "request", "mid-term", "ending", "ruling"},
        Role.NGO_MANAGER: {"milestone", "ending", "confirmation"},
        Role.ANALYST: set(),
        Role.ADMINISTRATOR: {"payment", "milestone", "request", "mid-term", "ending", "ruling"},
    }
    assert set(waiting(cast.other_manager, date(2026, 12, 1))) == set()
    assert set(waiting(cast.street_staff, date(2026, 12, 1))) == set()


def test_staff_look_after_their_own_body_and_may_look_at_the_jurisdiction(cast: Cast) -> None:
    contract = save(Contract, cast.street_partnership)
    payment = unpaid(contract, TODAY)
    assert waiting(cast.street_staff, TODAY)["payment"] == [payment.pk]
    assert "payment" not in waiting(cast.staff, TODAY)
    assert waiting(cast.staff, TODAY, is_wide=True)["payment"] == [payment.pk]
    assert "payment" not in waiting(cast.other_manager, TODAY, is_wide=True)


def test_counting_ends_at_the_most_counted(contract: Contract, cast: Cast) -> None:
    for number in range(MOST_COUNTED + 2):
        unpaid(contract, TODAY - timedelta(days=number))
    group = read_group(Desk(cast.staff, TODAY), BY_CODE["payment"], 3)
    assert (group.count, group.is_more, len(group.duties)) == (MOST_COUNTED, True, 3)
    assert count_duties(Desk(cast.staff, TODAY), KINDS) == MOST_COUNTED + 1


@pytest.mark.parametrize("who", ["staff", "ngo_manager", "administrator"])
def test_the_queries_do_not_grow_with_what_waits(who: str, contest: Contest, contract: Contract, cast: Cast) -> None:
    ContentType.objects.clear_cache()
    counts = []
    for _round in range(2):
        for number in range(5):
            unpaid(contract, TODAY - timedelta(days=number))
            columns = {"verification": "single", "recorded_side": "gov", "recorded_by": cast.staff}
            save(InteractionEvent, cast.partnership, **columns)
            save(Request, cast.partnership, answered_on=None, answer="", answer_recorded_at=None)
        desk = Desk(getattr(cast, who), TODAY)
        with CaptureQueriesContext(connection) as queries:
            for group in read_groups(desk, KINDS, 5):
                str(group.duties)
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 20
