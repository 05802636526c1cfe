"""What both sides did, on a partnership's profile: numbers, the facts behind each, and how a party answers them."""

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Contract, Evaluation, Request
from partnerships.services.verification import contest_fact
from tests.api.evidence import AS_OF, AUDITED, CONFIRMED, RECORDED_AT, Both, record_event, record_payment
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast
from tests.trust.views.conftest import SignIn
from trust.presenters.deeds import BY_CODE, QUESTIONS

IN_TIME = {"paid_on": date(2025, 5, 1), "amount_paid": 1, "paid_recorded_at": RECORDED_AT}
UNPAID = {"paid_on": None, "amount_paid": None, "paid_recorded_at": None}


def profile_of(both: Both, client: Client, query: str = "") -> Any:
    """The bureau's partnership's page; its assessment is as of the end of June 2025."""
    return client.get(reverse("partnership-detail", args=[both.bureau.partnership.pk]) + query)


def numbers_on(page: Any) -> dict[str, list[str]]:
    """What each question says for two years and for five."""
    return {
        line.question.code: [number.words for number in line.numbers]
        for side in page.context["sides"]
        for line in side.lines
    }


def rows_of(client: Client, page: Any, code: str, column: int = 1) -> Any:
    """The rows a number leads to."""
    cells = {line.question.code: line.numbers for side in page.context["sides"] for line in side.lines}
    return client.get(cells[code][column].address).context["rows"]


def test_payments_are_told_in_time_in_the_middle_and_unpaid(cast: Cast, both: Both, signed_in: SignIn) -> None:
    record_payment(both.bureau.contract, stage="interim", due_on=date(2025, 4, 30), **IN_TIME)
    record_payment(both.bureau.contract, stage="balance", due_on=date(2025, 6, 20), **UNPAID)
    record_payment(
        both.bureau.contract, stage="balance", due_on=date(2025, 6, 30), **UNPAID
    )  # due on the day: not late
    client = signed_in(cast.ngo_manager)
    page = profile_of(both, client)
    said = numbers_on(page)
    assert (said["paid"], said["delay"], said["overdue"]) == (["2 of 3"] * 2, ["10"] * 2, ["1"] * 2)
    assert [str(row.effect) for row in rows_of(client, page, "delay")] == [
        "unpaid for 10 days", "paid after 1 day", "paid after 33 days"
    ]  # fmt: skip
    assert len(rows_of(client, page, "overdue")) == 1


def test_two_facts_have_no_middle(cast: Cast, both: Both, signed_in: SignIn) -> None:
    record_payment(both.bureau.contract, stage="interim", due_on=date(2025, 4, 30), **IN_TIME)
    assert numbers_on(profile_of(both, signed_in(cast.staff)))["delay"] == ["too few", "too few"]


def test_a_fact_counts_in_two_years_or_only_in_five(cast: Cast, both: Both, signed_in: SignIn) -> None:
    for day in (date(2023, 7, 1), date(2023, 6, 30), date(2020, 6, 30), date(2020, 6, 29)):  # the last is too old
        record_event(both.bureau.partnership, type_id="RES_EXTRA_TASK", occurred_on=day)
    client = signed_in(cast.staff)
    page = profile_of(both, client)
    assert numbers_on(page)["tasks"] == ["1", "3"]
    assert [len(rows_of(client, page, "tasks", column)) for column in (0, 1)] == [1, 3]


def test_evaluations_and_requests_say_how_many_of_how_many(cast: Cast, both: Both, signed_in: SignIn) -> None:
    Evaluation.objects.create(
        contract=both.bureau.contract, phase="final", held_on=date(2025, 6, 20), result="fail", **AUDITED
    )
    answered = {"answered_on": date(2025, 5, 30), "answer_recorded_at": RECORDED_AT}
    Request.objects.create(partnership=both.bureau.partnership, opened_on=date(2025, 5, 12), **answered, **CONFIRMED)
    # still in time on the day: nothing to say yet
    Request.objects.create(partnership=both.bureau.partnership, opened_on=date(2025, 6, 25), **CONFIRMED)
    said = numbers_on(profile_of(both, signed_in(cast.staff)))
    assert said["evaluations"] == ["1 of 2"] * 2
    assert said["answered"] == ["1 of 2"] * 2  # the other was made on 6 May and never answered


