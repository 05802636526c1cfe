"""Replies: what a side says to a judgement, shown beside it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models import Partnership, Side, User
from partnerships.models.scope import partnership_scope

from .assessments import Assessment


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Reads of replies."""

    def visible_to(self, user: User) -> Self:
        """Replies in partnerships the person may see: whoever reads the judgement reads the reply."""
        return self.filter(partnership_scope(user, "partnership__"))

    def standing(self) -> Self:
        """Replies that were neither taken back nor replaced."""
        return self.filter(withdrawn_at__isnull=True)


class Reply(models.Model):
    """A side's words on the judgement that stood when they were written. Never edited: a new one takes its place."""

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="replies", verbose_name=_("partnership")
    )
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="+", verbose_name=_("judgement replied to")
    )
    side = models.CharField(_("side"), max_length=10, choices=Side)
    text = models.TextField(_("reply"), max_length=3000)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects: Any = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        constraints = [
            models.UniqueConstraint(
                name="reply_stands_once", fields=["partnership", "side"], condition=Q(withdrawn_at__isnull=True)
            ),
            models.CheckConstraint(name="reply_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="reply_withdrawn_after_it_was_made",
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("made_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} · {self.get_side_display()}"
