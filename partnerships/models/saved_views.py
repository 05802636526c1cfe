"""Views of lists that people have given a name."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import User


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Reads of saved views."""

    def visible_to(self, user: User) -> Self:
        """The person's own."""
        return self.filter(user=user) if user.is_authenticated and user.is_active else self.none()


class SavedList(models.TextChoices):
    """The lists of which views are saved, by the name of their address."""

    CONTRACTS = "contract-list", _("contracts")
    EVENTS = "event-list", _("interaction events")
    NETWORKS = "network-list", _("service networks")
    ORGANIZATIONS = "organization-list", _("organizations")
    INVITATIONS = "invitation-list", _("invitations")
    PARTNERSHIPS = "partnership-list", _("partnerships")
    PAYMENTS = "payment-list", _("payments")
    PEOPLE = "person-list", _("people")
    REQUESTS = "request-list", _("requests")


class SavedView(models.Model):
    """A person's name for what a list's address asks for: filters, order, columns. The address alone suffices."""

    List = SavedList

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views", verbose_name=_("user")
    )
    list = models.CharField(_("list"), max_length=30, choices=List)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("what the address asks for"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    objects: Any = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                name="saved_view_name_once",
                fields=["user", "list", "name"],
                violation_error_message=_("You have a view of this name already. Choose another name."),
            ),
            models.CheckConstraint(
                name="saved_view_list_known",
                condition=Q(list__in=sorted(SavedList.values)),
                violation_error_message=_("Views are saved of lists."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
