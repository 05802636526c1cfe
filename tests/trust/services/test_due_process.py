"""A judgement that says something new is laid before both sides, who may object, before anybody else reads it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.models import DocumentLink, Organization, Role, User
from partnerships.models.documents import Document
from partnerships.services import contracts, evaluations, payments
from partnerships.services.provenance import Provenance
from partnerships.services.verification import void_fact
from partnerships.workdays import add_workdays
from tests.cast import Cast
from trust.models import Assessment, Draft, LatestAssessment, Objection, Override, Reassessment, Reply
from trust.services import assess_marked, assess_partnerships, issue_heard_drafts, last_month_end
from trust.services.drafts import path_of_draft
from trust.services.objections import object_to_reading, rule_on_objection, withdraw_objection
from trust.services.overrides import confirm_override, end_override, propose_override
from trust.services.replies import reply_to_judgement, withdraw_reply

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def signed_in() -> SignIn:
    """A browser of a person who has signed in."""

    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


def contract_on_record(cast: Cast) -> None:
    """Three years of a contract that was paid for and evaluated: contractual trust today."""
    began = last_month_end(timezone.localdate()) - timedelta(days=900)
    stated = Provenance(
        verification="dual", side="gov", recorded_at=timezone.now() - timedelta(days=3), source_key="three years"
    )
    contract = contracts.record_contract(
        by=None,
        partnership=cast.partnership,
        title="Home care",
        method="open_tender",
        signed_on=began,
        starts_on=began,
        ends_on=began + timedelta(days=1500),
        value=Decimal(900_000),
        provenance=stated,
    )
    for number in range(8):
        day = began + timedelta(days=30 + 100 * number)
        payment = payments.schedule_payment(
            by=None,
            contract=contract,
            stage="interim",
            due_on=day,
            amount_due=Decimal(100_000),
            provenance=Provenance("dual", "gov", stated.recorded_at, source_key=f"payment {number}"),
        )
        payments.record_payment(
            by=None, payment=payment, paid_on=day, amount_paid=Decimal(100_000), recorded_at=stated.recorded_at
        )
    evaluations.record_evaluation(
        by=None,
        contract=contract,
        phase="mid",
        held_on=began + timedelta(days=700),
        result="good",
        provenance=Provenance("dual", "gov", stated.recorded_at, source_key="evaluation"),
    )


@pytest.fixture
def draft(cast: Cast) -> Draft:
    """A first stage, judged by the worker and laid before both sides."""
    contract_on_record(cast)
    assert assess_marked() == 1
    return Draft.objects.get(partnership=cast.partnership)


def over(draft: Draft) -> None:
    """Moves a draft's term into the past."""
    Draft.objects.filter(pk=draft.pk).update(
        opened_at=timezone.now() - timedelta(days=40), due_on=timezone.localdate() - timedelta(days=1)
    )


def test_a_new_stage_waits_fifteen_working_days_and_nothing_is_issued(cast: Cast, draft: Draft) -> None:
    assert (draft.stage, draft.reason, draft.closed_at) == (2, 0, None)
    assert draft.due_on == add_workdays(timezone.localdate(), 15)
    assert not Assessment.objects.exists()
    assert not Reassessment.objects.exists()


def test_once_the_term_is_over_it_is_issued_as_both_sides_read_it(cast: Cast, draft: Draft) -> None:
    drafted = path_of_draft(draft)
    assert issue_heard_drafts() == 0
    over(draft)
    assert issue_heard_drafts() == 1
    draft.refresh_from_db()
    assert draft.outcome == Draft.Outcome.ISSUED
    issued = list(Assessment.objects.path(cast.partnership))
    assert [(row.as_of, row.stage, row.flags) for row in issued] == [
        (row.as_of, row.stage, row.flags) for row in drafted
    ]
    for name in ("conditions", "dimension_means", "indicator_values"):
        columns = [np.array([getattr(row, name) for row in rows], dtype="f4") for rows in (issued, drafted)]
        assert np.array_equal(*columns, equal_nan=True), name
    assert issue_heard_drafts() == 0


def test_what_says_nothing_new_is_issued_at_once(cast: Cast, draft: Draft) -> None:
    over(draft)
    issue_heard_drafts()
    before = Assessment.objects.count()
    Reassessment.objects.create(partnership=cast.partnership)
    contract = cast.partnership.contracts.get()
    evaluations.record_evaluation(
        by=None,
        contract=contract,
        phase="mid",
        held_on=contract.signed_on + timedelta(days=750),
        result="good",
        provenance=Provenance("dual", "gov", timezone.now() - timedelta(minutes=1), source_key="another"),
    )
    assert assess_marked() == 1
    assert not Draft.objects.open().exists()
    assert Assessment.objects.count() > before


