"""Spells: how long a partnership stood at one outcome, and what came after. Derived from the assessments."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partnerships.models import Partnership, User
from partnerships.models.scope import partnership_scope

from .assessments import RealField, Reason, Stage


class StageSpellQuerySet(models.QuerySet["StageSpell"]):
    """Reads of spells."""

    def visible_to(self, user: User) -> Self:
        """Spells of partnerships the person may see."""
        return self.filter(partnership_scope(user, "partnership__"))

    def as_of(self, day: date) -> Self:
        """Spells that went on on the day, as far as they were observed."""
        lasting = Q(ended_on__isnull=True, last_on__gte=day)
        return self.filter(Q(ended_on__gt=day) | lasting, started_on__lte=day)


class StageSpell(models.Model):
    """Consecutive month ends with one outcome, on the knowledge of today, so that statistics need not read every month.

    Rebuilt whenever assessments of the partnership are written; can be rebuilt from them at any time. `ended_on` is the
    first month end with another outcome; `last_on` the last month end judged, or `ended_on` where the spell has ended.
    `dimension_means`: of the last month, for the spell that goes on only, so that the present is read from one table.
    """

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="spells", db_index=False, verbose_name=_("partnership")
    )
    stage = models.SmallIntegerField(_("stage"), choices=Stage)
    reason = models.SmallIntegerField(_("reason for no stage"), choices=Reason)
    started_on = models.DateField(_("first month end"))
    ended_on = models.DateField(_("first month end with another outcome"), null=True, blank=True)
    last_on = models.DateField(_("observed until"))
    next_stage = models.SmallIntegerField(_("stage after it"), choices=Stage, null=True, blank=True)
    next_reason = models.SmallIntegerField(_("reason for no stage after it"), choices=Reason, null=True, blank=True)
    dimension_means: Any = ArrayField(RealField(), verbose_name=_("dimensions when last judged"), null=True, blank=True)

    objects: Any = StageSpellQuerySet.as_manager()

    class Meta:
        verbose_name = _("spell at a stage")
        verbose_name_plural = _("spells at a stage")
        constraints = [
            models.UniqueConstraint(name="spell_begins_once", fields=["partnership", "started_on"]),
            models.CheckConstraint(
                name="spell_ends_after_it_began", condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} · {self.started_on}"
