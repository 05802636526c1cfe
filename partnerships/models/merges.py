"""Organizations that were on record twice: which was kept, what moved to it, and whether that was undone."""

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .organizations import Organization
from .people import User


class OrganizationMergeQuerySet(models.QuerySet["OrganizationMerge"]):
    """Reads of merges."""

    def visible_to(self, user: User) -> Self:
        """Merges whose kept organization the person may see."""
        return self.filter(kept__in=Organization.objects.visible_to(user))

    def standing(self) -> Self:
        """Merges that were not undone."""
        return self.filter(undone_at__isnull=True)


class OrganizationMerge(models.Model):
    """One organization was on record twice; what hung on the duplicate hangs on the kept one since."""

    kept = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="merges", verbose_name=_("kept organization")
    )
    duplicate = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="merges_as_duplicate", verbose_name=_("duplicate")
    )
    merged_at = models.DateTimeField(_("merged at"), default=timezone.now)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("merged by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    objects: Any = OrganizationMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of organizations")
        verbose_name_plural = _("merges of organizations")
        constraints = [
            models.CheckConstraint(
                name="merge_of_two_organizations",
                condition=~Q(kept=F("duplicate")),
                violation_error_message=_("An organization cannot be merged with itself."),
            ),
            models.UniqueConstraint(
                name="merge_of_a_duplicate_once",
                fields=["duplicate"],
                condition=Q(undone_at__isnull=True),
                violation_error_message=_("This organization was merged into another already."),
            ),
            models.CheckConstraint(
                name="merge_undone_after_merged",
                condition=Q(undone_at__isnull=True) | Q(undone_at__gte=F("merged_at")),
                violation_error_message=_("A merge cannot be undone before it was made."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duplicate} → {self.kept}"


class MergedRowQuerySet(models.QuerySet["MergedRow"]):
    """Reads of what merges moved."""

    def visible_to(self, user: User) -> Self:
        """Rows of merges the person may see."""
        return self.filter(merge__in=OrganizationMerge.objects.visible_to(user))


class MergedRow(models.Model):
    """A row that a merge changed: the columns before and after. `before` is null for a row the merge made.

    Undoing reads it backwards, and assessments read it to see the records as they stood before the merge.
    """

    merge = models.ForeignKey(
        OrganizationMerge, on_delete=models.PROTECT, related_name="rows", verbose_name=_("merge of organizations")
    )
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    before: Any = models.JSONField(null=True)
    after: Any = models.JSONField()

    objects: Any = MergedRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("merged row")
        verbose_name_plural = _("merged rows")
        constraints = [
            models.UniqueConstraint(
                name="merged_row_once_per_merge",
                fields=["merge", "content_type", "object_id"],
                violation_error_message=_("The merge has moved this row already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"
