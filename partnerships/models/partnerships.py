"""The unit that has a trust stage: one government body and one NGO."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .organizations import Organization
from .people import User
from .scope import partnership_scope


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    """Reads of partnerships."""

    def visible_to(self, user: User) -> Self:
        """Partnerships the person may see, without those that were joined to another."""
        return self.filter(partnership_scope(user), joined_into__isnull=True)

    def of(self, organization: Organization) -> Self:
        """Partnerships to which the organization is a party."""
        return self.filter(Q(government=organization) | Q(ngo=organization))

    def with_parties(self) -> Self:
        """Both parties and the body's jurisdiction in the same query."""
        return self.select_related("government__jurisdiction", "ngo__jurisdiction")


class Partnership(models.Model):
    """One government body and one NGO. Contracts, events and requests hang on it."""

    government = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="partnerships_as_body", verbose_name=_("government body")
    )
    ngo = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="partnerships_as_ngo", verbose_name=_("NGO")
    )
    joined_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("joined into"),
        help_text=_("When one of its parties was on record twice and the other partnership was kept."),
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    objects: Any = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        constraints = [
            models.UniqueConstraint(
                name="partnership_one_per_pair",
                fields=["government", "ngo"],
                violation_error_message=_("This body and this NGO have a partnership already."),
            ),
            models.CheckConstraint(
                name="partnership_of_two_parties",
                condition=~Q(government=F("ngo")),
                violation_error_message=_("A partnership needs two different organizations."),
            ),
            models.CheckConstraint(
                name="partnership_not_joined_into_itself",
                condition=Q(joined_into__isnull=True) | ~Q(joined_into=F("id")),
                violation_error_message=_("A partnership cannot be joined into itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.government} × {self.ngo}"
