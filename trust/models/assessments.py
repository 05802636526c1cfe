"""Assessments: judgements on one partnership as of one date, written once.

A correction never changes a row: a later run, with more knowledge or another methodology, writes a new one. What was
known at a moment is therefore the newest row whose run knew no more than that moment.
"""

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models import Partnership, User
from partnerships.models.scope import partnership_scope
from trust.scoring.flags import FLAGS
from trust.scoring.stages import exact_odds

from .methodologies import Methodology


class RealField(models.FloatField):
    """A four-byte float, the precision assessments are stored in."""

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 Django's signature
        """The column type in PostgreSQL."""
        return "real"


class AssessmentRun(models.Model):
    """One run of the engine over any number of partnerships."""

    methodology = models.ForeignKey(
        Methodology, on_delete=models.PROTECT, related_name="runs", verbose_name=_("methodology")
    )
    known_at = models.DateTimeField(_("as known at"))
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    partnerships = models.PositiveIntegerField(_("partnerships assessed"), default=0)
    judged = models.PositiveIntegerField(_("partnership-months judged"), default=0)
    written = models.PositiveIntegerField(_("assessments written"), default=0)

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("assessment run")
        verbose_name_plural = _("assessment runs")

    def __str__(self) -> str:
        return f"{self.pk} · {self.known_at:%Y-%m-%d %H:%M}"


class Stage(models.IntegerChoices):
    """The stages of the thesis; 0 stands for no stage, with its reason."""

    NONE = 0, _("no stage assigned")
    DEPENDENCE = 1, _("dependence trust")
    CONTRACTUAL = 2, _("contractual trust")
    EQUAL = 3, _("equal cooperation")


class Reason(models.IntegerChoices):
    """Why no stage is assigned; in the order of `trust.scoring.stages.REASONS`."""

    NONE = 0, _("a stage is assigned")
    NO_EVIDENCE = 1, _("not enough evidence yet")
    NOT_ESTABLISHED = 2, _("no stage established")
    LAPSED = 3, _("lapsed")
    SUSPENDED = 4, _("suspended")


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Reads of assessments."""

    def visible_to(self, user: User) -> Self:
        """Assessments of partnerships the person may see."""
        return self.filter(partnership_scope(user, "partnership__"))

    def latest(self) -> Self:  # type: ignore[override]
        """The present judgement on each partnership."""
        return self.filter(current__isnull=False)

    def changing_the_outcome(self) -> Self:
        """Judgements that brought another outcome than the one issued before them, or the first one with a stage.

        The rule of the hearing, read from what was issued: the last month of a run, compared with the present judgement
        of the time. A stage that began long ago counts when it is issued: it may have waited for both sides.
        """
        of_pair = Assessment.objects.filter(partnership=OuterRef("partnership"))
        later = of_pair.filter(run=OuterRef("run"), as_of__gt=OuterRef("as_of"))
        before = of_pair.filter(run__lt=OuterRef("run")).order_by("-as_of", "-run__known_at", "-run")
        rows = self.alias(
            **{f"{name}_before": Subquery(before.values(name)[:1]) for name in ("as_of", "stage", "reason")}
        )
        changed = ~Q(stage=F("stage_before")) | ~Q(reason=F("reason_before"))
        is_first = Q(as_of_before__isnull=True, stage__gt=Stage.NONE)
        return rows.filter(~Exists(later)).filter(is_first | Q(as_of_before__lte=F("as_of")) & changed)

    def as_known_at(self, moment: datetime) -> Self:
        """For each partnership and as-of date the judgement that stood at the moment, in that order."""
        return (
            self.filter(run__known_at__lte=moment)
            .order_by("partnership", "as_of", "-run__known_at", "-run")
            .distinct("partnership", "as_of")
        )

    def path(self, partnership: Partnership, known_at: datetime | None = None) -> Self:
        """One partnership's judgements month by month, as known at a moment (default: now)."""
        return self.filter(partnership=partnership).as_known_at(known_at or timezone.now())

    def issued_on(self, partnership: Partnership) -> Self:
        """Every judgement ever issued on the partnership, by month and in the order in which they came to be known."""
        rows = self.filter(partnership=partnership).select_related("run__methodology")
        return rows.order_by("as_of", "run__known_at", "run")

    def as_of(self, day: date) -> Self:
        """Judgements as of the day or earlier."""
        return self.filter(as_of__lte=day)


