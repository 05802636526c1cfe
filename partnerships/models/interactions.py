"""What happens between the two sides: typed events, and requests with their replies."""

import operator
from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .contracts import Contract
from .facts import Fact, FactQuerySet, fact_constraints
from .languages import in_reader_language
from .organizations import Organization
from .partnerships import Partnership
from .people import Role, User
from .scope import organization_scope, partnership_scope
from .searching import pairs_index


class EventType(models.Model):
    """One of the 45 types of the taxonomy, as data. What a type counts for is in the methodology."""

    class StoredAs(models.TextChoices):
        EVENT = "event", _("interaction event")
        STANDING = "standing", _("standing")
        CONTRACT = "contract", _("contract")
        PAYMENT = "payment", _("payment")
        EVALUATION = "evaluation", _("evaluation")
        TERMINATION = "termination", _("early ending of a contract")
        TIE = "tie", _("tie or membership")
        REQUEST = "request", _("request")
        DERIVED = "derived", _("derived by the system")

    class Scope(models.TextChoices):
        PARTNERSHIP = "partnership", _("one partnership")
        ORGANIZATION = "organization", _("the NGO, in every partnership")

    code = models.CharField(_("code"), max_length=30, primary_key=True)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_zh = models.CharField(_("name in Chinese"), max_length=200)
    evidence_for = models.CharField(_("evidence for"), max_length=50)
    direction = models.CharField(_("direction"), max_length=10)
    polarity = models.CharField(_("polarity"), max_length=1)
    recorders = models.CharField(_("who may record it"), max_length=10)
    stored_as = models.CharField(_("kept as"), max_length=12, choices=StoredAs)
    scope = models.CharField(_("concerns"), max_length=12, choices=Scope)
    outcomes = models.JSONField(
        _("outcomes"), default=list, blank=True, help_text=_("The outcomes an event of this type must name one of.")
    )
    position = models.PositiveSmallIntegerField(_("position"), unique=True)

    class Meta:
        verbose_name = _("event type")
        verbose_name_plural = _("event types")

    def __str__(self) -> str:
        return in_reader_language(self.name_zh, self.name_en)


class InteractionEventQuerySet(FactQuerySet["InteractionEvent"]):
    """Reads of events."""

    def visible_to(self, user: User) -> Self:
        """Events of partnerships the person may see, and of NGOs the person may see.

        Analysts may see nearly all: every event is asked. The few of others are found by their keys.
        """
        if not user.is_authenticated:
            return self.none()
        first, *others = self.visible_in_parts(user)
        if not others or user.role == Role.ANALYST:
            return reduce(operator.or_, others, first)
        every: Any = InteractionEvent.objects
        parts = [part.values("pk") for part in every.visible_in_parts(user)]
        return self.filter(pk__in=parts[0].union(*parts[1:], all=True))

    def visible_in_parts(self, user: User) -> Sequence[Self]:
        """The same in two parts: asked one after the other, each finds a few rows among many without reading all."""
        if not organization_scope(user):
            return [self]
        return [
            self.filter(partnership__in=Partnership.objects.filter(partnership_scope(user))),
            self.filter(organization__in=Organization.objects.filter(organization_scope(user))),
        ]

    def as_of(self, day: date) -> Self:
        """Events that had happened by the day."""
        return self.filter(occurred_on__lte=day)


class InteractionEvent(Fact):
    """Something that happened, dated and typed. It concerns one partnership, or the NGO in all of them."""

    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        db_index=False,
        verbose_name=_("partnership"),
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        db_index=False,
        verbose_name=_("NGO"),
        help_text=_("For events that concern the NGO in every partnership, such as leading a network."),
    )
    type = models.ForeignKey(
        EventType, on_delete=models.PROTECT, related_name="events", db_index=False, verbose_name=_("type")
    )
    occurred_on = models.DateField(_("happened on"))
    outcome = models.CharField(_("outcome"), max_length=30, blank=True)
    party = models.CharField(_("ended by"), max_length=10, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("contract")
    )
    closes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="closed_by",
        verbose_name=_("ends"),
        help_text=_("The joint body this exit ends. Without it, every joint body open then ends."),
    )
    note = models.TextField(_("note"), blank=True)

    objects: Any = InteractionEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("interaction event")
        verbose_name_plural = _("interaction events")
        indexes = [
            models.Index(fields=["partnership", "occurred_on"], name="event_of_partnership"),
            models.Index(fields=["organization", "occurred_on"], name="event_of_organization"),
            models.Index(fields=["type", "occurred_on"], name="event_of_type"),
            models.Index(fields=["occurred_on"], name="event_occurred_on"),
            pairs_index("event_search", "note"),
        ]
        constraints = [
            *fact_constraints("event"),
            models.CheckConstraint(
                name="event_concerns_one_subject",
                condition=Q(partnership__isnull=False, organization__isnull=True)
                | Q(partnership__isnull=True, organization__isnull=False),
                violation_error_message=_("An event concerns either one partnership or one NGO."),
            ),
            models.CheckConstraint(
                name="event_amount_not_negative",
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                violation_error_message=_("An amount cannot be negative."),
            ),
            models.CheckConstraint(
                name="event_does_not_end_itself",
                condition=Q(closes__isnull=True) | ~Q(closes=F("id")),
                violation_error_message=_("An event cannot end itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurred_on} {self.type}"


class RequestQuerySet(FactQuerySet["Request"]):
    """Reads of requests."""

    def visible_to(self, user: User) -> Self:
        """Requests in partnerships the person may see."""
        return self.filter(partnership_scope(user, "partnership__"))

    def waiting(self) -> Self:
        """Requests without a reply."""
        return self.standing().filter(answered_on__isnull=True)


class Request(Fact):
    """A request, challenge or complaint by the NGO, and the body's reply. Filing one never counts against anybody."""

    class Kind(models.TextChoices):
        GENERAL = "general", _("request")
        PAYMENT = "payment", _("request for payment")
        CHALLENGE = "challenge", _("challenge to a purchase")
        COMPLAINT = "complaint", _("complaint")

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="requests", db_index=False, verbose_name=_("partnership")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.GENERAL)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    opened_on = models.DateField(_("made on"))
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answer_recorded_at = models.DateTimeField(_("answer recorded at"), null=True, blank=True)

    objects: Any = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        indexes = [
            models.Index(fields=["partnership", "opened_on"], name="request_history"),
            models.Index(fields=["opened_on"], name="request_waiting", condition=Q(answered_on__isnull=True)),
        ]
        constraints = [
            *fact_constraints("request"),
            models.CheckConstraint(
                name="request_kind_known",
                condition=Q(kind__in=["general", "payment", "challenge", "complaint"]),
                violation_error_message=_("Choose one of the kinds of request."),
            ),
            models.CheckConstraint(
                name="request_answered_after_opened",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("opened_on")),
                violation_error_message=_("A request cannot be answered before it was made."),
            ),
            models.CheckConstraint(
                name="request_answer_is_recorded",
                condition=Q(answered_on__isnull=True, answer_recorded_at__isnull=True)
                | Q(answered_on__isnull=False, answer_recorded_at__isnull=False),
                violation_error_message=_("An answer needs the moment it was recorded."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject or str(self.get_kind_display())
