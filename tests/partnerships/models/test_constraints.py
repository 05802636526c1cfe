"""Every named constraint of the records is broken once, in the database, past all validation."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from partnerships.models import (
    AnalystGrant,
    ApiToken,
    ColumnMapping,
    Contest,
    DataPackage,
    Document,
    DocumentLink,
    FeedEntry,
    ImportBatch,
    IncomeLine,
    Invitation,
    Jurisdiction,
    MergedRow,
    Organization,
    OrganizationIdentifier,
    OrganizationMerge,
    OrganizationName,
    Partnership,
    SavedView,
    SentReminder,
    ServiceNetwork,
    StoredAnswer,
    Succession,
    SurveyAnswer,
    SurveyResult,
    SurveyRound,
    User,
    VerificationChange,
    Webhook,
    WebhookMessage,
)
from tests import facts
from tests.cast import Cast
from tests.facts import FACTS, RECORDED_AT

Breaker = Callable[[Cast], Any]
BREAKERS: dict[str, Breaker] = {}
DAY = date(2023, 5, 1)


def breaks(name: str) -> Callable[[Breaker], Breaker]:
    """Registers what breaks the constraint of this name."""

    def register(breaker: Breaker) -> Breaker:
        BREAKERS[name] = breaker
        return breaker

    return register


def fact(make: Callable[..., models.Model], **columns: Any) -> Breaker:
    """Saving a fact of the kind with these columns."""
    return lambda cast: make(cast.partnership, **columns).save()


def changed(row: Callable[[Cast], models.Model], **columns: Any) -> Breaker:
    """Giving a saved row these columns."""
    return lambda cast: type(row(cast))._default_manager.filter(pk=row(cast).pk).update(**columns)


def twice(make: Breaker) -> Breaker:
    """Doing the same again."""
    return lambda cast: (make(cast), make(cast))


def twins(make: Callable[..., models.Model], **columns: Any) -> Breaker:
    """Saving two facts that differ, but for these columns."""
    return lambda cast: [make(cast.partnership, number, **columns).save() for number in (0, 1)]


# Those that every kind of fact carries, under the name of its table.
PREFIXES = {
    "Contract": "contract",
    "Amendment": "amendment",
    "Milestone": "milestone",
    "Suspension": "suspension",
    "Payment": "payment",
    "Evaluation": "evaluation",
    "InteractionEvent": "event",
    "Request": "request",
    "Standing": "standing",
    "AnnualFinance": "annual_finance",
    "NetworkMembership": "membership",
    "ServiceTie": "tie",
}
for model, make in FACTS.items():
    prefix = PREFIXES[model.__name__]
    BREAKERS[f"{prefix}_verification_known"] = fact(make, verification="rumour")
    BREAKERS[f"{prefix}_side_known"] = fact(make, recorded_side="moon")
    BREAKERS[f"{prefix}_void_has_reason"] = fact(make, voided_at=RECORDED_AT)
    BREAKERS[f"{prefix}_voided_after_recorded"] = fact(
        make, voided_at=RECORDED_AT - timedelta(seconds=1), void_reason="wrong"
    )
    BREAKERS[f"{prefix}_source_key_once"] = twins(make, source_key="file 1, row 1")

ENDED = {
    "terminated_on": date(2023, 6, 1),
    "termination_party": "ngo",
    "termination_fault": "none",
    "termination_verification": "official",
    "termination_recorded_at": RECORDED_AT,
    "termination_side": "registry",
}
BREAKERS |= {
    "contract_ends_after_start": fact(facts.contract, ends_on=date(2022, 12, 31)),
    "contract_value_not_negative": fact(facts.contract, value=Decimal("-0.01")),
    "contract_method_known": fact(facts.contract, method="friendship"),
    "contract_termination_complete": fact(facts.contract, **ENDED | {"termination_verification": ""}),
    "contract_terminated_after_signed": fact(facts.contract, **ENDED | {"terminated_on": date(2022, 12, 19)}),
    "contract_closing_complete": fact(facts.contract, closed_on=date(2024, 2, 1)),
    "contract_closed_after_signed": fact(facts.contract, closed_on=date(2022, 12, 19), closing_recorded_at=RECORDED_AT),
    "suspension_ends_after_start": fact(facts.suspension, ended_on=date(2023, 7, 1)),
    "suspension_end_is_recorded": fact(facts.suspension, end_recorded_at=None),
    "suspension_one_open_per_contract": twins(facts.suspension, ended_on=None, end_recorded_at=None),
    "amendment_value_not_negative": fact(facts.amendment, new_value=Decimal("-0.01")),
    "milestone_reached_is_recorded": fact(facts.milestone, reached_on=DAY),
    "payment_amounts_not_negative": fact(facts.payment, amount_due=Decimal("-0.01")),
    "payment_due_or_paid": fact(facts.payment, due_on=None),
    "payment_paid_is_complete": fact(facts.payment, paid_on=DAY),
    "evaluation_result_known": fact(facts.evaluation, result="splendid"),
    "evaluation_score_within_maximum": fact(facts.evaluation, score=Decimal(8)),
    "event_concerns_one_subject": fact(facts.event, partnership=None),
    "event_amount_not_negative": fact(facts.event, amount=Decimal("-0.01")),
    "import_state_known": lambda _cast: ImportBatch.objects.create(source="table", file_name="a", state="lost"),
    "import_undone_has_reason": lambda _cast: ImportBatch.objects.create(
        source="table", file_name="a", state="undone", undone_at=RECORDED_AT
    ),
    "column_mapping_once_per_sender": lambda cast: [
        ColumnMapping.objects.create(organization=None, fingerprint="1", saved_by=cast.administrator) for _ in range(2)
    ],
    "request_kind_known": fact(facts.request, kind="wish"),
    "request_answered_after_opened": fact(facts.request, answered_on=date(2023, 4, 30), answer_recorded_at=RECORDED_AT),
    "request_answer_is_recorded": fact(facts.request, answered_on=DAY),
    "standing_kind_known": fact(facts.standing, kind="CMP_RUMOUR"),
    "standing_rating_has_level": fact(facts.standing, kind="CUL_RATING", result="", level=None),
    "standing_annual_has_result": fact(facts.standing, result=""),
    "standing_list_has_state": fact(facts.standing, kind="CMP_ABNORMAL", result="pass"),
    "standing_valid_after_effective": fact(facts.standing, valid_until=date(2023, 6, 1)),
    "annual_finance_income_not_negative": fact(facts.finance, government_income=Decimal("-0.01")),
    "annual_finance_year_plausible": fact(facts.finance, year=1977),
    "annual_finance_one_per_year": twins(facts.finance, year=2020),
    "membership_ends_after_start": fact(facts.membership, ended_on=date(2022, 1, 1), end_recorded_at=RECORDED_AT),
    "membership_end_is_recorded": fact(facts.membership, ended_on=DAY),
    "membership_one_open_per_network": twice(fact(facts.membership)),
    "tie_ends_after_start": fact(facts.tie, ended_on=date(2022, 1, 1), end_recorded_at=RECORDED_AT),
    "tie_end_is_recorded": fact(facts.tie, ended_on=DAY),
    "tie_one_open_per_pair_and_kind": twice(fact(facts.tie)),
    "user_organization_matches_role": changed(lambda cast: cast.staff, organization=None),
    "user_flags_follow_role": changed(lambda cast: cast.staff, is_staff=True),
    "jurisdiction_path_is_closed": changed(lambda cast: cast.street, path="/990101/990101001"),
    "organization_name_not_blank": changed(lambda cast: cast.ngo, name=""),
    "organization_sector_known": changed(lambda cast: cast.ngo, sector="church"),
    "organization_dissolved_after_registered": changed(lambda cast: cast.ngo, dissolved_on=date(2012, 2, 29)),
    "organization_not_merged_into_itself": lambda cast: changed(lambda c: c.ngo, merged_into=cast.ngo)(cast),
    "partnership_not_joined_into_itself": lambda cast: changed(lambda c: c.partnership, joined_into=cast.partnership)(
        cast
    ),
    "partnership_one_per_pair": lambda cast: Partnership.objects.create(government=cast.bureau, ngo=cast.ngo),
    "partnership_of_two_parties": lambda cast: Partnership.objects.create(government=cast.ngo, ngo=cast.ngo),
    "service_network_source_key_once": twice(lambda _: ServiceNetwork.objects.create(name="N", source_key="a")),
}


def succession(cast: Cast, **columns: Any) -> Succession:
    """The street office took over from the bureau."""
    given = {"organization": cast.bureau, "successor": cast.street_office}
    return Succession.objects.create(**given | columns)


def merge(cast: Cast, **columns: Any) -> OrganizationMerge:
    """The other NGO was merged into the NGO."""
    return OrganizationMerge.objects.create(**{"kept": cast.ngo, "duplicate": cast.other_ngo} | columns)


BREAKERS |= {
    "succession_of_two_organizations": lambda cast: succession(cast, successor=cast.bureau),
    "succession_in_part_says_what": lambda cast: succession(cast, is_whole=False),
    "succession_once_per_pair": lambda cast: [succession(cast, is_whole=w, functions="aid") for w in (False, True)],
    "succession_whole_only_once": lambda cast: [
        succession(cast, successor=to) for to in (cast.street_office, cast.ngo)
    ],
    "succession_void_has_reason": lambda cast: succession(cast, voided_at=RECORDED_AT),
    "merge_of_two_organizations": lambda cast: merge(cast, kept=cast.other_ngo),
    "merge_of_a_duplicate_once": twice(merge),
    "merge_undone_after_merged": lambda cast: merge(cast, undone_at=RECORDED_AT),
}


@breaks("merged_row_once_per_merge")
def _same_row_twice(cast: Cast) -> None:
    done, kind = merge(cast), ContentType.objects.get_for_model(Organization)
    for _ in range(2):
        MergedRow.objects.create(merge=done, content_type=kind, object_id=1, before={}, after={})


@breaks("tie_of_two_organizations")
def _tie_to_itself(cast: Cast) -> None:
    facts.tie(cast.partnership, partner=cast.ngo).save()


@breaks("contract_does_not_renew_itself")
def _renewal_of_itself(cast: Cast) -> None:
    contract = facts.contract(cast.partnership)
    contract.save()
    contract.renews = contract
    contract.save()


@breaks("contract_does_not_correct_itself")
def _correction_of_itself(cast: Cast) -> None:
    contract = facts.contract(cast.partnership)
    contract.save()
    contract.corrects = contract
    contract.save()


@breaks("event_does_not_end_itself")
def _exit_from_itself(cast: Cast) -> None:
    event = facts.event(cast.partnership)
    event.save()
    event.closes = event
    event.save()


def _invitation(cast: Cast, **columns: Any) -> None:
    given = {
        "role": "staff",
        "organization": cast.bureau,
        "invited_by": cast.staff,
        "invited_at": RECORDED_AT,
        "expires_at": RECORDED_AT + timedelta(days=14),
    }
    Invitation.objects.create(**given | columns)


BREAKERS |= {
    "invitation_organization_matches_role": lambda cast: _invitation(cast, role="analyst"),
    "invitation_expires_after_it_was_sent": lambda cast: _invitation(cast, expires_at=RECORDED_AT),
    "invitation_accepted_by_somebody": lambda cast: _invitation(cast, accepted_at=RECORDED_AT),
    "invitation_revoked_by_somebody": lambda cast: _invitation(cast, revoked_by=cast.staff),
    "invitation_accepted_or_revoked": lambda cast: _invitation(
        cast, accepted_at=RECORDED_AT, accepted_by=cast.street_staff, revoked_at=RECORDED_AT, revoked_by=cast.staff
    ),
}


def _reminder(cast: Cast, **columns: Any) -> None:
    given = {"user": cast.staff, "span": "week", "begins_on": DAY, "count": 1, "settled_on": DAY}
    SentReminder.objects.create(**given | columns)


@breaks("reminder_once_per_span")
def _reminded_twice(cast: Cast) -> None:
    _reminder(cast)
    _reminder(cast)


BREAKERS |= {
    "reminder_span_known": lambda cast: _reminder(cast, span="year"),
    "user_reminders_known": lambda cast: User.objects.filter(pk=cast.staff.pk).update(reminders="hourly"),
}


def _token(cast: Cast, **columns: Any) -> None:
    given = {"name": "Report", "scopes": ["events:read"], "expires_at": timezone.now() + timedelta(days=1)}
    ApiToken.objects.create(user=cast.staff, token_digest="0" * 64, **given | columns)


BREAKERS |= {
    "api_token_expires_after_making": lambda cast: _token(cast, expires_at=timezone.now() - timedelta(days=1)),
    "api_token_has_scopes": lambda cast: _token(cast, scopes=[]),
    "api_token_has_name": lambda cast: _token(cast, name=""),
}


@breaks("stored_answer_key_once")
def _answered_twice(cast: Cast) -> None:
    for _time in range(2):
        StoredAnswer.objects.create(user=cast.staff, key="a", fingerprint="0" * 64, status=201, body="{}")


@breaks("analyst_grant_ends_after_start")
def _grant_of_no_day(cast: Cast) -> None:
    AnalystGrant.objects.create(user=cast.analyst, jurisdiction=cast.street, starts_on=DAY, ends_on=DAY, purpose="-")


@breaks("service_network_ends_after_founding")
def _network_that_ends_before(_: Cast) -> None:
    ServiceNetwork.objects.create(name="N", founded_on=DAY, ended_on=DAY - timedelta(days=1))


@breaks("identifier_unique_in_scheme")
def _shared_identifier(cast: Cast) -> None:
    for organization in (cast.ngo, cast.other_ngo):
        OrganizationIdentifier.objects.create(organization=organization, scheme="LOCAL", value="7")


@breaks("organization_has_one_uscc")
def _two_codes(cast: Cast) -> None:
    for value in ("52330106MJ8765432T", "51330106500001234Y"):
        OrganizationIdentifier.objects.create(organization=cast.ngo, scheme="CN-USCC", value=value)


@breaks("organization_other_name_once")
def _same_other_name(cast: Cast) -> None:
    for _ in range(2):
        OrganizationName.objects.create(organization=cast.ngo, name="旧名")


def _finance(cast: Cast) -> Any:
    finance = facts.finance(cast.partnership)
    finance.save()
    return finance


@breaks("income_line_one_per_partnership")
def _two_lines(cast: Cast) -> None:
    finance = _finance(cast)
    for _ in range(2):
        IncomeLine.objects.create(finance=finance, partnership=cast.partnership, amount=1)


@breaks("income_line_not_negative")
def _negative_line(cast: Cast) -> None:
    IncomeLine.objects.create(finance=_finance(cast), partnership=cast.partnership, amount=Decimal("-0.01"))


def _pointer(cast: Cast) -> dict[str, Any]:
    request = facts.request(cast.partnership)
    request.save()
    return {"content_type": ContentType.objects.get_for_model(request), "object_id": request.pk}


@breaks("verification_change_is_a_change")
def _no_change(cast: Cast) -> None:
    VerificationChange.objects.create(from_level="single", to_level="single", **_pointer(cast))


@breaks("contest_one_open_per_fact")
def _two_open_contests(cast: Cast) -> None:
    pointer = _pointer(cast)
    for _ in range(2):
        Contest.objects.create(**pointer)


@breaks("contest_closed_with_outcome")
def _closed_without_outcome(cast: Cast) -> None:
    Contest.objects.create(closed_at=timezone.now() + timedelta(hours=1), **_pointer(cast))


@breaks("contest_closed_after_opened")
def _closed_before_opened(cast: Cast) -> None:
    Contest.objects.create(
        opened_at=RECORDED_AT, closed_at=RECORDED_AT - timedelta(seconds=1), outcome="upheld", **_pointer(cast)
    )


@breaks("document_has_file_or_address")
def _empty_document(_: Cast) -> None:
    Document.objects.create(title="Nothing")


@breaks("document_stored_once")
def _same_file_twice(_: Cast) -> None:
    for _again in range(2):
        Document.objects.create(title="Minutes", url="https://example.org/1", sha256="0" * 64)


@breaks("document_linked_once")
def _linked_twice(cast: Cast) -> None:
    document, pointer = Document.objects.create(title="Minutes", url="https://example.org/1"), _pointer(cast)
    for _ in range(2):
        DocumentLink.objects.create(document=document, **pointer)


@breaks("saved_view_name_once")
def _two_views_of_one_name(cast: Cast) -> None:
    for query in ("q=a", "q=b"):
        SavedView.objects.create(user=cast.staff, list="contract-list", name="Mine", query=query)


@breaks("saved_view_list_known")
def _view_of_no_list(cast: Cast) -> None:
    SavedView.objects.create(user=cast.staff, list="person-detail", name="Mine")


def _round(cast: Cast, **columns: Any) -> SurveyRound:
    given = {"questionnaire": "2026.1", "opened_on": DAY, "answer_by": DAY + timedelta(days=30)}
    asked: SurveyRound = SurveyRound.objects.create(partnership=cast.partnership, **given | columns)
    return asked


def _answer(cast: Cast, **columns: Any) -> None:
    given = {"side": "ngo", "scores": [3, None]}
    SurveyAnswer.objects.create(round=_round(cast), **given | columns)


@breaks("survey_round_one_open")
def _asked_twice(cast: Cast) -> None:
    for _time in range(2):
        _round(cast)


@breaks("survey_round_leaves_time")
def _no_time_to_answer(cast: Cast) -> None:
    _round(cast, answer_by=DAY - timedelta(days=1))


@breaks("survey_answer_one_per_side")
def _answered_twice(cast: Cast) -> None:
    asked = _round(cast)
    for _time in range(2):
        SurveyAnswer.objects.create(round=asked, side="gov", scores=[3])


@breaks("survey_answer_by_a_party")
def _answered_by_a_registry(cast: Cast) -> None:
    _answer(cast, side="registry")


@breaks("survey_answer_on_the_scale")
def _six_of_five(cast: Cast) -> None:
    _answer(cast, scores=[3, None, 6])


@breaks("survey_answer_empty_when_withdrawn")
def _taken_back_and_kept(cast: Cast) -> None:
    _answer(cast, withdrawn_at=RECORDED_AT)


@breaks("survey_result_once_a_year")
def _told_twice(cast: Cast) -> None:
    for _time in range(2):
        SurveyResult.objects.create(body=cast.bureau, year=2025, questionnaire="2026.1", means=[])


@breaks("survey_result_of_enough_ngos")
def _told_of_four(cast: Cast) -> None:
    SurveyResult.objects.create(body=cast.bureau, year=2025, questionnaire="2026.1", ngos=4, means=[Decimal("2.5")])


@breaks("feed_entry_act_known")
def _act_nobody_knows(cast: Cast) -> None:
    FeedEntry.objects.create(transaction="1", table="contracts", act="rename", keys="{[1,2)}")


@breaks("data_package_done_has_file")
def _package_without_a_file(cast: Cast) -> None:
    DataPackage.objects.create(made_for=cast.analyst, format="csv", state="done")


@breaks("data_package_rows_done_at_most_all")
def _more_rows_than_there_are(cast: Cast) -> None:
    DataPackage.objects.create(made_for=cast.analyst, format="csv", rows_done=1)


def _webhook(cast: Cast, **columns: Any) -> Webhook:
    usual = {"url": "https://example.org/", "kinds": ["stage.changed"], "secret": "whsec_"}
    return Webhook.objects.create(made_for=cast.analyst, **usual | columns)


@breaks("webhook_kinds_known")
def _webhook_told_of_nothing(cast: Cast) -> None:
    _webhook(cast, kinds=[])


@breaks("webhook_message_state_known")
def _message_in_no_state(cast: Cast) -> None:
    WebhookMessage.objects.create(webhook=_webhook(cast), kind="stage.changed", payload="{}", state="lost")


def named_constraints() -> dict[str, type[models.Model]]:
    """Every constraint of the records app, with its model."""
    found = apps.get_app_config("partnerships").get_models()
    return {constraint.name: model for model in found for constraint in model._meta.constraints}


def test_every_constraint_has_a_breaker_and_every_breaker_a_constraint() -> None:
    assert sorted(BREAKERS) == sorted(named_constraints())


@pytest.mark.parametrize("name", sorted(named_constraints()))
def test_the_database_refuses_what_breaks(name: str, cast: Cast) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREAKERS[name](cast)
    assert refusal.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr]


@pytest.mark.parametrize("name", sorted(named_constraints()))
def test_every_constraint_says_what_is_wrong(name: str) -> None:
    constraint = next(c for c in named_constraints()[name]._meta.constraints if c.name == name)
    assert str(constraint.get_violation_error_message()).endswith(".")
    assert "violated" not in str(constraint.get_violation_error_message())


@pytest.mark.django_db
@pytest.mark.parametrize("make", FACTS.values(), ids=[model.__name__ for model in FACTS])
def test_the_facts_the_breakers_start_from_are_valid(make: Callable[..., Any], cast: Cast) -> None:
    for number in (0, 1):
        row = make(cast.partnership, number)
        row.full_clean()
        row.save()


def test_a_voided_fact_frees_its_source_key(cast: Cast) -> None:
    facts.event(cast.partnership, source_key="1", voided_at=RECORDED_AT, void_reason="wrong").save()
    facts.event(cast.partnership, source_key="1").save()


def test_a_district_is_found_by_the_path_of_its_city(cast: Cast) -> None:
    assert list(Jurisdiction.objects.filter(path__startswith=cast.district.path).order_by("path")) == [
        cast.district,
        cast.street,
    ]
    assert Organization.objects.filter(jurisdiction__path__startswith=cast.street.path).count() == 2
    assert User.objects.count() == 6
