"""Stored means and deviations as readings with their credible intervals."""

import math
from collections.abc import Sequence
from typing import TypedDict

import numpy as np
from rest_framework import serializers

from trust.scoring.posterior import interval

DECIMALS = 6  # what the four-byte floats of the database hold


class Reading(TypedDict):
    """A score between 0 and 1: mean, standard deviation, and the credible interval; None where there is no reading."""

    mean: float | None
    deviation: float | None
    low: float | None
    high: float | None


class ReadingSerializer(serializers.Serializer[Reading]):
    """A score between 0 and 1. Null where there is no evidence to read: missing is neither good nor bad."""

    mean = serializers.FloatField(allow_null=True)
    deviation = serializers.FloatField(allow_null=True, help_text="Standard deviation.")
    low = serializers.FloatField(allow_null=True, help_text="Lower end of the credible interval.")
    high = serializers.FloatField(allow_null=True, help_text="Upper end of the credible interval.")


class IndicatorReading(Reading):
    """A reading with the number of facts behind it."""

    facts: int


class IndicatorReadingSerializer(ReadingSerializer):
    """A score between 0 and 1 with the number of facts behind it."""

    facts = serializers.IntegerField(min_value=0, help_text="Facts behind the reading.")


def readings(
    means: Sequence[Sequence[float]], deviations: Sequence[Sequence[float]], levels: tuple[float, float]
) -> list[list[Reading]]:
    """Readings from stored arrays, a row for each assessment. NaN: none. `levels`: the interval's two probabilities."""
    mean = np.asarray(means, dtype=np.float64)
    deviation = np.nan_to_num(np.asarray(deviations, dtype=np.float64))
    known = np.nan_to_num(mean)
    low, high = interval(known, deviation, np.zeros_like(known), np.ones_like(known), levels)
    columns = np.stack([mean, deviation, np.minimum(low, known), np.maximum(high, known)], axis=-1)
    return [[_reading(*values) for values in row] for row in columns.round(DECIMALS).tolist()]


def _reading(mean: float, deviation: float, low: float, high: float) -> Reading:
    if math.isnan(mean):
        return Reading(mean=None, deviation=None, low=None, high=None)
    return Reading(mean=mean, deviation=deviation, low=low, high=high)


def rounded(value: float) -> float:
    """A stored number, without the digits that its precision does not carry."""
    return round(value, DECIMALS)
