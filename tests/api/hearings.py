"""One of everything that is said to a judgement, in a partnership of the cast. Written without the services."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.api.evidence import Both, Evidence
from tests.cast import Cast
from trust.models import Draft, Objection, Override, Reply


@dataclass(frozen=True)
class Said:
    """An open draft, the body's objection to what was issued, an override in force, and the NGO's reply."""

    draft: Draft
    objection: Objection
    override: Override
    reply: Reply


@dataclass(frozen=True)
class BothSaid:
    """What is said to the judgement on the bureau's partnership and on the street office's."""

    bureau: Said
    street: Said


def open_draft(on: Evidence, **columns: Any) -> Draft:
    """A draft of equal cooperation, laid before both sides."""
    usual = {
        "partnership": on.partnership,
        "methodology": on.assessment.run.methodology,
        "as_of": on.assessment.as_of,
        "known_at": on.assessment.run.known_at,
        "stage": 3,
        "reason": 0,
        "at_least_dependence": 0.99,
        "at_least_contractual": 0.95,
        "at_least_equal": 0.875,
        "issued": on.assessment,
        "due_on": timezone.localdate() + timedelta(days=20),
    }
    draft: Draft = Draft.objects.create(**{**usual, **columns})
    return draft


def say_everything(on: Evidence, cast: Cast) -> Said:
    """Saves one of each."""
    official, manager = (cast.staff, cast.ngo_manager)
    if on.partnership == cast.street_partnership:
        official, manager = (cast.street_staff, cast.other_manager)
    now, about = timezone.now(), {"partnership": on.partnership}
    return Said(
        draft=open_draft(on),
        objection=Objection.objects.create(
            **about, assessment=on.assessment, about="R3", side="gov", grounds="Counted twice.", opened_by=official
        ),
        override=Override.objects.create(
            **about,
            stage=1,
            grounds="The files of 2019 are lost.",
            expires_on=timezone.localdate() + timedelta(days=100),
            proposed_at=now,
            proposed_by=official,
            confirmed_at=now,
            confirmed_by=cast.administrator,
        ),
        reply=Reply.objects.create(
            **about, assessment=on.assessment, side="ngo", text="The room was never ours.", made_by=manager
        ),
    )


def said_keys(said: Said) -> dict[str, int]:
    """The key of each by the first part of its address."""
    return {
        "drafts": said.draft.pk,
        "reading-objections": said.objection.pk,
        "overrides": said.override.pk,
        "replies": said.reply.pk,
    }


@pytest.fixture
def said(cast: Cast, both: Both) -> BothSaid:
    """Everything that can be said to a judgement, in both partnerships."""
    return BothSaid(say_everything(both.bureau, cast), say_everything(both.street, cast))
