"""What every record that counts as evidence has: who stands behind it, when it was recorded, and how it is undone.

A fact is never edited away. A correction voids the row (who, when, why) and records a new one, so that any past date
can be read as it was known then. Facts that open now and close later (a tie, a payment due, a request) carry a second
recording moment for the closing.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import User
from .scope import pointer_scope

M = TypeVar("M", bound=models.Model)


class Verification(models.TextChoices):
    """Who stands behind a fact; its weight is in the methodology."""

    OFFICIAL = "official", _("official: registry or official document")
    DUAL = "dual", _("confirmed by both sides")
    THIRD = "third", _("independent evaluator or auditor")
    SINGLE_DOC = "single_doc", _("one side, with a document")
    SINGLE = "single", _("one side, no document")


ONE_SIDED = frozenset({Verification.SINGLE, Verification.SINGLE_DOC})


class Side(models.TextChoices):
    """Whose entry a fact is."""

    NGO = "ngo", _("NGO")
    GOVERNMENT = "gov", _("government body")
    REGISTRY = "registry", _("registry")
    THIRD = "third", _("third party")
    SYSTEM = "system", _("derived by the system")


PARTY_SIDES = frozenset({Side.NGO, Side.GOVERNMENT})


class FactQuerySet(models.QuerySet[M]):
    """Reads shared by all facts."""

    def standing(self) -> Self:
        """Facts that have not been voided."""
        return self.filter(voided_at__isnull=True)

    def known_at(self, moment: datetime) -> Self:
        """Facts recorded by the moment and not yet voided then."""
        return self.filter(recorded_at__lte=moment).exclude(voided_at__lte=moment)

    def that_stood(self, known_at: datetime | None = None) -> Self:
        """Facts that stand, or stood at the moment: those that count, on the knowledge of then."""
        return self.standing() if known_at is None else self.known_at(known_at)

    def awaiting_confirmation(self) -> Self:
        """Facts that one side entered and the other has not confirmed."""
        if not issubclass(self.model, Fact) or not self.model.can_be_confirmed:
            return self.none()
        return self.standing().filter(verification__in=ONE_SIDED, recorded_side__in=PARTY_SIDES)

    def with_contested(self, moment: datetime) -> Self:
        """Adds `is_contested`: an objection stood, without a ruling, at the moment."""
        contests = Contest.objects.open_at(moment).filter(
            content_type=ContentType.objects.get_for_model(self.model), object_id=OuterRef("pk")
        )
        return self.annotate(is_contested=Exists(contests))


def over_by(day: date, known_at: datetime | None = None) -> Q:
    """The condition for a period that ends in `ended_on` to be over by the day, as far as was known at the moment."""
    over = Q(ended_on__lte=day)
    return over if known_at is None else over & Q(end_recorded_at__lte=known_at)


class Fact(models.Model):
    """Abstract: a record that counts as evidence.

    Facts are written by the hundred thousand: a foreign key has an index of its own only where it is read by itself and
    no index of the table begins with it.
    """

    # What a register says is confirmed by the register, not by a side.
    can_be_confirmed: ClassVar[bool] = True

    verification = models.CharField(_("verification"), max_length=10, choices=Verification)
    recorded_side = models.CharField(_("entered by"), max_length=8, choices=Side)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, db_index=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("recorded by"),
    )
    voided_at = models.DateTimeField(_("voided at"), null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("voided by"),
    )
    void_reason = models.TextField(_("reason for voiding"), blank=True)
    import_batch = models.ForeignKey(
        "partnerships.ImportBatch",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("import"),
    )
    source_key = models.CharField(
        _("key in the source"),
        max_length=200,
        blank=True,
        help_text=_("Identifies the row in the file it was imported from, so that importing twice changes nothing."),
    )

    class Meta:
        abstract = True

    @property
    def is_voided(self) -> bool:
        """Whether the fact has been taken back; voided facts count for nothing and stay readable."""
        return self.voided_at is not None

    @property
    def awaits_confirmation(self) -> bool:
        """Whether one side entered it and the other has not confirmed it."""
        is_one_sided = self.verification in ONE_SIDED and self.recorded_side in PARTY_SIDES
        return self.can_be_confirmed and not self.is_voided and is_one_sided


def fact_constraints(name: str) -> list[models.BaseConstraint]:
    """The constraints every fact table carries, named for the table."""
    return [
        models.CheckConstraint(
            name=f"{name}_verification_known",
            condition=Q(verification__in=Verification.values),
            violation_error_message=_("Choose one of the five verification levels."),
        ),
        models.CheckConstraint(
            name=f"{name}_side_known",
            condition=Q(recorded_side__in=Side.values),
            violation_error_message=_("Say which side the entry comes from."),
        ),
        models.CheckConstraint(
            name=f"{name}_void_has_reason",
            condition=Q(voided_at__isnull=True) | ~Q(void_reason=""),
            violation_error_message=_("Voiding needs a reason."),
        ),
        models.CheckConstraint(
            name=f"{name}_voided_after_recorded",
            condition=Q(voided_at__isnull=True) | Q(voided_at__gte=models.F("recorded_at")),
            violation_error_message=_("A fact cannot be voided before it was recorded."),
        ),
        models.UniqueConstraint(
            name=f"{name}_source_key_once",
            fields=["source_key"],
            condition=~Q(source_key="") & Q(voided_at__isnull=True),
            violation_error_message=_("This row of the source has been imported already."),
        ),
    ]


class VerificationChangeQuerySet(models.QuerySet["VerificationChange"]):
    """Reads of changes of verification."""

    def visible_to(self, user: User) -> Self:
        """Changes on facts the person may see."""
        return self.filter(pointer_scope(user))


class VerificationChange(models.Model):
    """One step of a fact's verification (for example `single` to `dual` when the other side confirms)."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    from_level = models.CharField(_("from"), max_length=10, choices=Verification)
    to_level = models.CharField(_("to"), max_length=10, choices=Verification)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("changed by"),
    )
    note = models.TextField(_("note"), blank=True)

    objects: Any = VerificationChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification change")
        verbose_name_plural = _("verification changes")
        indexes = [models.Index(fields=["content_type", "object_id", "changed_at"], name="verification_change_fact")]
        constraints = [
            models.CheckConstraint(
                name="verification_change_is_a_change",
                condition=~Q(from_level=models.F("to_level")),
                violation_error_message=_("The fact has this verification level already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_level} → {self.to_level}"


class ContestQuerySet(models.QuerySet["Contest"]):
    """Reads of objections."""

    def visible_to(self, user: User) -> Self:
        """Objections to facts the person may see."""
        return self.filter(pointer_scope(user))

    def open_at(self, moment: datetime) -> Self:
        """Objections raised by the moment and not yet ruled on or lapsed then."""
        return self.filter(opened_at__lte=moment).exclude(closed_at__lte=moment)

    def on(self, facts: Iterable[Fact]) -> Self:
        """Objections to any of the facts, which must be of one model."""
        facts = list(facts)
        if not facts:
            return self.none()
        kind = ContentType.objects.get_for_model(facts[0])
        return self.filter(content_type=kind, object_id__in=[fact.pk for fact in facts])


class Contest(models.Model):
    """An objection by a party to a fact. From its opening to its closing the fact counts for nothing, but is shown."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("upheld: the fact is voided")
        DISMISSED = "dismissed", _("dismissed: the fact stands")
        LAPSED = "lapsed", _("lapsed: no grounds were given in time")

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opened by"),
    )
    grounds = models.TextField(_("grounds"), blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closed by"),
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    ruling = models.TextField(_("reasons of the ruling"), blank=True)

    objects: Any = ContestQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.UniqueConstraint(
                name="contest_one_open_per_fact",
                fields=["content_type", "object_id"],
                condition=Q(closed_at__isnull=True),
                violation_error_message=_("This fact is contested already; add your grounds to the open objection."),
            ),
            models.CheckConstraint(
                name="contest_closed_with_outcome",
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                violation_error_message=_("A closed objection needs an outcome."),
            ),
            models.CheckConstraint(
                name="contest_closed_after_opened",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=models.F("opened_at")),
                violation_error_message=_("An objection cannot close before it opens."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"