def test_what_was_not_known_then_is_not_told_then(cast: Cast, both: Both, signed_in: SignIn) -> None:
    later = {"recorded_at": RECORDED_AT + timedelta(days=60)}
    record_event(
        both.bureau.partnership, type_id="RES_EXTRA_TASK", occurred_on=date(2025, 6, 1), **{**CONFIRMED, **later}
    )
    assert numbers_on(profile_of(both, signed_in(cast.staff)))["tasks"] == ["0", "0"]


def test_a_contested_fact_counts_for_nobody(cast: Cast, both: Both, signed_in: SignIn) -> None:
    task = record_event(both.bureau.partnership, type_id="RES_EXTRA_TASK", occurred_on=date(2025, 6, 1))
    contest_fact(by=cast.ngo_manager, fact=task, grounds="We offered it.")
    before = numbers_on(profile_of(both, signed_in(cast.staff)))
    judge(run_known_at(timezone.now()), both.bureau.partnership, AS_OF)
    assert before["tasks"] == ["1", "1"]
    assert numbers_on(profile_of(both, signed_in(cast.staff)))["tasks"] == ["0", "0"]


def test_an_early_ending_is_told_of_the_side_at_fault(cast: Cast, both: Both, signed_in: SignIn) -> None:
    Contract.objects.filter(pk=both.bureau.contract.pk).update(
        terminated_on=date(2025, 6, 1),
        termination_party="ngo",
        termination_fault="government",
        termination_verification="dual",
        termination_recorded_at=RECORDED_AT,
        termination_side="gov",
    )
    said = numbers_on(profile_of(both, signed_in(cast.staff)))
    assert (said["ended-by-ngo"], said["ended-by-body"]) == (["1", "1"], ["1", "1"])


def test_every_question_has_facts_it_counts_or_says_that_there_are_none(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    client, said = signed_in(cast.staff), numbers_on(profile_of(both, signed_in(cast.staff)))
    assert list(said) == list(BY_CODE)
    assert len(BY_CODE) == len(QUESTIONS)
    for code in BY_CODE:
        address = reverse("partnership-conduct", args=[both.bureau.partnership.pk, code])
        rows = client.get(address).context["rows"]
        assert bool(rows) == (said[code][1] not in {"0", "–"}), code


def test_an_unknown_question_is_not_found_and_an_unknown_period_is_named(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    client, key = signed_in(cast.staff), both.bureau.partnership.pk
    assert client.get(reverse("partnership-conduct", args=[key, "charm"])).status_code == 404
    refused = client.get(reverse("partnership-conduct", args=[key, "paid"]) + "?months=25")
    assert refused.status_code == 400
    assert "Choose 24 or 60 months." in refused.content.decode()


def test_a_party_contests_a_fact_or_proves_it_from_its_row_and_nobody_else(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    contest = reverse("record-contest", args=["interactionevent", both.bureau.event.pk])
    prove = reverse("document-attach", args=["interactionevent", both.bureau.event.pk])
    address = reverse("partnership-conduct", args=[both.bureau.partnership.pk, "planned"])
    for party in (cast.ngo_manager, cast.staff):
        client = signed_in(party)
        page = client.get(address).content.decode()
        assert f'href="{contest}"' in page
        assert f'href="{prove}"' in page
        assert client.get(contest).status_code == client.get(prove).status_code == 200
    address = reverse("partnership-conduct", args=[both.street.partnership.pk, "planned"])
    page = signed_in(cast.analyst).get(address)
    assert len(page.context["rows"]) == 1
    assert "/contest/" not in page.content.decode()


def test_facts_on_the_ngo_are_answered_by_its_side_too(cast: Cast, both: Both, signed_in: SignIn) -> None:
    address = reverse("indicator-evidence", args=[both.bureau.partnership.pk, "N4"])
    contest = reverse("record-contest", args=["interactionevent", both.bureau.ngo_event.pk])
    assert f'href="{contest}"' in signed_in(cast.ngo_manager).get(address).content.decode()


def test_the_profile_leads_to_the_rules_it_was_judged_by(cast: Cast, both: Both, signed_in: SignIn) -> None:
    page = profile_of(both, signed_in(cast.staff)).content.decode()
    assert f'href="{reverse("methodology-indicator", args=["R3"])}?version=2026.1"' in page
    assert f'href="{reverse("methodology-indicator", args=["R3"])}"' not in page
