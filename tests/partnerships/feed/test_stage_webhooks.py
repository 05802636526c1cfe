"""`stage.changed`, from records to the signed request: what both sides are heard on first is told to nobody."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from partnerships.models import User, WebhookMessage
from partnerships.services.evaluations import record_evaluation
from partnerships.services.provenance import Provenance
from partnerships.services.verification import void_fact
from partnerships.webhooks.asking import add_webhook
from partnerships.webhooks.messages import gather, send_due
from tests.cast import Cast
from tests.partnerships.feed.test_webhooks import EVERYTHING, receiver
from tests.trust.services.test_due_process import contract_on_record, outsider, over
from trust.models import Assessment, Draft, LatestAssessment
from trust.services import assess_marked, assess_partnerships, issue_heard_drafts, last_month_end
from trust.services.objections import object_to_reading, rule_on_objection, withdraw_objection

__all__ = ["receiver"]
STAGE, OBJECTION = ["stage.changed"], ["objection.changed"]


def told(taken: list[tuple[dict[str, str], str]]) -> list[dict[str, Any]]:
    return [json.loads(body) for _headers, body in taken]


def issue_what_waits() -> None:
    over(Draft.objects.open().get())
    assert issue_heard_drafts() == 1


def take_back_payments(cast: Cast) -> None:
    """What the contract's stage rests on is found to be another body's."""
    for payment in cast.partnership.contracts.get().payments.all():
        void_fact(by=None, fact=payment, reason="It was another body's.")


def test_a_stage_that_is_issued_is_told_signed_to_those_who_see_it_and_the_draft_of_it_to_nobody(
    cast: Cast, receiver: type[Any]
) -> None:
    everybody = (cast.staff, cast.ngo_manager, cast.administrator, cast.other_manager, cast.street_staff, cast.analyst)
    secrets = {add_webhook(by=person, url=receiver.url, kinds=STAGE).secret: person for person in everybody}
    contract_on_record(cast)
    assert assess_marked() == 1
    assert Draft.objects.open().exists()
    assert (gather(), send_due(), receiver.taken) == (0, 0, [])
    issue_what_waits()
    assert (gather(), gather()) == (3, 0)
    assert (send_due(), send_due()) == (3, 0)
    issued = LatestAssessment.objects.get(partnership=cast.partnership).assessment
    assert {json.dumps(each["data"]) for each in told(receiver.taken)} == {
        json.dumps({"table": "assessments", "id": issued.pk, "act": "insert"})
    }
    assert {each["type"] for each in told(receiver.taken)} == {"stage.changed"}
    reached = {_signer(secrets, headers, body) for headers, body in receiver.taken}
    assert reached == {cast.staff, cast.ngo_manager, cast.administrator}
    for person in everybody:
        program = Client()
        program.force_login(person)
        answer = program.get(f"/api/v1/assessments/{issued.pk}/")
        assert (answer.status_code == 200) == (person in reached), person


def _signer(secrets: dict[str, User], headers: dict[str, str], body: str) -> User:
    """Whose secret the request was signed with, as a receiver finds out."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    for secret, person in secrets.items():
        key = base64.b64decode(secret.removeprefix("whsec_"))
        made = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        if headers["webhook-signature"] == f"v1,{made}":
            return person
    raise AssertionError("signed with nobody's secret")


def test_each_new_outcome_is_told_once_and_new_evidence_for_the_same_is_not(cast: Cast, receiver: type[Any]) -> None:
    contract_on_record(cast)
    assess_marked()
    issue_what_waits()
    add_webhook(by=cast.ngo_manager, url=receiver.url, kinds=STAGE)
    contract = cast.partnership.contracts.get()
    record_evaluation(
        by=None,
        contract=contract,
        phase="mid",
        held_on=contract.signed_on + timedelta(days=750),
        result="good",
        provenance=Provenance("dual", "gov", timezone.now() - timedelta(minutes=1), source_key="another"),
    )
    assert assess_marked() == 1
    assert LatestAssessment.objects.get().assessment.run_id > Assessment.objects.earliest("pk").run_id
    assert gather() == 0
    take_back_payments(cast)
    assess_marked()
    assert Draft.objects.open().exists()
    assert gather() == 0
    issue_what_waits()
    assert (gather(), send_due()) == (1, 1)
    issued = LatestAssessment.objects.get().assessment
    assert told(receiver.taken)[0]["data"]["id"] == issued.pk
    assert issued.stage != 2


def test_two_changes_between_two_looks_are_both_told(cast: Cast, receiver: type[Any]) -> None:
    add_webhook(by=cast.staff, url=receiver.url, kinds=STAGE)
    contract_on_record(cast)
    assess_partnerships(by=None)
    first = LatestAssessment.objects.get().assessment_id
    take_back_payments(cast)
    assess_partnerships(by=None)
    second = LatestAssessment.objects.get().assessment_id
    assert (gather(), send_due()) == (2, 2)
    assert [each["data"]["id"] for each in told(receiver.taken)] == [first, second]


def test_months_of_the_past_are_told_to_nobody(cast: Cast, receiver: type[Any]) -> None:
    contract_on_record(cast)
    assess_partnerships(by=None)
    add_webhook(by=cast.staff, url=receiver.url, kinds=STAGE)
    before = Assessment.objects.count()
    long_ago = last_month_end(timezone.localdate()) - timedelta(days=400)
    take_back_payments(cast)
    assess_partnerships(by=None, as_of=long_ago)
    assert Assessment.objects.count() > before
    assert gather() == 0


def test_an_objection_to_a_reading_is_told_to_the_two_sides_and_whoever_rules(cast: Cast, receiver: type[Any]) -> None:
    judge = outsider(cast)
    for person in (cast.staff, cast.ngo_manager, judge, cast.analyst, cast.other_manager):
        add_webhook(by=person, url=receiver.url, kinds=OBJECTION)
    contract_on_record(cast)
    assess_marked()
    objection = object_to_reading(by=cast.ngo_manager, partnership=cast.partnership, about="R3", grounds="Paid late.")
    assert gather() == 3
    rule_on_objection(by=judge, objection=objection, outcome="dismissed", ruling="The bank says December.")
    again = object_to_reading(by=cast.staff, partnership=cast.partnership, about="stage", grounds="Too early.")
    withdraw_objection(by=cast.staff, objection=again)
    assert gather() == 9
    people = set(WebhookMessage.objects.values_list("webhook__made_for", flat=True))
    assert people == {cast.staff.pk, cast.ngo_manager.pk, judge.pk}
    payloads = [json.loads(text)["data"] for text in WebhookMessage.objects.values_list("payload", flat=True)]
    assert {each["table"] for each in payloads} == {"reading_objections"}


def test_a_draft_is_no_change_that_anybody_is_told_of(cast: Cast, receiver: type[Any]) -> None:
    contract_on_record(cast)
    for person in (cast.analyst, cast.other_manager, outsider(cast), cast.ngo_manager):
        add_webhook(by=person, url=receiver.url, kinds=EVERYTHING)
    assert assess_marked() == 1
    assert Draft.objects.open().exists()
    assert gather() == 0
