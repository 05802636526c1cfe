"""Statistics as the API tells them: tables in rows, one figure or one estimate with its interval to a row.

A figure that is left out because it is small is null, and its row says `suppressed`; it is never 0.
"""

from typing import Any

from rest_framework import serializers

from trust.presenters.curves import whole
from trust.presenters.dimensions import DIMENSION_WORDS
from trust.presenters.population import change_words, state_choices
from trust.services.population import KINDS, STATES
from trust.services.population.cohorts import BY

OUTCOME_CHOICES = state_choices()
STAGE_CHOICES = OUTCOME_CHOICES[1:4]
KIND_CHOICES = change_words()
COHORT_CHOICES = [(code, code) for code in BY]
TO_FIVES = "to the nearest five; null where left out"
SHARE = "from 0 to 1, in whole percent"
LOW, HIGH = "Lower end of the 95 percent interval.", "Upper end of the 95 percent interval."
COMMON = "0, or how many small ones are told here as one, without a name."


class RowSerializer(serializers.Serializer[dict[str, Any]]):
    """A row of which figures may be left out."""

    suppressed = serializers.BooleanField(
        help_text="Whether figures of this row are left out (null), because they are small or small ones follow."
    )


def count_field(of: str, **options: Any) -> serializers.IntegerField:
    """A number of something, as told."""
    return serializers.IntegerField(min_value=0, allow_null=True, help_text=f"{of}, {TO_FIVES}.", **options)


def share_field(of: str) -> serializers.FloatField:
    """A share as told."""
    return serializers.FloatField(min_value=0, max_value=1, allow_null=True, help_text=f"{of}, {SHARE}.")


def outcome_field(of: str) -> serializers.ChoiceField:
    """A stage, `lapsed`, or `none` for every other reason why there is no stage."""
    return serializers.ChoiceField(OUTCOME_CHOICES, help_text=of)


class OutcomeCountSerializer(RowSerializer):
    """Partnerships that stood at an outcome on the last day."""

    outcome = outcome_field("Where they stood.")
    partnerships = count_field("Partnerships")


class MonthCountSerializer(OutcomeCountSerializer):
    """Partnerships that stood at an outcome on a month end, of those that had been judged by then."""

    month_end = serializers.DateField()


class FlowCountSerializer(RowSerializer):
    """Partnerships by where they stood on the first and on the last day, of those observed on both."""

    before = outcome_field("Where they stood on the first day.")
    after = outcome_field("Where they stood on the last day.")
    partnerships = count_field("Partnerships")


class QuarterCountSerializer(RowSerializer):
    """Changes of one kind confirmed in a quarter. A partnership can count more than once."""

    year = serializers.IntegerField()
    quarter = serializers.IntegerField(min_value=1, max_value=4)
    kind = serializers.ChoiceField(
        KIND_CHOICES, help_text="`up`, `down`, or `lapse`. Out of a lapse into a stage is up."
    )
    changes = count_field("Changes")


class DivisionRowSerializer(RowSerializer):
    """A row about the government bodies of one division."""

    division = serializers.CharField(allow_null=True, help_text="Code of the division; null where none is stated.")
    name = serializers.CharField(allow_blank=True, help_text="The division in the reader's language.")
    together = serializers.IntegerField(min_value=0, help_text=COMMON)


class DivisionCountSerializer(DivisionRowSerializer, OutcomeCountSerializer):
    """Partnerships of bodies of one division by present outcome."""


class FieldRowSerializer(RowSerializer):
    """A row about the NGOs of one service field."""

    service_field = serializers.CharField(allow_null=True, help_text="The field; null where none is stated.")
    together = serializers.IntegerField(min_value=0, help_text=COMMON)


class FieldCountSerializer(FieldRowSerializer, OutcomeCountSerializer):
    """Partnerships of NGOs of one service field by present outcome."""


class MediansSerializer(RowSerializer):
    """Partnerships judged, and the median of each dimension in points out of 100; none below five partnerships."""

    partnerships = count_field("Partnerships judged")

    def get_fields(self) -> dict[str, Any]:
        """The dimensions last."""
        points = {
            words.code: serializers.IntegerField(
                min_value=0, max_value=100, allow_null=True, help_text="Median of the posterior means, in points."
            )
            for words in DIMENSION_WORDS
        }
        return {**super().get_fields(), **points}


class DivisionMediansSerializer(DivisionRowSerializer, MediansSerializer):
    """The four dimensions in partnerships of bodies of one division. They rank nobody."""


class FieldMediansSerializer(FieldRowSerializer, MediansSerializer):
    """The four dimensions in partnerships of NGOs of one service field. They rank nobody."""


class ArrearsSerializer(DivisionRowSerializer):
    """Payments by bodies of one division that are late today. Only those with a due date can be late."""

    partnerships = count_field("Partnerships with late payments")
    payments = count_field("Late payments")
    owed = serializers.DecimalField(
        max_digits=20, decimal_places=2, allow_null=True, help_text="What is owed, to two digits; null where left out."
    )
    currency = serializers.ChoiceField([("CNY", "CNY")], help_text="Other currencies are left out.")
    longest_delay_days = serializers.IntegerField(
        allow_null=True, help_text="Days since the oldest due date, to the nearest hundred; null where left out."
    )


