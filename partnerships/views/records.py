"""One fact on a page of its own: what happened, who stands behind it, what proves it and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.access import parties_of
from partnerships.acts import Act, acts_on
from partnerships.addresses import address_of
from partnerships.descriptions import describe
from partnerships.models import Contest, Document, DocumentDownload, Fact, User, VerificationChange
from partnerships.services.verification import GROUNDS_WITHIN, RULING_WITHIN

from .facts import seen_fact


@dataclass(frozen=True)
class Objection:
    """An objection and its clock: by when grounds, or the ruling, are due."""

    contest: Contest
    due_at: datetime
    days_left: int

    @property
    def days_over(self) -> int:
        """Days since the ruling was due."""
        return -self.days_left


def objections_to(fact: Fact, now: datetime) -> Sequence[Objection]:
    """The fact's objections, the oldest first."""
    rows = Contest.objects.on([fact]).select_related("opened_by__organization", "closed_by").order_by("opened_at")
    return [_timed(contest, now) for contest in rows]


def _timed(contest: Contest, now: datetime) -> Objection:
    due = contest.opened_at + (RULING_WITHIN if contest.grounds else GROUNDS_WITHIN)
    return Objection(contest, due, (timezone.localdate(due) - timezone.localdate(now)).days)


def documents_of(fact: Fact, user: User) -> Sequence[Document]:
    """The fact's documents, each with those of its downloads the reader may see."""
    seen = DocumentDownload.objects.visible_to(user).select_related("downloaded_by__organization")
    kind = ContentType.objects.get_for_model(fact)
    rows = Document.objects.filter(links__content_type=kind, links__object_id=fact.pk)
    taken = Prefetch("downloads", seen.order_by("-downloaded_at"), to_attr="taken")
    found: Sequence[Document] = rows.select_related("uploaded_by__organization").prefetch_related(taken).order_by("pk")
    return found


def acts_beside(user: User, fact: Any, here: str) -> Sequence[Act]:
    """What the reader can do with the fact, without the way to where they are."""
    return [act for act in acts_on(user, fact, parties_of(fact)) if act.address != here]


@login_required
@require_safe
def show_record(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """One fact, with its documents, objections and steps of verification."""
    fact = seen_fact(request, table, pk)
    changes = VerificationChange.objects.filter(content_type=ContentType.objects.get_for_model(fact), object_id=fact.pk)
    confirm = reverse("record-confirm", args=[table, pk])
    acts = acts_beside(request.user, fact, request.path)
    return render(
        request,
        "partnerships/record.html",
        {
            "fact": fact,
            "table": table,
            "description": describe(fact),
            "kind": fact._meta.verbose_name,
            "place": address_of(fact) if address_of(fact) != request.path else "",
            # Confirming has its own form on this page.
            "acts": [act for act in acts if act.address != confirm],
            "confirm_address": confirm if any(act.address == confirm for act in acts) else "",
            "objections": objections_to(fact, timezone.now()),
            "changes": changes.select_related("changed_by__organization").order_by("changed_at"),
            "documents": documents_of(fact, request.user),
        },
    )
