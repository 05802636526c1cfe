"""Blind ratings: what experts make of the facts of a partnership, without its names and without the method's answer."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models import Partnership, User

from .assessments import Stage


class RatingRound(models.Model):
    """Facts of some partnerships, as of one day and as known at one moment, given to some experts."""

    purpose = models.CharField(_("purpose"), max_length=200)
    as_of = models.DateField(_("as of"))
    known_at = models.DateTimeField(_("as known at"), default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    seed = models.PositiveIntegerField(_("seed of the draw"))

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("round of ratings")
        verbose_name_plural = _("rounds of ratings")

    def __str__(self) -> str:
        return self.purpose


class RatingTaskQuerySet(models.QuerySet["RatingTask"]):
    """Reads of tasks."""

    def of_expert(self, user: User) -> Self:
        """What was given to the person, in the person's own order."""
        return self.filter(expert=user.pk).order_by("-round", "position")

    def waiting(self) -> Self:
        """Those not judged yet."""
        return self.filter(judgement__isnull=True)


class RatingTask(models.Model):
    """One partnership given to one expert; being given one is what makes somebody an expert, whatever the role."""

    round = models.ForeignKey(
        RatingRound, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("round"), db_index=False
    )
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rating_tasks", verbose_name=_("expert")
    )
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="+", verbose_name=_("partnership")
    )
    position = models.PositiveSmallIntegerField(_("position in the expert's order"))

    objects: Any = RatingTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("case to rate")
        verbose_name_plural = _("cases to rate")
        constraints = [
            models.UniqueConstraint(name="rating_task_once", fields=["round", "expert", "partnership"]),
            models.UniqueConstraint(name="rating_task_position", fields=["round", "expert", "position"]),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} · {self.position}"


class ExpertJudgement(models.Model):
    """What one expert makes of one case, once. A trigger refuses UPDATE, DELETE and TRUNCATE."""

    task = models.OneToOneField(
        RatingTask, on_delete=models.PROTECT, related_name="judgement", verbose_name=_("case to rate")
    )
    stage = models.SmallIntegerField(_("stage"), choices=Stage, help_text=_("0: the expert abstains."))
    acceptable: Any = ArrayField(
        models.SmallIntegerField(choices=Stage), default=list, blank=True, verbose_name=_("also acceptable")
    )
    rationale = models.TextField(_("rationale"))
    judged_at = models.DateTimeField(_("judged at"), default=timezone.now)

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("judgement of an expert")
        verbose_name_plural = _("judgements of experts")
        constraints = [
            models.CheckConstraint(name="expert_stage_known", condition=Q(stage__gte=0, stage__lte=3)),
            models.CheckConstraint(name="expert_rationale_given", condition=~Q(rationale="")),
            models.CheckConstraint(
                name="expert_alternatives_known", condition=Q(acceptable__contained_by=[0, 1, 2, 3])
            ),
        ]

    def __str__(self) -> str:
        return str(self.task_id)
