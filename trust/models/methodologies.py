"""Versions of the method, as they were when they were first used."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Methodology(models.Model):
    """One version: its file, word for word, and the digest of its content. Never changed once used."""

    version = models.CharField(_("version"), max_length=30, unique=True)
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    effective_on = models.DateField(_("effective on"))
    source = models.TextField(_("file"))
    registered_at = models.DateTimeField(_("registered at"), default=timezone.now)

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("methodology")
        verbose_name_plural = _("methodologies")

    def __str__(self) -> str:
        return self.version
