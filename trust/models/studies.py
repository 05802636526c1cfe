"""Studies of the method itself: how robust, how sensitive, how far it agrees with experts. Dated, never changed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .methodologies import Methodology


class MethodStudy(models.Model):
    """One study of one version. A trigger refuses UPDATE, DELETE and TRUNCATE.

    `command`: what computes it again, seed included; `subjects`: how many partnerships it is of; `result`: its numbers,
    in the shape its kind writes in `trust.services.studies`.
    """

    class Kind(models.TextChoices):
        """What is asked of the method."""

        ROBUSTNESS = "robustness", _("robustness")
        SENSITIVITY = "sensitivity", _("sensitivity")
        AGREEMENT = "agreement", _("agreement with experts")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    methodology = models.ForeignKey(
        Methodology, on_delete=models.PROTECT, related_name="studies", verbose_name=_("methodology")
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    as_of = models.DateField(_("as of"))
    known_at = models.DateTimeField(_("as known at"))
    subjects = models.PositiveIntegerField(_("partnerships"))
    command = models.CharField(_("command"), max_length=200)
    result = models.JSONField(_("result"))

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("study of the method")
        verbose_name_plural = _("studies of the method")
        constraints = [
            models.CheckConstraint(
                name="study_kind_known", condition=Q(kind__in=["robustness", "sensitivity", "agreement"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.made_at:%Y-%m-%d}"
