"""The mutual survey: a round asks both sides of a partnership the same; neither sees the other's answer before release.

Answers are no facts: they are evidence of nothing and enter no assessment. What is told of a body over all its NGOs is
written once for each year and never again.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.array import ArrayContainedBy
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .facts import Side
from .organizations import Organization
from .partnerships import Partnership
from .people import Role, User
from .scope import NOTHING, organization_scope, partnership_scope

# Fewer NGOs than this are never told of together; an installation may ask for more.
LEAST_NGOS = 5
SCALE = (1, 2, 3, 4, 5)
# Means of a body are told no further out than this: “2 or less”, “4 or more”.
LOWEST_MEAN, HIGHEST_MEAN = Decimal("2.0"), Decimal("4.0")


def _scores() -> Any:
    return ArrayField(models.PositiveSmallIntegerField(null=True, blank=True), blank=True)


def released_by(day: date, prefix: str = "") -> Q:
    """The condition for a round (reached by `prefix`) to be released: both have answered, or its last day is over."""
    return Q(**{f"{prefix}released_at__isnull": False}) | Q(**{f"{prefix}answer_by__lt": day})


def side_of(user: User, partnership: Partnership) -> Side | None:
    """The side of the partnership the person may answer for; None for everybody from outside."""
    if user.role == Role.STAFF and user.organization_id == partnership.government_id:
        return Side.GOVERNMENT
    if user.role == Role.NGO_MANAGER and user.organization_id == partnership.ngo_id:
        return Side.NGO
    return None


class SurveyRoundQuerySet(models.QuerySet["SurveyRound"]):
    """Reads of rounds."""

    def visible_to(self, user: User) -> Self:
        """Rounds of partnerships the person may see: that they were asked, not what they answered."""
        return self.filter(partnership_scope(user, "partnership__"))

    def open_on(self, day: date) -> Self:
        """Rounds that can still be answered on the day."""
        return self.exclude(released_by(day))

    def released_between(self, first: date, last: date) -> Self:
        """Rounds released from the first day to the last, both included."""
        at_once = Q(released_at__date__range=(first, last))
        day_before = timedelta(days=1)
        return self.filter(
            at_once | Q(released_at__isnull=True, answer_by__range=(first - day_before, last - day_before))
        )

    def unanswered_by(self, side: Side) -> Self:
        """Rounds to which the side has given no answer; one it took back was given."""
        return self.exclude(answers__side=side)


class SurveyRound(models.Model):
    """Both sides of a partnership are asked, until both have answered or the last day is over."""

    partnership = models.ForeignKey(
        Partnership,
        on_delete=models.PROTECT,
        related_name="survey_rounds",
        verbose_name=_("partnership"),
    )
    questionnaire = models.CharField(_("questionnaire"), max_length=20)
    opened_on = models.DateField(_("asked on"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("asked by"),
        help_text=_("Nobody, where the yearly survey asked."),
    )
    answer_by = models.DateField(_("last day to answer"))
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)

    objects: Any = SurveyRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey round")
        verbose_name_plural = _("survey rounds")
        indexes = [models.Index(fields=["opened_on"], name="survey_round_opened_on")]
        constraints = [
            models.UniqueConstraint(
                name="survey_round_one_open",
                fields=["partnership"],
                condition=Q(released_at__isnull=True),
                violation_error_message=_("The two sides are being asked already."),
            ),
            models.CheckConstraint(
                name="survey_round_leaves_time",
                condition=Q(answer_by__gte=F("opened_on")),
                violation_error_message=_("The last day to answer cannot lie before the day the two sides are asked."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership} · {self.opened_on}"

    def is_released(self, day: date) -> bool:
        """Whether both sides may see both answers on the day."""
        return self.released_at is not None or self.answer_by < day


class SurveyAnswerQuerySet(models.QuerySet["SurveyAnswer"]):
    """Reads of answers. Whoever shows an answer asks here, administrators included."""

    def visible_to(self, user: User) -> Self:
        """The own side's answers, and after the release those of the other side; to nobody else, ever."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role == Role.STAFF:
            own, pair = Side.GOVERNMENT, Q(round__partnership__government=user.organization_id)
        elif user.role == Role.NGO_MANAGER:
            own, pair = Side.NGO, Q(round__partnership__ngo=user.organization_id)
        else:
            return self.filter(NOTHING)
        return self.filter(pair & (Q(side=own) | released_by(timezone.localdate(), "round__")))

    def given(self) -> Self:
        """Answers that were not taken back."""
        return self.filter(withdrawn_at__isnull=True)


