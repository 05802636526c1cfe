"""Data packages: copies of everything a person may see, made in the background, kept for some days."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import User


class DataPackageQuerySet(models.QuerySet["DataPackage"]):
    """Reads of data packages."""

    def visible_to(self, user: User) -> Self:
        """A person's own: each holds what its maker may see, and nobody else need."""
        return self.filter(made_for=user.pk) if user.is_authenticated and user.is_active else self.none()

    def silent_since(self, moment: datetime) -> Self:
        """Packages that are due, and of which nobody has given a sign of life since the moment."""
        due = self.filter(state__in=DataPackage.DUE)
        return due.filter(Q(beat_at__lt=moment) | Q(beat_at__isnull=True, asked_at__lt=moment))

    def older_than(self, days: int) -> Self:
        """Packages whose time is over."""
        return self.filter(asked_at__lt=timezone.now() - timedelta(days=days))


class DataPackage(models.Model):
    """One copy. Its file lies below MEDIA_ROOT, which no address serves."""

    class Format(models.TextChoices):
        CSV = "csv", _("CSV: for R, pandas and everything else")
        PARQUET = "parquet", _("Parquet: large data in little space")
        NDJSON = "ndjson", _("NDJSON: one JSON object per line")
        XLSX = "xlsx", _("Excel workbook")
        DTA = "dta", _("Stata: with labels and dates")
        OCDS = "ocds", _("OCDS 1.1: contracts as releases and records")
        GEXF = "gexf", _("GEXF: the networks through time, for Gephi")
        GRAPHML = "graphml", _("GraphML: the networks, for igraph and NetworkX")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for the worker")
        WORKING = "working", _("being made")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    DUE = (State.WAITING, State.WORKING)

    made_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("for")
    )
    format = models.CharField(_("format"), max_length=8, choices=Format)
    language = models.CharField(_("language"), max_length=10, default="en")
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    rows_total = models.PositiveBigIntegerField(_("rows"), default=0)
    rows_done = models.PositiveBigIntegerField(_("rows done"), default=0)
    beat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    # What the person could see then; whoever sees less now must not have it handed out.
    scope = models.CharField(max_length=12, blank=True)

    objects: Any = DataPackageQuerySet.as_manager()

    class Meta:
        verbose_name = _("data package")
        verbose_name_plural = _("data packages")
        constraints = [
            models.CheckConstraint(
                name="data_package_done_has_file",
                condition=~Q(state="done") | (Q(finished_at__isnull=False) & ~Q(sha256="") & Q(size__gt=0)),
                violation_error_message=_("A package that is ready has a file."),
            ),
            models.CheckConstraint(
                name="data_package_rows_done_at_most_all",
                condition=Q(rows_done__lte=F("rows_total")),
                violation_error_message=_("No more rows can be done than there are."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {self.format}"

    @property
    def is_due(self) -> bool:
        """Whether it is still to be made."""
        return self.state in self.DUE

    @property
    def file_name(self) -> str:
        """What the file is called when it is handed out."""
        return f"gongxin-{timezone.localtime(self.asked_at):%Y-%m-%d}-{self.pk}-{self.format}.zip"