def test_a_draft_that_says_nothing_new_any_more_is_withdrawn(cast: Cast, draft: Draft) -> None:
    void_fact(by=None, fact=cast.partnership.contracts.get(), reason="It was another body's.")
    assert assess_marked() == 1
    draft.refresh_from_db()
    assert draft.outcome == Draft.Outcome.WITHDRAWN
    assert not Assessment.objects.exists()


def test_with_no_working_days_nothing_waits(cast: Cast, settings: object) -> None:
    settings.DRAFT_WORKDAYS = 0  # type: ignore[attr-defined]
    contract_on_record(cast)
    assess_marked()
    assert LatestAssessment.objects.get(partnership=cast.partnership).assessment.stage == 2
    assert not Draft.objects.exists()


def test_a_history_taken_over_is_issued_at_once_and_settles_the_draft(cast: Cast, draft: Draft) -> None:
    assess_partnerships(by=None)
    draft.refresh_from_db()
    assert draft.outcome == Draft.Outcome.ISSUED
    assert LatestAssessment.objects.get(partnership=cast.partnership).assessment.stage == 2


def test_both_sides_read_the_draft_and_nobody_else_does(cast: Cast, draft: Draft, signed_in: SignIn) -> None:
    address = reverse("partnership-detail", args=[cast.partnership.pk])
    for person, status in (
        (cast.staff, 200),
        (cast.ngo_manager, 200),
        (cast.administrator, 200),
        (cast.analyst, 404),
        (cast.other_manager, 404),
    ):
        assert signed_in(person).get(f"{address}?draft=True").status_code == status, person
        seen = Draft.objects.visible_to(person).exists()
        assert seen == (status == 200), person
    page = signed_in(cast.ngo_manager).get(f"{address}?draft=True").content.decode()
    assert "You are reading a draft" in page
    assert "Contractual trust" in page
    evidence = reverse("indicator-evidence", args=[cast.partnership.pk, "R3"])
    assert signed_in(cast.staff).get(f"{evidence}?draft=True").status_code == 200


def outsider(cast: Cast) -> User:
    """An official of another body of the district, whose jurisdiction covers the partnership."""
    other = Organization.objects.create(
        name="临江区财政局", name_en="Linjiang Finance Bureau", sector="government", kind="bureau",
        jurisdiction=cast.district,
    )  # fmt: skip
    return User.objects.create_user("outsider", password="x", role=Role.STAFF, organization=other)


def test_officials_from_outside_see_a_draft_once_they_have_to_rule(cast: Cast, draft: Draft) -> None:
    judge = outsider(cast)
    assert not Draft.objects.visible_to(judge).exists()
    object_to_reading(by=cast.ngo_manager, partnership=cast.partnership, about="R3", grounds="Paid late, every time.")
    assert Draft.objects.visible_to(judge).exists()


def test_an_objection_holds_the_draft_back_until_the_ruling(cast: Cast, draft: Draft) -> None:
    objection = object_to_reading(
        by=cast.ngo_manager, partnership=cast.partnership, about="stage", grounds="We were never paid.",
        url="https://example.org/bank-statement",
    )  # fmt: skip
    over(draft)
    assert issue_heard_drafts() == 0
    document = Document.objects.get(url="https://example.org/bank-statement")
    assert DocumentLink.objects.get(document=document).object_id == objection.pk
    assert Document.objects.visible_to(cast.staff).filter(pk=document.pk).exists()
    assert not Document.objects.visible_to(cast.other_manager).filter(pk=document.pk).exists()
    rule_on_objection(by=outsider(cast), objection=objection, outcome="dismissed", ruling="The statements show it.")
    assert issue_heard_drafts() == 1


def test_an_objection_upheld_gives_both_sides_the_whole_term_again(cast: Cast, draft: Draft) -> None:
    objection = object_to_reading(by=cast.staff, partnership=cast.partnership, about="culture", grounds="Not shared.")
    over(draft)
    rule_on_objection(by=outsider(cast), objection=objection, outcome="upheld", ruling="Nothing shows it.")
    draft.refresh_from_db()
    assert draft.outcome == Draft.Outcome.REPLACED
    assert assess_marked() == 1
    again = Draft.objects.open().get(partnership=cast.partnership)
    assert again.due_on == add_workdays(timezone.localdate(), 15)


