"""One object of every kind in a territory, and one of every kind outside it.

The street's people are those who ask: their own objects are the street's, the foreign ones are the bureau's, which lies
above them. The analyst has a grant for the street; the administrator sees both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.utils import timezone

from partnerships.models import (
    ApiToken,
    CalendarAddress,
    Change,
    ColumnMapping,
    Contract,
    DocumentDownload,
    DocumentLink,
    ImportBatch,
    ImportRow,
    Organization,
    OrganizationMerge,
    Partnership,
    SavedView,
    SentReminder,
    Succession,
    SurveyAnswer,
    SurveyResult,
    SurveyRound,
    Suspension,
    User,
    VerificationChange,
)
from partnerships.services.documents import attach_document
from partnerships.services.invitations import invite_person
from partnerships.services.verification import change_verification, contest_fact
from tests.api.evidence import AS_OF, RECORDED_AT, Evidence, make_both
from tests.api.hearings import open_draft
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast, make_cast
from tests.facts import FACTS
from trust.models import MethodologyDraft, MethodStudy, Objection, Override, RatingRound, RatingTask, Reply
from trust.services import current_methodology

Keys = Mapping[str, Any]


@dataclass(frozen=True)
class World:
    """Who asks, and the keys of the objects by kind."""

    people: Mapping[str, User | None]
    own: Keys
    foreign: Keys


def make_world() -> World:
    """Saves everything."""
    cast = make_cast()
    both = make_both(cast)
    people = {
        "visitor": None,
        "staff": cast.street_staff,
        "manager": cast.other_manager,
        "analyst": cast.analyst,
        "administrator": cast.administrator,
    }
    own = _keys(both.street, cast, cast.street_staff)
    foreign = _keys(both.bureau, cast, cast.staff)
    return World(people, own, foreign)


def _keys(evidence: Evidence, cast: Cast, official: User) -> Keys:
    """The key of one object of every kind, by its name in the rows."""
    contract, ngo, body = evidence.contract, evidence.partnership.ngo, evidence.partnership.government
    return {
        "partnership": evidence.partnership.pk,
        "ngo": ngo.pk,
        "body": body.pk,
        "jurisdiction": body.jurisdiction_id,
        "contract": contract.pk,
        "contract_number": contract.number,
        "running_contract": _saved(Contract, evidence.partnership, ends_on=timezone.localdate() + timedelta(days=100)),
        "amendment": contract.amendments.get().pk,
        "milestone": contract.milestones.get().pk,
        "payment": contract.payments.get().pk,
        "suspension": _saved(Suspension, evidence.partnership),
        "evaluation": contract.evaluations.get().pk,
        "event": evidence.event.pk,
        "ngo_event": evidence.ngo_event.pk,
        "request": evidence.request.pk,
        "network": evidence.network.pk,
        "membership": evidence.membership.pk,
        "tie": evidence.tie.pk,
        "assessment": evidence.assessment.pk,
        "assessment_anew": judge(run_known_at(timezone.now()), evidence.partnership, AS_OF).pk,
        "spell": evidence.partnership.spells.get().pk,
        "standing": ngo.standings.get().pk,
        "finance": ngo.finances.get().pk,
        "official": official.pk,
        "saved_view": SavedView.objects.create(user=official, list="contract-list", name="Mine").pk,
        "succession": Succession.objects.create(organization=ngo, successor=_unseen(ngo)).pk,
        "merge": _merged(ngo),
        "draft": _draft(cast, official),
        "study": _study(),
        "rating_task": _rating_task(evidence, cast, official),
        "grant": cast.analyst.grants.get().pk,
        "calendar_address": CalendarAddress.objects.create(user=official, token_digest=f"{official.pk:064}").pk,
        "api_token": ApiToken.objects.create(
            user=official,
            name="Report",
            token_digest=f"{official.pk:064}",
            scopes=["events:read"],
            expires_at=timezone.now() + timedelta(days=1),
        ).pk,
        "sent_reminder": SentReminder.objects.create(
            user=official, span="week", begins_on=date(2026, 3, 16), count=1, settled_on=date(2026, 3, 16)
        ).pk,
        **_said(evidence, cast, official),
        **_surveys(evidence.partnership),
        **_accounts(body, official),
        **_trail(evidence, official),
    }


def _said(evidence: Evidence, cast: Cast, official: User) -> Keys:
    """What is said to a judgement: a draft of another, the body's objection, the NGO's reply, two overrides.

    One override waits for a second person, the other was in force once.
    """
    objection = Objection.objects.create(
        partnership=evidence.partnership,
        assessment=evidence.assessment,
        about="R3",
        side="gov",
        grounds="The days were counted wrong.",
        opened_by=official,
    )
    override = Override.objects.create(
        partnership=evidence.partnership,
        stage=1,
        grounds="The files of 2019 are lost.",
        expires_on=timezone.localdate() + timedelta(days=100),
        proposed_by=cast.administrator,
    )
    ended = Override.objects.create(
        partnership=evidence.partnership,
        stage=2,
        grounds="The register was closed for a year.",
        expires_on=timezone.localdate(),
        proposed_at=RECORDED_AT,
        proposed_by=cast.administrator,
        confirmed_at=RECORDED_AT,
        confirmed_by=official,
        ended_at=RECORDED_AT,
        end_reason="It is open again.",
    )
    manager = cast.other_manager if official == cast.street_staff else cast.ngo_manager
    reply = Reply.objects.create(
        partnership=evidence.partnership,
        assessment=evidence.assessment,
        side="ngo",
        text="We were never asked.",
        made_by=manager,
    )
    return {
        "objection": objection.pk,
        "override": override.pk,
        "ended_override": ended.pk,
        "reply": reply.pk,
        "hearing_draft": open_draft(evidence).pk,
    }


def _surveys(partnership: Partnership) -> Keys:
    """A round that the NGO has answered and the body has not, and what was told of the body's NGOs."""
    today = timezone.localdate()
    asked = SurveyRound.objects.create(
        partnership=partnership, questionnaire="2026.1", opened_on=today, answer_by=today + timedelta(days=30)
    )
    SurveyAnswer.objects.create(round=asked, side="ngo", scores=[3] * 7)
    told = SurveyResult.objects.create(
        body=partnership.government, year=2025, questionnaire="2026.1", ngos=5, means=[3] * 7
    )
    return {"survey_round": asked.pk, "survey_result": told.pk}


