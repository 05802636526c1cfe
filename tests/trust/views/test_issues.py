"""The history of a partnership's assessments: what was issued, why anew, and how it reads as known then."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Request
from partnerships.services.verification import contest_fact
from tests.api.evidence import CONFIRMED, Both, record_event
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast
from tests.trust.views.conftest import SignIn
from trust.models import AssessmentRun, Methodology
from trust.services import current_methodology

MAY, JUNE = date(2025, 5, 31), date(2025, 6, 30)
MORNING, EVENING = datetime(2025, 9, 1, 2, tzinfo=UTC), datetime(2025, 9, 1, 10, tzinfo=UTC)


@pytest.fixture
def other_version(cast: Cast) -> Methodology:
    """A version after the one in force that differs in its name alone."""
    present = current_methodology()
    source = present.source.replace("2026.1", "2026.2")
    return Methodology.objects.create(version="2026.2", digest="2", effective_on=date(2026, 6, 1), source=source)


def address_of(both: Both) -> str:
    """The history of the bureau's partnership."""
    return reverse("partnership-assessments", args=[both.bureau.partnership.pk])


def months_of(both: Both, signed_in: SignIn, cast: Cast) -> Any:
    """The months shown, the latest first."""
    return signed_in(cast.staff).get(address_of(both)).context["issue_months"]


def test_a_month_judged_once_has_nothing_to_explain(cast: Cast, both: Both, signed_in: SignIn) -> None:
    (((only,),)) = months_of(both, signed_in, cast)
    assert (only.assessment, only.is_anew, only.before, only.stands) == (both.bureau.assessment, False, None, True)


def test_later_knowledge_issues_a_month_anew_with_the_difference(cast: Cast, both: Both, signed_in: SignIn) -> None:
    later = judge(
        run_known_at(MORNING), both.bureau.partnership, JUNE, stage=3, at_least_equal=0.75, at_least_contractual=0.9
    )
    ((first, anew),) = months_of(both, signed_in, cast)
    assert (first.stands, anew.stands, anew.assessment) == (False, True, later)
    assert list(anew.reasons) == ["later knowledge"]
    assert anew.before == first.mark != anew.mark
    assert sum(chance.change for chance in anew.odds) == 0
    assert anew.odds[3].signed == "+50"


def test_another_methodology_issues_a_month_anew_on_the_same_evidence(
    cast: Cast, both: Both, signed_in: SignIn, other_version: Methodology
) -> None:
    run = AssessmentRun.objects.create(methodology=other_version, known_at=MORNING, finished_at=MORNING)
    judge(run, both.bureau.partnership, JUNE, evidence_digest=both.bureau.assessment.evidence_digest)
    ((_first, anew),) = months_of(both, signed_in, cast)
    assert list(anew.reasons) == ["methodology 2026.2 instead of 2026.1"]
    assert (anew.before, [chance.signed for chance in anew.odds]) == (None, [""] * 4)
    judge(
        AssessmentRun.objects.create(methodology=current_methodology(), known_at=EVENING),
        both.bureau.partnership,
        JUNE,
        evidence_digest=uuid4(),
    )
    ((*_earlier, last),) = months_of(both, signed_in, cast)
    assert len(last.reasons) == 2