class SurveyAnswer(models.Model):
    """One side's answer to a round, given once. `scores`: for each statement 1 to 5, or None for “cannot say”.

    Taken back before the release, it keeps no scores. A trigger refuses every other change.
    """

    round = models.ForeignKey(
        SurveyRound, on_delete=models.PROTECT, related_name="answers", db_index=False, verbose_name=_("survey round")
    )
    side = models.CharField(_("side"), max_length=8)
    scores: Any = _scores()
    answered_at = models.DateTimeField(_("answered at"), default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("answered by"),
    )
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects: Any = SurveyAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey answer")
        verbose_name_plural = _("survey answers")
        constraints = [
            models.UniqueConstraint(
                name="survey_answer_one_per_side",
                fields=["round", "side"],
                violation_error_message=_("Your side has answered already. Each side answers once."),
            ),
            models.CheckConstraint(
                name="survey_answer_by_a_party",
                condition=Q(side__in=["ngo", "gov"]),
                violation_error_message=_("Only the two sides of the partnership answer."),
            ),
            models.CheckConstraint(
                name="survey_answer_on_the_scale",
                condition=ArrayContainedBy(
                    Func("scores", Value(None), function="array_remove", output_field=_scores()),
                    Value(list(SCALE), output_field=_scores()),
                ),
                violation_error_message=_("An answer is a point from 1 to 5, or “cannot say”."),
            ),
            models.CheckConstraint(
                name="survey_answer_empty_when_withdrawn",
                condition=Q(withdrawn_at__isnull=True, scores__len__gt=0) | Q(withdrawn_at__isnull=False, scores=[]),
                violation_error_message=_("An answer that was taken back keeps nothing of what it said."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {Side(self.side).label}"


class SurveyResultQuerySet(models.QuerySet["SurveyResult"]):
    """Reads of results."""

    def visible_to(self, user: User) -> Self:
        """Results of bodies the person may see: the same numbers for every reader."""
        return self.filter(body__in=Organization.objects.filter(organization_scope(user)))


class SurveyResult(models.Model):
    """What the NGOs of one body answered in one year, written once: a trigger refuses every change.

    `means`: for each statement the mean in half points, 2.0 for “2 or less” and 4.0 for “4 or more”; None where too few
    said anything. Where too few NGOs answered at all, neither `ngos` nor `means` is kept.
    """

    body = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="survey_results",
        db_index=False,
        verbose_name=_("government body"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    questionnaire = models.CharField(_("questionnaire"), max_length=20)
    ngos = models.PositiveIntegerField(_("NGOs that answered"), null=True, blank=True)
    means: Any = ArrayField(
        models.DecimalField(max_digits=2, decimal_places=1, null=True),
        blank=True,
        verbose_name=_("mean of each statement"),
    )
    published_at = models.DateTimeField(_("published at"), default=timezone.now)

    objects: Any = SurveyResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey result")
        verbose_name_plural = _("survey results")
        constraints = [
            models.UniqueConstraint(
                name="survey_result_once_a_year",
                fields=["body", "year"],
                violation_error_message=_("The result of this year is published and stays as it is."),
            ),
            models.CheckConstraint(
                name="survey_result_of_enough_ngos",
                condition=Q(ngos__isnull=True, means=[]) | Q(ngos__gte=LEAST_NGOS, means__len__gt=0),
                violation_error_message=_("A result is told of five NGOs and more, or not at all."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.year}"