def test_who_does_not_rule_in_time_does_not_hold_a_draft_for_ever(cast: Cast, draft: Draft) -> None:
    objection = object_to_reading(by=cast.staff, partnership=cast.partnership, about="culture", grounds="Not shared.")
    over(draft)
    Objection.objects.filter(pk=objection.pk).update(opened_at=timezone.now() - timedelta(days=31))
    assert issue_heard_drafts() == 1
    assert Objection.objects.open().count() == 1


def test_nobody_rules_on_their_own_case_nor_without_reasons(cast: Cast, draft: Draft) -> None:
    objection = object_to_reading(by=cast.ngo_manager, partnership=cast.partnership, about="R3", grounds="Late.")
    with pytest.raises(PermissionDenied):
        rule_on_objection(by=cast.staff, objection=objection, outcome="dismissed", ruling="No.")
    with pytest.raises(ValidationError, match="reasons are empty"):
        rule_on_objection(by=cast.administrator, objection=objection, outcome="dismissed", ruling=" ")
    with pytest.raises(ValidationError, match="Only they"):
        withdraw_objection(by=cast.staff, objection=objection)
    with pytest.raises(ValidationError, match="grounds are empty"):
        object_to_reading(by=cast.ngo_manager, partnership=cast.partnership, about="N1", grounds=" ")
    with pytest.raises(ValidationError, match="open objection"):
        object_to_reading(by=cast.ngo_manager, partnership=cast.partnership, about="R3", grounds="Again.")
    withdraw_objection(by=cast.ngo_manager, objection=objection)
    with pytest.raises(ValidationError, match="closed before"):
        withdraw_objection(by=cast.ngo_manager, objection=objection)


def test_an_override_needs_a_reason_a_term_and_a_second_person(cast: Cast, draft: Draft, signed_in: SignIn) -> None:
    assess_partnerships(by=None)
    today, judge = timezone.localdate(), outsider(cast)
    with pytest.raises(PermissionDenied):
        propose_override(by=cast.staff, partnership=cast.partnership, stage=3, grounds="x", expires_on=today)
    with pytest.raises(ValidationError, match="at most a year"):
        propose_override(
            by=judge, partnership=cast.partnership, stage=3, grounds="x", expires_on=today + timedelta(days=400)
        )
    override = propose_override(
        by=judge, partnership=cast.partnership, stage=3, grounds="The joint board's files burnt.",
        expires_on=today + timedelta(days=200),
    )  # fmt: skip
    with pytest.raises(ValidationError, match="second person"):
        confirm_override(by=judge, override=override)
    profile = reverse("partnership-detail", args=[cast.partnership.pk])
    assert "files burnt" not in signed_in(cast.ngo_manager).get(profile).content.decode()
    confirm_override(by=cast.administrator, override=override)
    page = signed_in(cast.ngo_manager).get(profile).content.decode()
    assert "files burnt" in page
    assert LatestAssessment.objects.get(partnership=cast.partnership).assessment.stage == 2
    end_override(by=judge, override=override, reason="Found again.")
    assert "files burnt" not in signed_in(cast.ngo_manager).get(profile).content.decode()


def test_a_reply_stands_beside_the_finding_until_it_is_taken_back(cast: Cast, draft: Draft, signed_in: SignIn) -> None:
    with pytest.raises(ValidationError, match="not been assessed"):
        reply_to_judgement(by=cast.ngo_manager, partnership=cast.partnership, text="We disagree.")
    assess_partnerships(by=None)
    reply_to_judgement(by=cast.ngo_manager, partnership=cast.partnership, text="We disagree.")
    reply_to_judgement(by=cast.ngo_manager, partnership=cast.partnership, text="We disagree with R3.")
    with pytest.raises(PermissionDenied):
        reply_to_judgement(by=cast.analyst, partnership=cast.partnership, text="So do I.")
    profile = reverse("partnership-detail", args=[cast.partnership.pk])
    page = signed_in(cast.staff).get(profile).content.decode()
    assert "We disagree with R3." in page
    assert "We disagree.<" not in page
    withdraw_reply(by=cast.ngo_manager, partnership=cast.partnership)
    assert "We disagree with R3." not in signed_in(cast.staff).get(profile).content.decode()
    assert Reply.objects.count() == 2


