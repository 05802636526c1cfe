"""Duties of records, and those of judgement: drafts to answer, objections to rule on, stages that changed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import duties
from partnerships.duties import Desk, Kind
from partnerships.duties.table import ALL, BOTH_SIDES, GOVERNMENT
from partnerships.duties.telling import PAIR, Told, other_side
from partnerships.models import User
from trust.models import Assessment, Draft, Objection, Override
from trust.models.objections import RULING_WITHIN
from trust.presenters.due_process import about_words
from trust.presenters.stages import mark_of

NEWS_FOR = timedelta(days=30)
DRAFTS_AHEAD = 60  # days; the longest term anybody would set


def stages_changed(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Present judgements that differ from an earlier one since a day of the last month, the newest first."""
    earlier = Assessment.objects.filter(partnership=OuterRef("partnership"), as_of__lt=OuterRef("since_on"))
    rows = Assessment.objects.latest().filter(
        desk.partnerships("partnership__"),
        current__since_on__gt=desk.today - NEWS_FOR,
        current__since_on__lte=desk.today,
    )
    return [rows.filter(Exists(earlier)).select_related(*PAIR).order_by("-since_on", F("partnership"))]


def tell_stage(desk: Desk, assessment: Any) -> Told:
    """The new stage of a partnership."""
    mark = mark_of(assessment.stage, assessment.reason)
    address = reverse("partnership-detail", args=[assessment.partnership_id])
    now = _("The relationship now stands at: %(stage)s") % {"stage": mark.label}
    return Told(other_side(desk, assessment.partnership), now, "", address)


def drafts_to_answer(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Open drafts on the person's own partnerships, the first to be issued first."""
    rows = Draft.objects.open().filter(desk.partnerships("partnership__"), due_on__lte=desk.until(DRAFTS_AHEAD))
    own = rows.filter(
        Q(partnership__government=desk.user.organization_id) | Q(partnership__ngo=desk.user.organization_id)
    )
    return [own.select_related(*PAIR).order_by("due_on", "pk")]


def tell_draft(desk: Desk, draft: Any) -> Told:
    """What a draft would say, and where it can be answered."""
    mark = mark_of(draft.stage, draft.reason)
    said = _("A draft is open to your reply: %(stage)s") % {"stage": mark.label}
    return Told(other_side(desk, draft.partnership), said, "", reverse("hearing", args=[draft.partnership_id]))


def objections_to_rule_on(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Objections to readings that wait for somebody from outside the partnership, the oldest first."""
    rows = Objection.objects.open().visible_to(desk.user).filter(_from_outside(desk.user))
    if desk.shows_late_only:
        rows = rows.filter(opened_at__lt=timezone.now() - RULING_WITHIN)
    return [rows.select_related(*PAIR).order_by("opened_at", "pk")]


def tell_objection(_desk: Desk, objection: Any) -> Told:
    """What an objection is about."""
    said = str(about_words().get(objection.about, objection.about))
    return Told(str(objection.partnership), said, "", reverse("objection-rule", args=[objection.pk]))


def overrides_to_confirm(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Overrides that somebody else proposed and nobody has confirmed."""
    rows = Override.objects.proposed().visible_to(desk.user).exclude(proposed_by=desk.user)
    return [rows.filter(_from_outside(desk.user)).select_related(*PAIR).order_by("-proposed_at", "pk")]


def tell_override(_desk: Desk, override: Any) -> Told:
    """Which stage was proposed."""
    said = _("Proposed by %(person)s: %(stage)s") % {
        "person": override.proposed_by, "stage": override.get_stage_display(),
    }  # fmt: skip
    return Told(str(override.partnership), said, "", reverse("override-confirm", args=[override.pk]))


def _from_outside(user: User) -> Q:
    """The condition for somebody to belong to neither side; administrators may rule wherever they belong."""
    if user.is_administrator:
        return Q()
    return ~Q(partnership__government=user.organization_id) & ~Q(partnership__ngo=user.organization_id)


DRAFT = Kind(
    "draft",
    gettext_lazy("Drafts open to your reply"),
    BOTH_SIDES,
    drafts_to_answer,
    lambda draft: draft.due_on,
    tell=tell_draft,
)
OBJECTION = Kind(
    "objection",
    gettext_lazy("Objections to readings, to rule on"),
    GOVERNMENT,
    objections_to_rule_on,
    lambda objection: objection.ruling_due_on,
    is_outside=True,
    tell=tell_objection,
)
OVERRIDE = Kind(
    "override",
    gettext_lazy("Stages set by decision, to confirm"),
    GOVERNMENT,
    overrides_to_confirm,
    lambda override: timezone.localdate(override.proposed_at),
    has_limit=False,
    is_outside=True,
    tell=tell_override,
)
STAGE_CHANGED = Kind(
    "stage",
    gettext_lazy("Stages that changed in the last 30 days"),
    ALL,
    stages_changed,
    lambda assessment: assessment.since_on,
    has_limit=False,
    is_news=True,
    tell=tell_stage,
)

KINDS: tuple[Kind, ...] = (DRAFT, *duties.KINDS, OBJECTION, OVERRIDE, STAGE_CHANGED)
