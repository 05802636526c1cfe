"""Duties of records, and beside them the news of judgement: partnerships whose stage changed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import duties
from partnerships.duties import Desk, Kind
from partnerships.duties.table import ALL
from partnerships.duties.telling import PAIR, Told, other_side
from trust.models import Assessment
from trust.presenters.stages import mark_of

NEWS_FOR = timedelta(days=30)


def stages_changed(desk: Desk) -> Sequence[QuerySet[Any]]:
    """Present judgements that differ from an earlier one since a day of the last month, the newest first."""
    earlier = Assessment.objects.filter(partnership=OuterRef("partnership"), as_of__lt=OuterRef("since_on"))
    rows = Assessment.objects.latest().filter(
        desk.partnerships("partnership__"), since_on__gt=desk.today - NEWS_FOR, since_on__lte=desk.today
    )
    return [rows.filter(Exists(earlier)).select_related(*PAIR).order_by("-since_on", F("partnership"))]


def tell_stage(desk: Desk, assessment: Any) -> Told:
    """The new stage of a partnership."""
    mark = mark_of(assessment.stage, assessment.reason)
    address = reverse("partnership-detail", args=[assessment.partnership_id])
    now = _("The relationship now stands at: %(stage)s") % {"stage": mark.label}
    return Told(other_side(desk, assessment.partnership), now, "", address)


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

KINDS: tuple[Kind, ...] = (*duties.KINDS, STAGE_CHANGED)
