"""Evaluations of what a contract delivered."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .contract_parts import ContractPartQuerySet
from .contracts import Contract, Party
from .facts import Fact, fact_constraints


class Evaluation(Fact):
    """A mid-term or final evaluation or an acceptance, by a third party or jointly."""

    class Phase(models.TextChoices):
        MID = "mid", _("mid-term")
        FINAL = "final", _("final")
        ACCEPTANCE = "acceptance", _("acceptance")

    class Result(models.TextChoices):
        EXCELLENT = "excellent", _("excellent")
        GOOD = "good", _("good")
        PASS = "pass", _("pass")
        FAIL = "fail", _("fail")

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="evaluations", db_index=False, verbose_name=_("contract")
    )
    phase = models.CharField(_("phase"), max_length=10, choices=Phase)
    held_on = models.DateField(_("held on"))
    result = models.CharField(_("result"), max_length=10, choices=Result)
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=3, null=True, blank=True)
    score_maximum = models.DecimalField(_("out of"), max_digits=6, decimal_places=3, null=True, blank=True)
    evaluator = models.CharField(_("evaluator"), max_length=300, blank=True)
    paid_for_by = models.CharField(_("evaluator paid by"), max_length=10, choices=Party, blank=True)

    objects: Any = ContractPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        indexes = [models.Index(fields=["contract", "held_on"], name="evaluation_history")]
        constraints = [
            *fact_constraints("evaluation"),
            models.CheckConstraint(
                name="evaluation_result_known",
                condition=Q(result__in=["excellent", "good", "pass", "fail"]),
                violation_error_message=_("Choose one of the results: excellent, good, pass or fail."),
            ),
            models.CheckConstraint(
                name="evaluation_score_within_maximum",
                condition=Q(score__isnull=True)
                | Q(score__gte=0, score_maximum__isnull=False, score_maximum__gte=F("score")),
                violation_error_message=_("A score must lie between 0 and the maximum, which must be given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} · {self.get_phase_display()}"
