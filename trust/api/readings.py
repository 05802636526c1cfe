"""Stored means and deviations as readings with their credible intervals."""

import math
from collections.abc import Iterable, Sequence
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


def readings(means: Sequence[float], deviations: Sequence[float], levels: tuple[float, float]) -> list[Reading]:
    """Readings from stored arrays. `levels`: the two probabilities of the interval. NaN means no reading."""
    mean = np.asarray(means, dtype=np.float64)
    deviation = np.nan_to_num(np.asarray(deviations, dtype=np.float64))
    known = np.nan_to_num(mean)
    low, high = interval(known, deviation, np.zeros_like(known), np.ones_like(known), levels)
    columns = (mean, deviation, np.minimum(low, known), np.maximum(high, known))
    return [_reading(row) for row in zip(*columns, strict=True)]


def _reading(values: Iterable[float]) -> Reading:
    mean, deviation, low, high = (float(value) for value in values)
    if math.isnan(mean):
        return Reading(mean=None, deviation=None, low=None, high=None)
    return Reading(mean=rounded(mean), deviation=rounded(deviation), low=rounded(low), high=rounded(high))


def rounded(value: float) -> float:
    """A stored number, without the digits that its precision does not carry."""
    return round(value, DECIMALS)
