"""What waits for people because of a judgement or of the method: in lists, by mail, in calendars."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.calendars import calendar_of
from partnerships.duties import Desk, read_group
from partnerships.models import Role, User
from partnerships.services.account import make_calendar_address
from partnerships.services.reminders import remind_people
from tests.api.evidence import Both, both
from tests.api.hearings import open_draft
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast
from trust.duties import KINDS, STAGE_CHANGED
from trust.models import Draft, ExpertJudgement, MethodologyDraft, Objection, RatingRound, RatingTask
from trust.services import current_methodology

__all__ = ["both"]


@pytest.fixture
def version(cast: Cast) -> MethodologyDraft:
    """A version the administrator proposed and whose preview is there."""
    methodology, now = current_methodology(), timezone.now()
    proposed: MethodologyDraft = MethodologyDraft.objects.create(
        source=methodology.source, version="2027.1", purpose="Longer half-lives", base=methodology,
        submitted_by=cast.administrator, as_of=now.date(), known_at=now, previewed_at=now,
    )  # fmt: skip
    return proposed


@pytest.fixture
def cases(cast: Cast) -> list[RatingTask]:
    """Two cases of the analyst, and one of a colleague."""
    opened = RatingRound.objects.create(
        purpose="First panel", as_of=date(2025, 6, 30), opened_by=cast.administrator, seed=1
    )
    colleague = User.objects.create_user("colleague", role=Role.ANALYST)
    mine = ((cast.analyst, cast.partnership, 2), (cast.analyst, cast.street_partnership, 1))
    return [
        RatingTask.objects.create(round=opened, expert=expert, partnership=partnership, position=position)
        for expert, partnership, position in (*mine, (colleague, cast.partnership, 1))
    ]


def page(person: User, name: str = "todo") -> str:
    client = Client()
    client.force_login(person)
    return " ".join(client.get(reverse(name)).content.decode().split())


def test_a_version_waits_for_another_administrator_until_it_is_decided(cast: Cast, version: MethodologyDraft) -> None:
    second = User.objects.create_user("second", role=Role.ADMINISTRATOR)
    address = reverse("methodology-draft", args=[version.pk])
    for name in ("todo", "home"):
        html = page(second, name)
        assert f'href="{address}"' in html
        assert "Version 2027.1" in html
        assert "Longer half-lives" in html
    for person in (cast.administrator, cast.staff, cast.ngo_manager, cast.analyst):
        assert address not in page(person)
    version.previewed_at = None
    version.save()
    assert address not in page(second)
    version.previewed_at = version.discarded_at = timezone.now()
    version.discarded_by, version.discard_reason = second, "Too early"
    version.save()
    assert address not in page(second)


def test_cases_wait_for_their_expert_without_a_name_in_the_experts_order(cast: Cast, cases: list[RatingTask]) -> None:
    second, first, foreign = (reverse("rating-case", args=[task.pk]) for task in cases)
    for name in ("todo", "home"):
        html = page(cast.analyst, name)
        assert html.index(f'href="{first}"') < html.index(f'href="{second}"')
        assert foreign not in html
        assert "Case 1" in html
        assert "First panel" in html
    assert cast.ngo.name not in page(cast.analyst)
    assert first not in page(cast.administrator)
    ExpertJudgement.objects.create(task=cases[1], stage=2, rationale="Paid in time.")
    html = page(cast.analyst)
    assert (first in html, second in html) == (False, True)
    ExpertJudgement.objects.create(task=cases[0], stage=0, rationale="Too little.")
    assert "Nothing waits here." in page(cast.analyst)
    assert "Cases to rate" not in page(cast.analyst, "home")


def test_experts_are_reminded_of_their_cases_and_other_analysts_of_nothing(cast: Cast, cases: list[RatingTask]) -> None:
    User.objects.create_user("reader", email="reader@example.org", role=Role.ANALYST)
    remind_people(kinds=KINDS, today=date(2026, 3, 16))
    sent = {message.to[0]: message.body for message in mail.outbox}
    assert "reader@example.org" not in sent
    assert "Case 1" in sent["analyst@example.org"]
    assert cast.ngo.name not in sent["analyst@example.org"]


def test_the_days_of_a_hearing_are_in_the_calendars_of_those_who_have_them(cast: Cast, both: Both) -> None:
    draft = open_draft(both.bureau)
    objection = Objection.objects.create(
        partnership=cast.street_partnership, assessment=both.street.assessment, about="R3", side="ngo", grounds="Late.",
        opened_by=cast.other_manager,
    )  # fmt: skip

    def events(person: User) -> str:
        address = reverse("calendar-feed", args=[make_calendar_address(by=person)])
        return Client().get(address).content.decode().replace("\r\n ", "")

    ours, rules = f"UID:draft-draft-{draft.pk}@", f"UID:objection-objection-{objection.pk}@"
    seen = {person: (ours in events(person), rules in events(person)) for person in (
        cast.staff, cast.ngo_manager, cast.other_manager, cast.street_staff, cast.administrator)}  # fmt: skip
    assert seen == {
        cast.staff: (True, True), cast.ngo_manager: (True, False), cast.other_manager: (False, False),
        cast.street_staff: (False, False), cast.administrator: (False, True),
    }  # fmt: skip
    assert f"DTSTART;VALUE=DATE:{draft.due_on:%Y%m%d}" in events(cast.ngo_manager)
    assert ours.encode() not in calendar_of(cast.ngo_manager, timezone.localdate())  # records alone


def test_a_stage_that_waited_for_both_sides_is_news_from_the_day_it_is_issued(cast: Cast) -> None:
    began, issued = date(2025, 12, 31), date(2026, 3, 10)
    before = judge(run_known_at(), cast.partnership, date(2025, 11, 30), stage=1)
    judge(run_known_at(), cast.partnership, date(2026, 2, 28), stage=2, since_on=began)
    draft = Draft.objects.create(
        partnership=cast.partnership, methodology=before.run.methodology, as_of=began, known_at=before.run.known_at,
        stage=2, reason=0, at_least_dependence=1, at_least_contractual=0.9, at_least_equal=0, issued=before,
        opened_at=timezone.make_aware(timezone.datetime(2026, 1, 2)), due_on=date(2026, 3, 9), outcome="issued",
        closed_at=timezone.make_aware(timezone.datetime(2026, 3, 10)),
    )  # fmt: skip

    def count(day: date) -> int:
        return read_group(Desk(cast.staff, day), STAGE_CHANGED, 5).count

    assert [count(issued + timedelta(days=days)) for days in (-1, 0, 29, 30)] == [0, 1, 1, 0]
    Draft.objects.filter(pk=draft.pk).update(stage=3)  # what was issued then stands no more
    assert count(issued) == 0