def test_what_waits_for_whom_stands_in_their_list(cast: Cast, draft: Draft, signed_in: SignIn) -> None:
    todo = reverse("todo")
    hearing = reverse("hearing", args=[cast.partnership.pk])
    assert hearing in signed_in(cast.ngo_manager).get(todo).content.decode()
    assert hearing in signed_in(cast.staff).get(todo).content.decode()
    assert hearing not in signed_in(cast.other_manager).get(todo).content.decode()
    objection = object_to_reading(by=cast.ngo_manager, partnership=cast.partnership, about="R3", grounds="Late.")
    rule = reverse("objection-rule", args=[objection.pk])
    assert rule in signed_in(outsider(cast)).get(todo).content.decode()
    assert rule in signed_in(cast.administrator).get(todo).content.decode()
    assert rule not in signed_in(cast.staff).get(todo).content.decode()


def test_the_forms_lead_back_to_what_was_said(cast: Cast, draft: Draft, signed_in: SignIn) -> None:
    manager, hearing = signed_in(cast.ngo_manager), reverse("hearing", args=[cast.partnership.pk])
    sent = {"about": "R3", "grounds": "Three of them came in January."}
    answer = manager.post(reverse("objection-new", args=[cast.partnership.pk]), sent)
    assert (answer.status_code, answer["Location"]) == (302, hearing)
    assert "Three of them came in January." in signed_in(cast.staff).get(hearing).content.decode()
    objection = Objection.objects.get()
    answer = signed_in(cast.administrator).post(
        reverse("objection-rule", args=[objection.pk]), {"outcome": "dismissed", "ruling": "The bank says December."}
    )
    assert answer.status_code == 302
    page = manager.get(hearing).content.decode()
    assert "The bank says December." in page
    assert "dismissed" in page


@pytest.mark.parametrize(
    "columns",
    [
        {"grounds": ""},
        {"closed_at": datetime(2030, 1, 1, tzinfo=UTC)},
        {"draft": None},
        {"outcome": "upheld", "closed_at": datetime(2030, 1, 1, tzinfo=UTC), "ruling": "Right.", "by_opener": True},
    ],
    ids=["without grounds", "closed without outcome", "to nothing", "ruled on by who opened it"],
)
def test_the_database_refuses_a_broken_objection(cast: Cast, draft: Draft, columns: dict[str, object]) -> None:
    values = {"partnership": cast.partnership, "draft": draft, "about": "R3", "side": "ngo", "grounds": "Late."}
    if columns.pop("by_opener", False):
        columns["closed_by"] = cast.ngo_manager
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.create(**{**values, "opened_by": cast.ngo_manager, **columns})


@pytest.mark.parametrize(
    "columns",
    [{"closed_at": datetime(2030, 1, 1, tzinfo=UTC)}, {"stage": 0, "reason": 0}, {}],
    ids=["closed without outcome", "neither stage nor reason", "a second open one"],
)
def test_the_database_refuses_a_broken_draft(cast: Cast, draft: Draft, columns: dict[str, object]) -> None:
    if columns:
        with pytest.raises(IntegrityError), transaction.atomic():
            Draft.objects.filter(pk=draft.pk).update(**columns)
    else:
        draft.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            draft.save(force_insert=True)


@pytest.mark.parametrize(
    "columns",
    [
        {"grounds": ""},
        {"confirmed_at": datetime(2030, 1, 1, tzinfo=UTC)},
        {"ended_at": datetime(2030, 1, 1, tzinfo=UTC)},
        {},
    ],
    ids=["without reason", "confirmed by nobody", "ended without reason", "a second open one"],
)
def test_the_database_refuses_a_broken_override(cast: Cast, columns: dict[str, object]) -> None:
    values = {
        "partnership": cast.partnership, "stage": 1, "grounds": "Lost files.", "expires_on": date(2030, 1, 1),
        "proposed_by": cast.administrator,
    }  # fmt: skip
    if not columns:
        Override.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.create(**{**values, **columns})


def test_the_database_refuses_a_broken_reply(cast: Cast, draft: Draft) -> None:
    assess_partnerships(by=None)
    issued = LatestAssessment.objects.get(partnership=cast.partnership).assessment
    values = {"partnership": cast.partnership, "assessment": issued, "side": "ngo", "made_by": cast.ngo_manager}
    for columns in ({"text": ""}, {"text": "No.", "withdrawn_at": datetime(2020, 1, 1, tzinfo=UTC)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reply.objects.create(**values, **columns)
    Reply.objects.create(**values, text="No.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.create(**values, text="Still no.")