class Assessment(models.Model):
    """The judgement on one partnership as of one date. A trigger refuses UPDATE, DELETE and TRUNCATE.

    Arrays follow the order of the run's methodology (indicators), of `trust.scoring.methodology.DIMENSIONS` and of
    `trust.scoring.gates.CONDITION_CODES`. NaN stands for an indicator that is left out for lack of evidence.
    """

    run = models.ForeignKey(
        AssessmentRun,
        on_delete=models.PROTECT,
        related_name="assessments",
        verbose_name=_("run"),
        db_index=False,  # always reached through a partnership; its own index would only slow the writing
    )
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("partnership")
    )
    as_of = models.DateField(_("as of"))
    since_on = models.DateField(_("unchanged since"))
    stage = models.SmallIntegerField(_("stage"), choices=Stage)
    reason = models.SmallIntegerField(_("reason for no stage"), choices=Reason)
    flags = models.SmallIntegerField(_("flags"))
    at_least_dependence = RealField(_("chance of dependence trust or more"))
    at_least_contractual = RealField(_("chance of contractual trust or more"))
    at_least_equal = RealField(_("chance of equal cooperation"))
    dimension_means: Any = ArrayField(RealField(), verbose_name=_("dimensions"))
    dimension_deviations: Any = ArrayField(RealField(), verbose_name=_("standard deviations of the dimensions"))
    indicator_values: Any = ArrayField(RealField(), verbose_name=_("indicators"))
    indicator_deviations: Any = ArrayField(RealField(), verbose_name=_("standard deviations of the indicators"))
    indicator_facts: Any = ArrayField(models.SmallIntegerField(), verbose_name=_("facts behind the indicators"))
    conditions: Any = ArrayField(RealField(), verbose_name=_("chances of the conditions"))
    evidence_digest = models.UUIDField(_("digest of the evidence"))

    objects: Any = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.UniqueConstraint(name="assessment_once_per_run", fields=["partnership", "as_of", "run"]),
            models.CheckConstraint(
                name="assessment_stage_or_reason",
                condition=Q(stage=0, reason__gte=1, reason__lte=4) | Q(stage__gte=1, stage__lte=3, reason=0),
            ),
            models.CheckConstraint(name="assessment_since_not_after", condition=Q(since_on__lte=F("as_of"))),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} · {self.as_of}"

    @property
    def raised_flags(self) -> tuple[str, ...]:
        """Names of the flags that are raised."""
        return tuple(name for bit, name in enumerate(FLAGS) if self.flags >> bit & 1)

    @property
    def at_least(self) -> tuple[float, float, float]:
        """Chances that the relationship has come at least to the first, second and third stage."""
        return self.at_least_dependence, self.at_least_contractual, self.at_least_equal

    @property
    def stage_odds(self) -> tuple[float, float, float, float]:
        """Chances of exactly no stage, dependence, contractual trust, equal cooperation, on the month's evidence."""
        return exact_odds(*self.at_least)


class LatestAssessment(models.Model):
    """Points to each partnership's present judgement, so that lists need not search the history. Can be rebuilt.

    What lists, counts and filters read of it stands here, too: the judgements themselves are wide, and many.
    """

    partnership = models.OneToOneField(
        Partnership,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="latest_assessment",
        verbose_name=_("partnership"),
    )
    assessment = models.OneToOneField(
        Assessment, on_delete=models.PROTECT, related_name="current", verbose_name=_("assessment")
    )
    stage = models.SmallIntegerField(_("stage"), choices=Stage)
    reason = models.SmallIntegerField(_("reason for no stage"), choices=Reason)
    since_on = models.DateField(_("unchanged since"))

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("latest assessment")
        verbose_name_plural = _("latest assessments")
        indexes = [models.Index(fields=["since_on"], name="latest_since")]

    def __str__(self) -> str:
        return str(self.assessment_id)
