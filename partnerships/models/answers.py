"""Answers of the API that were given once and are given again."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StoredAnswer(models.Model):
    """What a write with an `Idempotency-Key` was answered: sent again, it records nothing and is told the same."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stored_answers", verbose_name=_("person")
    )
    key = models.CharField(_("key"), max_length=255)
    fingerprint = models.CharField(max_length=64, editable=False)
    status = models.PositiveSmallIntegerField(_("status"))
    location = models.CharField(max_length=500, blank=True)
    body = models.TextField()
    made_at = models.DateTimeField(_("made at"), default=timezone.now, db_index=True)

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("stored answer")
        verbose_name_plural = _("stored answers")
        constraints = [
            models.UniqueConstraint(
                name="stored_answer_key_once",
                fields=["user", "key"],
                violation_error_message=_("This key has been used already."),
            ),
        ]

    def __str__(self) -> str:
        return self.key
