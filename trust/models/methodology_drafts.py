"""New versions of the method before they count: the draft, and what it would make of every partnership."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models import Partnership, User

from .assessments import RealField, Reason, Stage
from .methodologies import Methodology


class MethodologyDraftQuerySet(models.QuerySet["MethodologyDraft"]):
    """Reads of drafts."""

    def visible_to(self, user: User) -> Self:
        """Drafts are for administrators: they name every partnership."""
        return self if user.is_authenticated and user.is_active and user.is_administrator else self.none()

    def to_confirm_by(self, user: User) -> Self:
        """Drafts that are previewed and wait for another than the one who proposed them."""
        open_ones = self.filter(previewed_at__isnull=False, failure="", confirmed_at=None, discarded_at=None)
        return open_ones.visible_to(user).exclude(submitted_by=user.pk)

    def waiting(self) -> Self:
        """Drafts whose preview is not finished."""
        return self.filter(previewed_at=None, failure="", confirmed_at=None, discarded_at=None)


def _person(words: Any, **options: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=words, **options
    )


class MethodologyDraft(models.Model):
    """A version somebody proposes: its file, what it was previewed on, and what was decided.

    `base`: the version in force when it was proposed, with which it is compared on the same evidence. `reached`: the
    key of the last partnership judged, so that another worker goes on there.
    """

    source = models.TextField(_("file"))
    version = models.CharField(_("version"), max_length=30)
    purpose = models.TextField(_("why this version"))
    base = models.ForeignKey(
        Methodology, on_delete=models.PROTECT, related_name="+", verbose_name=_("compared with the version")
    )
    submitted_by = _person(_("proposed by"))
    submitted_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    as_of = models.DateField(_("as of"))
    known_at = models.DateTimeField(_("as known at"))
    total = models.PositiveIntegerField(_("partnerships"), default=0)
    done = models.PositiveIntegerField(_("partnerships judged"), default=0)
    reached = models.BigIntegerField(_("reached"), default=0)
    previewed_at = models.DateTimeField(_("previewed at"), null=True, blank=True)
    failure = models.TextField(_("why it cannot be computed with"), blank=True)
    confirmed_by = _person(_("confirmed by"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    methodology = models.OneToOneField(
        Methodology,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="draft",
        verbose_name=_("version it became"),
    )
    discarded_by = _person(_("discarded by"), null=True, blank=True)
    discarded_at = models.DateTimeField(_("discarded at"), null=True, blank=True)
    discard_reason = models.TextField(_("why it was discarded"), blank=True)

    objects: Any = MethodologyDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a methodology")
        verbose_name_plural = _("drafts of the methodology")
        constraints = [
            models.CheckConstraint(
                name="draft_confirmed_by_another",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("submitted_by")),
                violation_error_message=_(
                    "Whoever proposed a version cannot confirm it; another administrator has to."
                ),
            ),
            models.CheckConstraint(
                name="draft_confirmation_complete",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True, methodology__isnull=True)
                | Q(
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                    methodology__isnull=False,
                    previewed_at__isnull=False,
                    discarded_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="draft_discard_complete",
                condition=Q(discarded_by__isnull=True, discarded_at__isnull=True, discard_reason="")
                | (Q(discarded_by__isnull=False, discarded_at__isnull=False) & ~Q(discard_reason="")),
            ),
            models.CheckConstraint(name="draft_done_within_total", condition=Q(done__lte=F("total"))),
        ]

    def __str__(self) -> str:
        return self.version

    @property
    def state(self) -> str:
        """What has become of it, as a key of `STATES`."""
        if self.confirmed_at or self.discarded_at:
            return "confirmed" if self.confirmed_at else "discarded"
        if self.failure:
            return "failed"
        return "previewed" if self.previewed_at else "previewing"

    @property
    def state_label(self) -> Any:
        """The state in a word."""
        return STATES[self.state]

    @property
    def is_open(self) -> bool:
        """Whether nothing has been decided yet."""
        return not self.confirmed_at and not self.discarded_at


STATES = {
    "previewing": pgettext_lazy("draft", "preview running"),
    "failed": pgettext_lazy("draft", "cannot be computed with"),
    "previewed": pgettext_lazy("draft", "waiting for confirmation"),
    "confirmed": pgettext_lazy("draft", "confirmed"),
    "discarded": pgettext_lazy("draft", "discarded"),
}


class PreviewReading(models.Model):
    """What the version in force and the draft each make of one partnership, on the same evidence. No assessment.

    Odds are those of at least the first, second and third stage; conditions in the order of `CONDITION_CODES`.
    """

    draft = models.ForeignKey(
        MethodologyDraft, on_delete=models.CASCADE, related_name="readings", verbose_name=_("draft"), db_index=False
    )
    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="+", verbose_name=_("partnership")
    )
    stage_before = models.SmallIntegerField(_("stage before"), choices=Stage)
    reason_before = models.SmallIntegerField(_("reason for no stage before"), choices=Reason)
    stage_after = models.SmallIntegerField(_("stage after"), choices=Stage)
    reason_after = models.SmallIntegerField(_("reason for no stage after"), choices=Reason)
    odds_before: Any = ArrayField(RealField(), size=3, verbose_name=_("odds before"))
    odds_after: Any = ArrayField(RealField(), size=3, verbose_name=_("odds after"))
    conditions_before: Any = ArrayField(RealField(), verbose_name=_("conditions before"))
    conditions_after: Any = ArrayField(RealField(), verbose_name=_("conditions after"))

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("reading of a preview")
        verbose_name_plural = _("readings of a preview")
        constraints = [models.UniqueConstraint(name="preview_reading_once", fields=["draft", "partnership"])]

    def __str__(self) -> str:
        return f"{self.draft_id} · {self.partnership_id}"

    @property
    def moves(self) -> bool:
        """Whether stage, or the reason for none, differs."""
        return (self.stage_before, self.reason_before) != (self.stage_after, self.reason_after)
