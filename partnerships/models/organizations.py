"""Organizations of every kind, their identifiers and names."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from .jurisdictions import Jurisdiction
from .languages import in_reader_language
from .people import User
from .scope import organization_scope
from .searching import pairs_index

models.CharField.register_lookup(Length)


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Reads of organizations."""

    def visible_to(self, user: User) -> Self:
        """Organizations the person may see, without duplicates that were merged into another."""
        return self.filter(organization_scope(user), merged_into__isnull=True)

    def governments(self) -> Self:
        """Government bodies and those that buy by reference to them."""
        return self.filter(sector=Organization.Sector.GOVERNMENT)

    def ngos(self) -> Self:
        """Organizations that can be the NGO of a partnership."""
        return self.filter(sector=Organization.Sector.NGO)


class Organization(models.Model):
    """Any party: government body, NGO, enterprise, community body, school."""

    class Sector(models.TextChoices):
        GOVERNMENT = "government", _("government")
        NGO = "ngo", _("NGO")
        OTHER = "other", _("other")

    class Kind(models.TextChoices):
        GOVERNMENT_BODY = "government_body", _("government body")
        MASS_ORGANIZATION = "mass_organization", _("mass organization")
        SOCIAL_SERVICE = "social_service", _("social service agency")
        SOCIAL_GROUP = "social_group", _("social association")
        FOUNDATION = "foundation", _("foundation")
        NGO_FEDERATION = "ngo_federation", _("federation of NGOs")
        ALLIANCE = "alliance", _("alliance")
        CHARITY = "charity", _("charity")
        COMMUNITY = "community", _("community body")
        SCHOOL = "school", _("school")
        UNIVERSITY = "university", _("university")
        HOSPITAL = "hospital", _("hospital")
        ENTERPRISE = "enterprise", _("enterprise")
        PUBLIC_INSTITUTION = "public_institution", _("public institution")
        MEDIA = "media", _("media")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        verbose_name=_("jurisdiction"),
    )
    service_field = models.CharField(_("service field"), max_length=100, blank=True)
    mission = models.TextField(_("mission"), blank=True)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="duplicates",
        verbose_name=_("merged into"),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects: Any = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        indexes = [
            models.Index(fields=["sector", "name"], name="organization_sector_name"),
            models.Index(fields=["jurisdiction", "sector"], name="organization_jurisdiction"),
            pairs_index("organization_search", "name", "name_en"),
        ]
        constraints = [
            models.CheckConstraint(
                name="organization_name_not_blank",
                condition=Q(name__length__gt=0),
                violation_error_message=_("An organization needs a name."),
            ),
            models.CheckConstraint(
                name="organization_sector_known",
                condition=Q(sector__in=["government", "ngo", "other"]),
                violation_error_message=_("Choose one of the sectors: government, NGO or other."),
            ),
            models.CheckConstraint(
                name="organization_dissolved_after_registered",
                condition=Q(dissolved_on__isnull=True)
                | Q(registered_on__isnull=True)
                | Q(dissolved_on__gte=models.F("registered_on")),
                violation_error_message=_("An organization cannot be dissolved before it was registered."),
            ),
            models.CheckConstraint(
                name="organization_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                violation_error_message=_("An organization cannot be merged with itself."),
            ),
        ]

    def __str__(self) -> str:
        return in_reader_language(self.name, self.name_en)


class OrganizationIdentifier(models.Model):
    """A number in a register. Schemes follow org-id.guide; each value is kept in its compact canonical form."""

    class Scheme(models.TextChoices):
        USCC = "CN-USCC", _("unified social credit code")
        CNPJ = "BR-CNPJ", _("CNPJ (Brazil)")
        GB_CHC = "GB-CHC", _("charity number (England and Wales)")
        GB_COH = "GB-COH", _("company number (United Kingdom)")
        GB_LAE = "GB-LAE", _("local authority (England)")
        THREESIXTY = "360G", _("360Giving organization id")
        LOCAL = "LOCAL", _("id in the source file")

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="identifiers", verbose_name=_("organization")
    )
    scheme = models.CharField(_("scheme"), max_length=10, choices=Scheme)
    value = models.CharField(_("value"), max_length=120)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        indexes = [pairs_index("identifier_search", "value")]
        constraints = [
            models.UniqueConstraint(
                name="identifier_unique_in_scheme",
                fields=["scheme", "value"],
                violation_error_message=_("Another organization has this identifier already."),
            ),
            models.UniqueConstraint(
                name="organization_has_one_uscc",
                fields=["organization"],
                condition=Q(scheme="CN-USCC"),
                violation_error_message=_("The organization has a unified social credit code already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class OrganizationName(models.Model):
    """A former or alternative name, by which files may call the organization."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="other_names", verbose_name=_("organization")
    )
    name = models.CharField(_("name"), max_length=300, db_index=True)
    used_until = models.DateField(_("used until"), null=True, blank=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        indexes = [pairs_index("other_name_search", "name")]
        constraints = [
            models.UniqueConstraint(
                name="organization_other_name_once",
                fields=["organization", "name"],
                violation_error_message=_("The organization has this other name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