class DurationSerializer(RowSerializer):
    """Spells at one stage: consecutive months at it. Those that go on count as far as they were observed."""

    stage = serializers.ChoiceField(STAGE_CHOICES)
    spells = count_field("Spells")
    median_months = serializers.IntegerField(
        min_value=0,
        allow_null=True,
        help_text="Age in months by which half had ended (Kaplan–Meier); null also where more than half last longer.",
    )


class PointSerializer(serializers.Serializer[dict[str, Any]]):
    """A point of a curve and its interval. A curve goes from the first age with five at risk to the last."""

    month = serializers.IntegerField(min_value=0, help_text="Age in whole months.")
    at_risk = serializers.IntegerField(min_value=0, help_text="Under observation at that age, to the nearest five.")
    share = serializers.FloatField(min_value=0, max_value=1, help_text=f"The estimate, {SHARE}.")
    low = serializers.FloatField(min_value=0, max_value=1, help_text=LOW)
    high = serializers.FloatField(min_value=0, max_value=1, help_text=HIGH)


class SurvivalPointSerializer(PointSerializer):
    """The share of spells that last longer than an age.

    Kaplan and Meier (1958), with Greenwood's variance (1926) on the scale of log(−log) (Kalbfleisch and Prentice 2002).
    Estimated from numbers to fives: it steps when five endings have come together. With `period_from` spells that had
    begun by then are at risk from the age they had (left truncation).
    """

    stage = serializers.ChoiceField(STAGE_CHOICES)


class EndingPointSerializer(RowSerializer):
    """The share of spells that have first ended in one way by an age, as competing risks: Aalen and Johansen (1978)."""

    stage = serializers.ChoiceField(STAGE_CHOICES)
    kind = serializers.ChoiceField(KIND_CHOICES, help_text="How they ended.")
    month = serializers.IntegerField(min_value=0, help_text="Age in whole months.")
    share = share_field("The share")


class CohortSerializer(serializers.Serializer[dict[str, Any]]):
    """Partnerships that came into first contact in one year, or whose body or NGO is of one kind."""

    by = serializers.ChoiceField(
        COHORT_CHOICES,
        help_text="`year` of the first contact, `level` of the body's division, or service `field` of the NGO.",
    )
    cohort = serializers.CharField(allow_blank=True, help_text="The year, level or field; empty where not stated.")
    partnerships = serializers.IntegerField(min_value=0, help_text="Partnerships, to the nearest five.")


class CohortPointSerializer(PointSerializer):
    """The share of a cohort that first stood at `target` or above so many months after the first contact.

    One minus Kaplan and Meier: whoever has not got there is counted as far as observed. Cohorts of fewer than five, or
    of fewer than five that got there, are left out.
    """

    by = serializers.ChoiceField(COHORT_CHOICES)
    cohort = serializers.CharField(allow_blank=True)


class ChanceSerializer(RowSerializer):
    """The chance to stand at an outcome a year after another.

    The twelfth power of monthly chances, each row of counts with half a month added to each cell (Dirichlet 1/2, the
    prior of Perks 1947 and Jeffreys). Left out where the changes behind it are, or fewer than five spells.
    """

    before = outcome_field("Where they stand now.")
    after = outcome_field("Where they stand a year later.")
    chance = share_field("The chance")


class MoveCountSerializer(RowSerializer):
    """Changes on record from an outcome to another. A partnership can count more than once."""

    before = outcome_field("Before.")
    after = outcome_field("After.")
    changes = count_field("Changes")


class IntensitySerializer(RowSerializer):
    """How often a stage ends in one way: changes per partnership-year at it, occurrence over exposure.

    The interval is of the gamma posterior with half an event added (Jeffreys' prior).
    """

    stage = serializers.ChoiceField(STAGE_CHOICES)
    kind = serializers.ChoiceField(KIND_CHOICES, help_text="How it ends.")
    changes = count_field("Changes")
    years = serializers.IntegerField(min_value=0, help_text="Partnership-years at the stage, to the nearest five.")
    rate = serializers.FloatField(min_value=0, allow_null=True, help_text="Changes per partnership-year.")
    low = serializers.FloatField(min_value=0, allow_null=True, help_text=LOW)
    high = serializers.FloatField(min_value=0, allow_null=True, help_text=HIGH)


def to_percent(share: float) -> float:
    """The share in whole percent, as a part of 1."""
    return whole(share) / 100


def outcome_rows(figure: str, numbers: Any, **more: Any) -> list[dict[str, Any]]:
    """A row for each outcome, in the order of `STATES`."""
    return [cell(figure, number, **more, outcome=state) for state, number in zip(STATES, numbers, strict=True)]


def square_rows(figure: str, table: Any) -> list[dict[str, Any]]:
    """A row for each outcome before and after."""
    return [
        cell(figure, number, before=before, after=after)
        for before, line in zip(STATES, table, strict=True)
        for after, number in zip(STATES, line, strict=True)
    ]


def kind_rows(figure: str, numbers: Any, **more: Any) -> list[dict[str, Any]]:
    """A row for each kind of change."""
    return [cell(figure, number, **more, kind=kind) for kind, number in zip(KINDS, numbers, strict=True)]


def cell(figure: str, value: Any, **more: Any) -> dict[str, Any]:
    """A row with one figure; None is one that is left out."""
    return {**more, figure: value, "suppressed": value is None}
