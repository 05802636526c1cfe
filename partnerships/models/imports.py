"""What came in from files: one batch per import, what was said about its rows, and how columns were understood."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .organizations import Organization
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

    def waiting_for_work(self) -> Self:
        """Imports the background worker has something to do for."""
        return self.filter(state__in=ImportBatch.WORKED_ON)

    def with_files_older_than(self, moment: Any) -> Self:
        """Imports whose uploaded files are still kept though they came before the moment."""
        return self.exclude(folder="").filter(started_at__lt=moment).exclude(state__in=ImportBatch.WORKED_ON)


class ImportBatch(models.Model):
    """One import: a file, or files that belong together, and what became of it."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded: its columns wait to be matched")
        MAPPED = "mapped", _("being checked")
        CHECKED = "checked", _("checked: nothing is recorded yet")
        QUEUED = "queued", _("waiting to be recorded")
        RUNNING = "running", _("being recorded")
        COMMITTED = "committed", _("recorded")
        REFUSED = "refused", _("refused")
        FAILED = "failed", _("failed: nothing was recorded")
        UNDONE = "undone", _("undone")

    # What may follow on what. Whoever changes the state asks this table (services.import_states).
    TRANSITIONS = {
        State.UPLOADED: {State.MAPPED, State.REFUSED},
        State.MAPPED: {State.CHECKED, State.REFUSED, State.FAILED},
        State.CHECKED: {State.MAPPED, State.QUEUED},
        State.QUEUED: {State.RUNNING, State.REFUSED, State.FAILED},
        State.RUNNING: {State.COMMITTED, State.REFUSED, State.FAILED},
        State.COMMITTED: {State.UNDONE},
        State.REFUSED: {State.MAPPED},
        State.FAILED: {State.MAPPED},
        State.UNDONE: set(),
    }
    WORKED_ON = (State.MAPPED, State.QUEUED, State.RUNNING)
    # What holds no records may be thrown away.
    DISCARDABLE = (State.UPLOADED, State.CHECKED, State.REFUSED, State.FAILED)

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
    folder = models.CharField(_("folder of the uploaded files"), max_length=100, blank=True)
    language = models.CharField(_("language of its sentences"), max_length=10, blank=True)
    mapping: Any = models.JSONField(_("how its columns are understood"), default=dict, blank=True)
    options: Any = models.JSONField(_("what the file does not say"), default=dict, blank=True)
    outline: Any = models.JSONField(_("what the file looks like"), default=dict, blank=True)
    report: Any = models.JSONField(_("counts and first rows"), default=dict, blank=True)
    said = models.TextField(_("why it was refused or failed"), blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undo_reason = models.TextField(_("reason for undoing"), blank=True)

    objects: Any = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [
            models.Index(
                fields=["state"], name="import_waiting", condition=Q(state__in=["mapped", "queued", "running"])
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="import_state_known",
                condition=Q(
                    state__in=[
                        "uploaded",
                        "mapped",
                        "checked",
                        "queued",
                        "running",
                        "committed",
                        "refused",
                        "failed",
                        "undone",
                    ]
                ),
                violation_error_message=_("An import has one of the states of its table."),
            ),
            models.CheckConstraint(
                name="import_undone_has_reason",
                condition=(Q(state="undone", undone_at__isnull=False) & ~Q(undo_reason=""))
                | (~Q(state="undone") & Q(undone_at__isnull=True)),
                violation_error_message=_("Undoing an import needs a moment and a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} · {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def recorded_by(self) -> User | None:
        """Whose entry the import is, as the access table asks of every record."""
        return self.started_by

    @property
    def is_worked_on(self) -> bool:
        """Whether the background worker has something to do for it."""
        return self.state in self.WORKED_ON

    @property
    def is_discardable(self) -> bool:
        """Whether it holds no records and may be thrown away."""
        return self.state in self.DISCARDABLE


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


class ImportProgress(models.Model):
    """How far the worker has come. Written on a connection of its own: it shows while the work is not committed."""

    batch = models.OneToOneField(
        ImportBatch, on_delete=models.CASCADE, primary_key=True, related_name="progress", verbose_name=_("import")
    )
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    rows_total = models.PositiveIntegerField(_("rows in all"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    beat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)

    class Meta:
        verbose_name = _("import progress")
        verbose_name_plural = _("import progress")

    def __str__(self) -> str:
        return f"{self.rows_read} / {self.rows_total or '?'}"


class ImportedOrganization(models.Model):
    """Says that an import registered an organization, so that undoing can remove it where nothing else uses it."""

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("organization")
    )
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="organizations", verbose_name=_("import")
    )

    class Meta:
        verbose_name = _("imported organization")
        verbose_name_plural = _("imported organizations")

    def __str__(self) -> str:
        return str(self.organization)


class ColumnMappingQuerySet(models.QuerySet["ColumnMapping"]):
    """Reads of remembered mappings."""

    def visible_to(self, user: User) -> Self:
        """Those of the person's organization; administrators, who have none, share theirs and see all."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_administrator:
            return self.all()
        return self.filter(organization=user.organization_id) if user.organization_id else self.none()


class ColumnMapping(models.Model):
    """How a sender's columns are understood, remembered by the titles of its sheet."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("sender")
    )
    fingerprint = models.CharField(_("fingerprint of the titles"), max_length=64)
    mapping: Any = models.JSONField(_("how its columns are understood"), default=dict)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("saved by")
    )

    objects: Any = ColumnMappingQuerySet.as_manager()

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        constraints = [
            models.UniqueConstraint(
                name="column_mapping_once_per_sender",
                fields=["organization", "fingerprint"],
                nulls_distinct=False,
                violation_error_message=_("These columns are remembered for this sender already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization or '–'} · {self.fingerprint[:8]}"
