"""What came in from files: one batch per file, one row per line read, with what became of it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import User


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Reads of imports."""

    def visible_to(self, user: User) -> Self:
        """Imports started by the person's organization; all of them for administrators."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_administrator:
            return self.all()
        return self.filter(started_by__organization=user.organization_id) if user.organization_id else self.none()


class ImportBatch(models.Model):
    """One run of an import over one file."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        COMMITTED = "committed", _("committed")
        REFUSED = "refused", _("refused")

    source = models.CharField(_("kind of file"), max_length=40)
    file_name = models.CharField(_("file"), max_length=300)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    created = models.PositiveIntegerField(_("created"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)

    objects: Any = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.file_name} · {self.started_at:%Y-%m-%d %H:%M}"


class ImportRow(models.Model):
    """A row that was refused or imported with a remark, kept as it was read."""

    class Severity(models.TextChoices):
        REFUSED = "refused", _("refused")
        REMARK = "remark", _("imported with a remark")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows", verbose_name=_("import"))
    location = models.CharField(_("where in the file"), max_length=200)
    field = models.CharField(_("field"), max_length=100, blank=True)
    severity = models.CharField(_("what became of it"), max_length=10, choices=Severity)
    reason = models.TextField(_("reason"))
    content: Any = models.JSONField(_("row as read"), default=dict)

    class Meta:
        verbose_name = _("import row")
        verbose_name_plural = _("import rows")
        indexes = [models.Index(fields=["batch", "severity"], name="import_row_of_batch")]

    def __str__(self) -> str:
        return f"{self.location}: {self.reason}"