def _draft(cast: Cast, official: User) -> int:
    """The key of a draft of the methodology, which belongs to no territory."""
    methodology, now = current_methodology(), timezone.now()
    draft = MethodologyDraft.objects.create(
        source=methodology.source,
        version=f"draft {official}",
        purpose="Tried out",
        base=methodology,
        submitted_by=cast.administrator,
        as_of=now.date(),
        known_at=now,
        previewed_at=now,
    )
    return int(draft.pk)


def _study() -> int:
    """The key of a study of the method, which is told to everybody."""
    study = MethodStudy.objects.create(
        kind="sensitivity",
        methodology=current_methodology(),
        as_of=AS_OF,
        known_at=timezone.now(),
        subjects=0,
        command="manage.py study_method sensitivity",
        result={"draws": 8, "evaluations": 0, "factors": [], "cases": []},
    )
    return int(study.pk)


def _rating_task(evidence: Evidence, cast: Cast, official: User) -> int:
    """The key of a case: the analyst's for the street, somebody else's for the bureau."""
    opened = RatingRound.objects.create(purpose="Panel", as_of=AS_OF, opened_by=cast.administrator, seed=1)
    somebody = User.objects.create_user(f"expert_of_{official}", role="analyst")
    expert = cast.analyst if official == cast.street_staff else somebody
    task = RatingTask.objects.create(round=opened, expert=expert, partnership=evidence.partnership, position=1)
    return int(task.pk)


def _unseen(like: Organization) -> Organization:
    """An organization of no place and no partnership."""
    unseen: Organization = Organization.objects.create(name=f"{like.name}二", sector=like.sector, kind=like.kind)
    return unseen


def _merged(ngo: Organization) -> int:
    """The key of a merge of a duplicate of the NGO."""
    duplicate = _unseen(ngo)
    Organization.objects.filter(pk=duplicate.pk).update(jurisdiction=ngo.jurisdiction, merged_into=ngo)
    return int(OrganizationMerge.objects.create(kept=ngo, duplicate=duplicate).pk)


def _accounts(body: Organization, official: User) -> Keys:
    """A colleague of the official, a security key of theirs, and an invitation of another."""
    colleague = User.objects.create_user(f"colleague_of_{official}", role="staff", organization=body)
    key = Authenticator.objects.create(user=colleague, type="webauthn", data={"name": "Blue"})
    invitation = invite_person(by=official, role="staff", organization=body, link_to=str)
    return {
        "colleague": colleague.pk,
        "security_key": key.pk,
        "invitation": invitation.pk,
        "invitation_token": invitation.token,
    }


def _saved(model: Any, partnership: Partnership, **columns: Any) -> int:
    """The key of a fact that the evidence of other tests has none of."""
    fact = FACTS[model](partnership, **columns)
    fact.save()
    return int(fact.pk)


def _trail(evidence: Evidence, official: User) -> Keys:
    """What acts on a fact leave behind: a document, an objection, a step of verification; and an import."""
    fact = evidence.ngo_event
    document = attach_document(by=None, fact=fact, title="Minutes", url=f"https://example.org/{fact.pk}")
    stored = attach_document(by=None, fact=fact, file=ContentFile(f"%PDF-1.7 {fact.pk}".encode(), name="minutes.pdf"))
    change_verification(None, fact, "dual", RECORDED_AT, "Seen in the minutes")
    contest = contest_fact(by=None, fact=fact, grounds="It was another day.")
    batch = ImportBatch.objects.create(source="ocds", file_name="records.json", sha256="0" * 64, started_by=official)
    return {
        "document": document.pk,
        "stored_document": stored.pk,
        "download": DocumentDownload.objects.create(document=stored, downloaded_by=official).pk,
        "document_link": DocumentLink.objects.get(document=document).pk,
        "contest": contest.pk,
        "change": VerificationChange.objects.get(object_id=fact.pk, note="Seen in the minutes").pk,
        "batch": batch.pk,
        "trail": Change.objects.of(fact).latest("pk").pk,
        "import_row": ImportRow.objects.create(batch=batch, location="line 2", severity="refused", reason="No.").pk,
        "column_mapping": ColumnMapping.objects.create(
            organization=official.organization, fingerprint="0" * 64, saved_by=official
        ).pk,
    }
