"""People who sign in: their role, the organization they belong to, and what an analyst may see."""

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person comes to do. What each role may do is in `partnerships.access`."""

    STAFF = "staff", _("civil-affairs staff")
    NGO_MANAGER = "ngo_manager", _("NGO manager")
    ANALYST = "analyst", _("analyst")
    ADMINISTRATOR = "administrator", _("administrator")


class Reminders(models.TextChoices):
    """How often somebody is told by mail of what waits."""

    OFF = "off", _("never")
    WEEKLY = "weekly", _("once a week")
    DAILY = "daily", _("once a week, and every working day on which something is late")


class PeopleQuerySet(models.QuerySet["User"]):
    """Reads of people."""

    def visible_to(self, user: "User") -> Self:
        """An administrator sees everybody, others the people of their own organization."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_administrator:
            return self
        return self.filter(organization=user.organization_id) if user.organization_id else self.none()


class PeopleManager(UserManager.from_queryset(PeopleQuerySet)):  # type: ignore[misc]  # the base is made here
    """Creates people; whoever is created as superuser is an administrator."""

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any
    ) -> "User":
        """An administrator, for `manage.py createsuperuser`."""
        extra_fields.setdefault("role", Role.ADMINISTRATOR)
        user: User = super().create_superuser(username, email, password, **extra_fields)
        return user


def _new_stamp() -> str:
    return get_random_string(16)


class User(AbstractUser):
    """A person with one role. Staff and NGO managers act for exactly one organization."""

    role = models.CharField(_("role"), max_length=20, choices=Role)
    organization = models.ForeignKey(
        "partnerships.Organization",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organization"),
        help_text=_("The body or NGO this person acts for. Analysts and administrators have none."),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Of pages and mails; without one, pages follow the browser."),
    )
    reminders = models.CharField(_("reminders by mail"), max_length=10, choices=Reminders, default=Reminders.WEEKLY)

    session_stamp = models.CharField(max_length=16, default=_new_stamp, editable=False)

    objects: Any = PeopleManager()

    REQUIRED_FIELDS = ["email"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                name="user_organization_matches_role",
                condition=Q(role__in=["staff", "ngo_manager"], organization__isnull=False)
                | Q(role__in=["analyst", "administrator"], organization__isnull=True),
                violation_error_message=_(
                    "Choose one of the four roles. Staff and NGO managers need an organization; the others have none."
                ),
            ),
            models.CheckConstraint(
                name="user_reminders_known",
                condition=Q(reminders__in=["off", "weekly", "daily"]),
                violation_error_message=_("Choose how often you are reminded by mail."),
            ),
            models.CheckConstraint(
                name="user_flags_follow_role",
                condition=Q(role="administrator", is_staff=True, is_superuser=True)
                | (~Q(role="administrator") & Q(is_staff=False, is_superuser=False)),
                violation_error_message=_("Administrators, and nobody else, may use the administration."),
            ),
        ]

    def clean(self) -> None:
        """Keeps Django's two flags in step with the role; they are never set by hand."""
        super().clean()
        self.is_staff = self.is_superuser = self.is_administrator

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the flags in step where nothing was cleaned before. A closed account gives its sessions up for good."""
        self.is_staff = self.is_superuser = self.is_administrator
        if not self.is_active:
            self.end_sessions()
        super().save(*args, **kwargs)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must fit to go on: besides the password, which Django checks, what the person may do.

        So a change of role or organization, and the closing of an account, end every session at once, wherever the
        change was made. Opened again, the account has a new stamp, and old sessions stay ended.
        """
        bound = (self.password, self.role, self.organization_id, self.session_stamp)
        return salted_hmac(
            "partnerships.User.session", "|".join(map(str, bound)), secret=secret, algorithm="sha256"
        ).hexdigest()

    def end_sessions(self) -> None:
        """Ends every session of the person, once it is saved."""
        self.session_stamp = _new_stamp()

    @property
    def is_administrator(self) -> bool:
        """Whether the person runs the system and sees everything."""
        return self.role == Role.ADMINISTRATOR


class AnalystGrant(models.Model):
    """What an analyst may read: every partnership whose government body lies in a jurisdiction, or below it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants", verbose_name=_("analyst"))
    jurisdiction = models.ForeignKey(
        "partnerships.Jurisdiction", on_delete=models.PROTECT, verbose_name=_("jurisdiction")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (not included)"))
    purpose = models.TextField(_("purpose"), help_text=_("The study or report this access serves."))

    class Meta:
        verbose_name = _("analyst grant")
        verbose_name_plural = _("analyst grants")
        constraints = [
            models.CheckConstraint(
                name="analyst_grant_ends_after_start",
                condition=Q(ends_on__gt=models.F("starts_on")),
                violation_error_message=_("A grant must end after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.jurisdiction}"