def test_each_judgement_reads_as_it_was_known_though_two_were_issued_on_a_day(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    judge(run_known_at(MORNING), both.bureau.partnership, JUNE, stage=3, at_least_equal=0.7)
    judge(run_known_at(EVENING), both.bureau.partnership, JUNE, stage=1)
    client = signed_in(cast.staff)
    ((*issues,),) = client.get(address_of(both)).context["issue_months"]
    read = [client.get(issue.address).context["profile"].assessment.stage for issue in issues]
    assert read == [2, 3, 1]
    notices = ["no longer stands" in client.get(issue.address).content.decode() for issue in issues]
    assert notices == [True, True, False]


def test_rules_are_those_of_the_version_a_past_profile_was_judged_by(
    cast: Cast, both: Both, signed_in: SignIn, other_version: Methodology
) -> None:
    run = AssessmentRun.objects.create(methodology=other_version, known_at=MORNING, finished_at=MORNING)
    judge(run, both.bureau.partnership, JUNE)
    client = signed_in(cast.staff)
    rule = reverse("methodology-indicator", args=["R3"])
    ((first, anew),) = client.get(address_of(both)).context["issue_months"]
    for issue, version in ((first, "2026.1"), (anew, "2026.2")):
        assert f'href="{rule}?version={version}"' in client.get(issue.address).content.decode()
    assert client.get(f"{rule}?version=2026.2").context["version"] == other_version


def test_months_come_in_pages_the_latest_first(cast: Cast, both: Both, signed_in: SignIn) -> None:
    run = run_known_at()
    for number in range(30):
        judge(run, both.bureau.partnership, date(2022 + number // 12, number % 12 + 1, 28))
    client = signed_in(cast.staff)
    first, second = (client.get(address_of(both) + query) for query in ("", "?page=2"))
    assert [len(page.context["issue_months"]) for page in (first, second)] == [24, 7]
    assert first.context["issue_months"][0][0].assessment.as_of == JUNE
    assert second.context["issue_months"][-1][0].assessment.as_of == date(2022, 1, 28)


def test_the_file_has_every_judgement(cast: Cast, both: Both, signed_in: SignIn) -> None:
    judge(run_known_at(MORNING), both.bureau.partnership, JUNE, stage=3, at_least_equal=0.75)
    judge(run_known_at(), both.bureau.partnership, MAY, stage=0, reason=1)
    text = signed_in(cast.staff).get(address_of(both) + "?download=csv").getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["as_of"] for row in rows] == ["2025-06-30", "2025-06-30", "2025-05-31"]
    assert (rows[1]["stage_before"], rows[1]["odds_equal"], rows[1]["stands_today"]) == (
        "Contractual trust",
        "0.7500",
        "yes",
    )
    assert rows[2]["odds_equal"] == ""


def test_the_profile_shows_the_last_months_and_the_number_of_all(cast: Cast, both: Both, signed_in: SignIn) -> None:
    judge(run_known_at(MORNING), both.bureau.partnership, JUNE, stage=3, at_least_equal=0.75)
    page = signed_in(cast.staff).get(reverse("partnership-detail", args=[both.bureau.partnership.pk]))
    assert [len(month) for month in page.context["issue_months"]] == [2]
    assert page.context["issued"] == 2
    assert "2 judgements issued on this partnership so far" in page.content.decode()


def test_a_partnership_without_a_judgement_says_so(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.staff).get(reverse("partnership-assessments", args=[cast.partnership.pk]))
    assert "No judgement has been issued on this partnership yet" in page.content.decode()


def test_what_became_known_between_two_judgements_is_listed(cast: Cast, both: Both, signed_in: SignIn) -> None:
    partnership, client = both.bureau.partnership, signed_in(cast.ngo_manager)
    known = both.bureau.assessment.run.known_at
    late = {"recorded_at": known + timedelta(hours=1)}
    first = record_event(partnership, type_id="RES_EXTRA_TASK", **{**CONFIRMED, **late})
    record_event(partnership, occurred_on=date(2025, 7, 1), **{**CONFIRMED, **late})  # after the month
    record_event(both.street.partnership, type_id="RES_EXTRA_TASK", **{**CONFIRMED, **late})  # another's
    record_event(partnership, type_id="RES_EXTRA_TASK", **{**CONFIRMED, "recorded_at": known})  # known before
    Request.objects.filter(pk=both.bureau.request.pk).update(
        answered_on=date(2025, 6, 2), answer_recorded_at=known + timedelta(hours=2)
    )
    contest_fact(by=cast.ngo_manager, fact=both.bureau.event, grounds="It was not joint.")
    judge(run_known_at(timezone.now()), partnership, JUNE)
    ((before, anew),) = client.get(address_of(both)).context["issue_months"]
    page = client.get(anew.what_became_known)
    assert {(row.fact, str(row.effect)) for row in page.context["rows"]} == {
        (first, "recorded"),
        (both.bureau.request, "paid, answered or ended"),
        (both.bureau.event, "contested"),
    }
    assert before.what_became_known == ""
    alone = reverse("partnership-assessment-reasons", args=[partnership.pk, before.assessment.pk])
    assert client.get(alone).status_code == 404
