"""Filters of what is said to a judgement: drafts, objections to readings, overrides, replies."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.filters.fields import CodesFilter, DayFilter, MomentFilter, Rows, StableOrdering, YesNoFilter
from partnerships.models import Side
from trust.models import Draft, Objection, Override, Reply
from trust.models.assessments import Reason, Stage
from trust.models.objections import ABOUT
from trust.scoring.stages import REASONS

from .assessments import STAGE_CODES, NumberedCodesFilter, PartiesFilter

SIDES = [(side.value, side.label) for side in (Side.NGO, Side.GOVERNMENT)]


class StoodAtFilter(MomentFilter):
    """Rows that were on record at a moment: begun by then, and not over by then."""

    def __init__(self, begun: str, over: str, **kwargs: Any) -> None:
        """`begun`, `over`: the columns with the moments of either."""
        self.begun, self.over = begun, over
        super().__init__(**kwargs)

    def filter(self, qs: Rows, value: datetime | None) -> Rows:
        """The rows that stood."""
        if value is None:
            return qs
        not_over = Q(**{f"{self.over}__isnull": True}) | Q(**{f"{self.over}__gt": value})
        return qs.filter(not_over, **{f"{self.begun}__lte": value})


class RaisedAtFilter(MomentFilter):
    """Objections that had been raised at a moment, and not been taken back by then."""

    def filter(self, qs: Rows, value: datetime | None) -> Rows:
        """The objections. What is shown of a later ruling is what is known now."""
        if value is None:
            return qs
        return qs.filter(opened_at__lte=value).exclude(outcome=Objection.Outcome.WITHDRAWN, closed_at__lte=value)


class InForceFilter(YesNoFilter):
    """Whether an override is in force today."""

    def filter(self, qs: Rows, value: bool | str) -> Rows:
        """Overrides confirmed by a second person and within their term, or all others."""
        if value == "":
            return qs
        in_force = Override.objects.in_force(timezone.localdate()).values("pk")
        return qs.filter(pk__in=in_force) if value else qs.exclude(pk__in=in_force)


class DraftFilter(PartiesFilter):
    """Filters of drafts."""

    open = YesNoFilter("closed_at", "isnull", label=_("both sides may still speak to it, or it waits to be issued"))
    stage = NumberedCodesFilter(STAGE_CODES, Stage.labels, label=_("stage"))
    reason = NumberedCodesFilter(REASONS, Reason.labels, label=_("reason for no stage"))
    outcome = CodesFilter(choices=Draft.Outcome.choices, label=_("what became of it"))
    due_from = DayFilter("due_on", "gte", label=_("both sides may speak to it until this day or later"))
    due_before = DayFilter("due_on", "lt", label=_("both sides may speak to it until a day before this one"))
    known_at = StoodAtFilter("opened_at", "closed_at", label=_("drafts that were open at this moment"))
    ordering = StableOrdering(fields=["id", "opened_at", "due_on", "closed_at"], label=_("order"))

    class Meta:
        model = Draft
        fields: list[str] = []


class ObjectionFilter(PartiesFilter):
    """Filters of objections to readings."""

    open = YesNoFilter("closed_at", "isnull", label=_("waits for its ruling"))
    about = CodesFilter(choices=[(code, code) for code in ABOUT], label=_("what it is about"))
    side = CodesFilter(choices=SIDES, label=_("side"))
    outcome = CodesFilter(choices=Objection.Outcome.choices, label=_("outcome"))
    to_draft = YesNoFilter("draft", "isnull", exclude=True, label=_("raised against a draft"))
    opened_from = MomentFilter("opened_at", "gte", label=_("raised at or after"))
    opened_before = MomentFilter("opened_at", "lt", label=_("raised before"))
    known_at = RaisedAtFilter(label=_("objections known at this moment: raised, and not taken back by then"))
    ordering = StableOrdering(fields=["id", "opened_at", "closed_at"], label=_("order"))

    class Meta:
        model = Objection
        fields: list[str] = []


class OverrideFilter(PartiesFilter):
    """Filters of stages set by decision."""

    in_force = InForceFilter(label=_("in force today"))
    confirmed = YesNoFilter("confirmed_at", "isnull", exclude=True, label=_("confirmed by a second person"))
    ended = YesNoFilter("ended_at", "isnull", exclude=True, label=_("ended before its term, or declined"))
    stage = NumberedCodesFilter(STAGE_CODES, Stage.labels, label=_("stage"))
    known_at = StoodAtFilter(
        "proposed_at", "ended_at", label=_("overrides known at this moment: proposed, and not ended by then")
    )
    ordering = StableOrdering(fields=["id", "proposed_at", "confirmed_at", "expires_on"], label=_("order"))

    class Meta:
        model = Override
        fields: list[str] = []


class ReplyFilter(PartiesFilter):
    """Filters of replies to judgements."""

    side = CodesFilter(choices=SIDES, label=_("side"))
    standing = YesNoFilter("withdrawn_at", "isnull", label=_("neither taken back nor replaced"))
    made_from = MomentFilter("made_at", "gte", label=_("made at or after"))
    made_before = MomentFilter("made_at", "lt", label=_("made before"))
    known_at = StoodAtFilter("made_at", "withdrawn_at", label=_("replies that stood at this moment"))
    ordering = StableOrdering(fields=["id", "made_at"], label=_("order"))

    class Meta:
        model = Reply
        fields: list[str] = []
