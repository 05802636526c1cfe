"""Dated registry facts on an organization."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .facts import Fact, FactQuerySet, fact_constraints
from .organizations import Organization
from .people import User


class StandingQuerySet(FactQuerySet["Standing"]):
    """Reads of standings."""

    def visible_to(self, user: User) -> Self:
        """Standings of organizations the person may see."""
        return self.filter(organization__in=Organization.objects.visible_to(user))

    def as_of(self, day: date, known_at: datetime | None = None) -> Self:
        """Standings that held on the day: in effect, still valid, and not replaced by a later one of their kind.

        Penalties replace each other in nothing. With `known_at`, as far as later ones were known at the moment.
        """
        later = Q(effective_on__gt=OuterRef("effective_on")) | Q(
            effective_on=OuterRef("effective_on"), pk__gt=OuterRef("pk")
        )
        replaced = (
            Standing.objects.that_stood(known_at)
            .filter(later, organization=OuterRef("organization"), kind=OuterRef("kind"), effective_on__lte=day)
            .exclude(kind=Standing.Kind.PENALTY)
        )
        return self.filter(effective_on__lte=day).exclude(valid_until__lte=day).exclude(Exists(replaced))


class Standing(Fact):
    """A dated registry fact on an organization: registration, rating, annual inspection, penalty, list entry."""

    class Kind(models.TextChoices):
        REGISTRATION = "CMP_REGISTRATION", _("registration")
        ANNUAL = "CMP_ANNUAL", _("annual inspection or report")
        RATING = "CUL_RATING", _("rating 1A–5A")
        PENALTY = "CMP_PENALTY", _("administrative penalty")
        ABNORMAL = "CMP_ABNORMAL", _("abnormal-activity list")
        SERIOUS = "CMP_SERIOUS", _("serious-violation list")

    class Result(models.TextChoices):
        PASS = "pass", _("pass")
        BASIC = "basic", _("basic pass")
        FAIL = "fail", _("fail")
        ON = "on", _("put on the list")
        OFF = "off", _("taken off the list")
        GRANTED = "granted", _("granted")
        REVOKED = "revoked", _("revoked")

    can_be_confirmed: ClassVar[bool] = False

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="standings", db_index=False, verbose_name=_("organization")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    result = models.CharField(_("result"), max_length=10, choices=Result, blank=True)
    level = models.PositiveSmallIntegerField(
        _("rating level"), null=True, blank=True, help_text=_("1 to 5 for 1A to 5A; 0 when a rating is withdrawn.")
    )
    effective_on = models.DateField(_("takes effect on"))
    valid_until = models.DateField(_("valid until (not included)"), null=True, blank=True)
    reference = models.CharField(_("document number"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects: Any = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        indexes = [models.Index(fields=["organization", "kind", "effective_on"], name="standing_history")]
        constraints = [
            *fact_constraints("standing"),
            models.CheckConstraint(
                name="standing_kind_known",
                condition=Q(
                    kind__in=[
                        "CMP_REGISTRATION",
                        "CMP_ANNUAL",
                        "CUL_RATING",
                        "CMP_PENALTY",
                        "CMP_ABNORMAL",
                        "CMP_SERIOUS",
                    ]
                ),
                violation_error_message=_("Choose one of the kinds of standing."),
            ),
            models.CheckConstraint(
                name="standing_rating_has_level",
                condition=Q(kind="CUL_RATING", level__isnull=False, level__lte=5)
                | (~Q(kind="CUL_RATING") & Q(level__isnull=True)),
                violation_error_message=_("A rating needs a level from 0 to 5; other standings have none."),
            ),
            models.CheckConstraint(
                name="standing_annual_has_result",
                condition=~Q(kind="CMP_ANNUAL") | Q(result__in=["pass", "basic", "fail"]),
                violation_error_message=_("An annual inspection needs a result: pass, basic or fail."),
            ),
            models.CheckConstraint(
                name="standing_list_has_state",
                condition=~Q(kind__in=["CMP_ABNORMAL", "CMP_SERIOUS"]) | Q(result__in=["on", "off"]),
                violation_error_message=_("A list entry needs a state: on or off."),
            ),
            models.CheckConstraint(
                name="standing_valid_after_effective",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=models.F("effective_on")),
                violation_error_message=_("A standing cannot end before it takes effect."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.get_kind_display()}"
