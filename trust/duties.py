"""Duties of records, and those of judgement: what is to be answered, ruled on, confirmed and rated."""

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
from partnerships.models import Role
from partnerships.models.scope import outsider_scope
from trust.models import Assessment, Draft, MethodologyDraft, Objection, Override, RatingTask
from trust.models.objections import RULING_WITHIN
from trust.presenters.due_process import about_words
from trust.presenters.stages import mark_of

NEWS_FOR = timedelta(days=30)
DRAFTS_AHEAD = 60  # days; the longest term anybody would set


def stages_changed(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Present judgements whose outcome began, or was issued after both sides were heard, within the last month.

    A stage that waited for both sides may have begun long before anybody but them could read it. The newest first.
    """
    news_since = desk.today - NEWS_FOR
    earlier = Assessment.objects.filter(partnership=OuterRef("partnership"), as_of__lt=OuterRef("since_on"))
    heard = Draft.objects.issued_between(news_since, desk.today).filter(
        partnership=OuterRef("partnership"), stage=OuterRef("stage"), reason=OuterRef("reason"), issued__isnull=False
    )
    began = Q(current__since_on__gt=news_since, current__since_on__lte=desk.today) & Exists(earlier)
    rows = Assessment.objects.latest().filter(desk.partnerships("partnership__")).filter(began | Exists(heard))
    return [rows.select_related(*PAIR).order_by("-since_on", F("partnership"))]


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
    rows = Objection.objects.open().visible_to(desk.user).filter(outsider_scope(desk.user, "partnership__"))
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
    return [
        rows.filter(outsider_scope(desk.user, "partnership__")).select_related(*PAIR).order_by("-proposed_at", "pk")
    ]


def tell_override(_desk: Desk, override: Any) -> Told:
    """Which stage was proposed."""
    said = _("Proposed by %(person)s: %(stage)s") % {
        "person": override.proposed_by, "stage": override.get_stage_display(),
    }  # fmt: skip
    return Told(str(override.partnership), said, "", reverse("override-confirm", args=[override.pk]))


def versions_to_confirm(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Drafts of the methodology that another administrator proposed and whose preview is there, the newest first."""
    rows = MethodologyDraft.objects.to_confirm_by(desk.user).select_related("submitted_by")
    return [rows.order_by("-previewed_at", "pk")]


def tell_version(_desk: Desk, draft: Any) -> Told:
    """Which version, by whom, and what for."""
    title = _("Version %(version)s") % {"version": draft.version}
    said = _("Proposed by %(person)s") % {"person": draft.submitted_by}
    return Told(title, said, draft.purpose, reverse("methodology-draft", args=[draft.pk]))


def cases_to_rate(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Cases that were given to the expert and are not judged yet, in the expert's own order."""
    rows = RatingTask.objects.of_expert(desk.user).waiting().select_related("round")
    return [rows.order_by("-round__known_at", "round", "position")]


def tell_case(_desk: Desk, task: Any) -> Told:
    """The case by its number: nothing that names the partnership."""
    title = _("Case %(number)s") % {"number": task.position}
    return Told(title, task.round.purpose, "", reverse("rating-case", args=[task.pk]))


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
VERSION = Kind(
    "version",
    gettext_lazy("Versions of the methodology, to confirm"),
    frozenset({Role.ADMINISTRATOR}),
    versions_to_confirm,
    lambda draft: timezone.localdate(draft.previewed_at),
    has_limit=False,
    tell=tell_version,
)
RATING = Kind(
    "rating",
    gettext_lazy("Cases to rate"),
    frozenset({Role.ANALYST}),
    cases_to_rate,
    lambda task: timezone.localdate(task.round.known_at),
    has_limit=False,
    tell=tell_case,
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

KINDS: tuple[Kind, ...] = (DRAFT, *duties.KINDS, OBJECTION, OVERRIDE, VERSION, RATING, STAGE_CHANGED)
