"""Service networks, who belongs to them, and ties between two organizations. All dated."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .facts import Fact, FactQuerySet, fact_constraints, over_by
from .languages import in_reader_language
from .organizations import Organization
from .people import User
from .searching import pairs_index


class ServiceNetworkQuerySet(models.QuerySet["ServiceNetwork"]):
    """Reads of networks."""

    def visible_to(self, user: User) -> Self:
        """Networks that have, or had, a member the person may see."""
        seen = Organization.objects.visible_to(user)
        return self.filter(Q(memberships__organization__in=seen) | Q(convened_by__in=seen)).distinct()


class ServiceNetwork(models.Model):
    """Organizations that deliver services together."""

    name = models.CharField(_("name"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    convened_by = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="convened_networks",
        verbose_name=_("convened by"),
    )
    declared_size = models.PositiveIntegerField(
        _("declared number of members"),
        null=True,
        blank=True,
        help_text=_("When not every member is on record. Without it the recorded members are counted."),
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    source_key = models.CharField(_("key in the source"), max_length=200, blank=True)

    objects: Any = ServiceNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("service network")
        verbose_name_plural = _("service networks")
        indexes = [pairs_index("service_network_search", "name", "name_en")]
        constraints = [
            models.CheckConstraint(
                name="service_network_ends_after_founding",
                condition=Q(ended_on__isnull=True) | Q(founded_on__isnull=True) | Q(ended_on__gte=F("founded_on")),
                violation_error_message=_("A network cannot end before it was founded."),
            ),
            models.UniqueConstraint(
                name="service_network_source_key_once",
                fields=["source_key"],
                condition=~Q(source_key=""),
                violation_error_message=_("This network has been imported already."),
            ),
        ]

    def __str__(self) -> str:
        return in_reader_language(self.name, self.name_en)


class DatedQuerySet(FactQuerySet["Fact"]):
    """Reads of dated relations."""

    def as_of(self, day: date, known_at: datetime | None = None) -> Self:
        """Relations open on the day; with `known_at`, as far as their ends were known at the moment."""
        return self.filter(started_on__lte=day).exclude(over_by(day, known_at))


class NetworkMembershipQuerySet(DatedQuerySet):
    """Reads of memberships."""

    def visible_to(self, user: User) -> Self:
        """Memberships of organizations the person may see."""
        return self.filter(organization__in=Organization.objects.visible_to(user))


class ServiceTieQuerySet(DatedQuerySet):
    """Reads of ties."""

    def visible_to(self, user: User) -> Self:
        """Ties with at least one end the person may see: a tie holds for both."""
        seen = Organization.objects.visible_to(user)
        return self.filter(Q(organization__in=seen) | Q(partner__in=seen))


class NetworkMembership(Fact):
    """An organization belongs to a network from a day until a day (not included)."""

    class MemberRole(models.TextChoices):
        LEAD = "lead", _("lead")
        MEMBER = "member", _("member")

    network = models.ForeignKey(
        ServiceNetwork, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("network")
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="memberships",
        db_index=False,
        verbose_name=_("organization"),
    )
    role = models.CharField(_("role"), max_length=10, choices=MemberRole, default=MemberRole.MEMBER)
    started_on = models.DateField(_("member from"))
    ended_on = models.DateField(_("member until (not included)"), null=True, blank=True)
    end_recorded_at = models.DateTimeField(_("end recorded at"), null=True, blank=True)

    objects: Any = NetworkMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("network membership")
        verbose_name_plural = _("network memberships")
        indexes = [models.Index(fields=["organization", "started_on"], name="membership_history")]
        constraints = [
            *fact_constraints("membership"),
            models.UniqueConstraint(
                name="membership_one_open_per_network",
                fields=["network", "organization"],
                condition=Q(ended_on__isnull=True, voided_at__isnull=True),
                violation_error_message=_("The organization is a member of this network already."),
            ),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on")),
                violation_error_message=_("A membership must end after it starts."),
            ),
            models.CheckConstraint(
                name="membership_end_is_recorded",
                condition=Q(ended_on__isnull=True, end_recorded_at__isnull=True)
                | Q(ended_on__isnull=False, end_recorded_at__isnull=False),
                violation_error_message=_("A membership that ended needs the moment that was recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.network}"


class ServiceTie(Fact):
    """Two organizations work together from a day until a day (not included). It holds for both ends.

    `with_body` names the government body that takes part in the tie, where one does.
    """

    class Kind(models.TextChoices):
        COOPERATION = "cooperation", _("cooperation")
        CONTACT = "contact", _("regular contact")
        REFERRAL = "referral", _("referral")
        DISSEMINATION = "dissemination", _("shared material")

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="ties", db_index=False, verbose_name=_("organization")
    )
    partner = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="ties_as_partner",
        db_index=False,
        verbose_name=_("partner"),
    )
    kind = models.CharField(_("kind of tie"), max_length=15, choices=Kind, default=Kind.COOPERATION)
    strength = models.DecimalField(_("strength"), max_digits=6, decimal_places=2, null=True, blank=True)
    network = models.ForeignKey(
        ServiceNetwork,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ties",
        verbose_name=_("within the network"),
    )
    with_body = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("together with the government body"),
    )
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until (not included)"), null=True, blank=True)
    end_recorded_at = models.DateTimeField(_("end recorded at"), null=True, blank=True)

    objects: Any = ServiceTieQuerySet.as_manager()

    class Meta:
        verbose_name = _("service tie")
        verbose_name_plural = _("service ties")
        indexes = [
            models.Index(fields=["organization", "started_on"], name="tie_history"),
            models.Index(fields=["partner"], name="tie_partner"),
        ]
        constraints = [
            *fact_constraints("tie"),
            models.UniqueConstraint(
                name="tie_one_open_per_pair_and_kind",
                fields=["organization", "partner", "kind"],
                condition=Q(ended_on__isnull=True, voided_at__isnull=True),
                violation_error_message=_("These two organizations have an open tie of this kind already."),
            ),
            models.CheckConstraint(
                name="tie_of_two_organizations",
                condition=~Q(organization=F("partner")),
                violation_error_message=_("A tie needs two different organizations."),
            ),
            models.CheckConstraint(
                name="tie_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on")),
                violation_error_message=_("A tie must end after it starts."),
            ),
            models.CheckConstraint(
                name="tie_end_is_recorded",
                condition=Q(ended_on__isnull=True, end_recorded_at__isnull=True)
                | Q(ended_on__isnull=False, end_recorded_at__isnull=False),
                violation_error_message=_("A tie that ended needs the moment that was recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} – {self.partner}"
