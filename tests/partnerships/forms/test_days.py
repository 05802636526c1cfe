"""Days as people say them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from partnerships.forms.days import PastDayField, spoken_day

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", TODAY),
        ("今天", TODAY),
        ("yesterday", date(2026, 3, 9)),
        ("昨天", date(2026, 3, 9)),
        ("前天", date(2026, 3, 8)),
        ("-1", date(2026, 3, 9)),
        ("−10", date(2026, 2, 28)),
        ("3天前", date(2026, 3, 7)),
        ("2 days ago", date(2026, 3, 8)),
        ("3-10", TODAY),
        ("3.11", date(2025, 3, 11)),
        ("3月9日", date(2026, 3, 9)),
        ("2/29", date(2024, 2, 29)),
        ("13-1", None),
        ("tomorrow", None),
        ("2025-03-31", None),
    ],
)
def test_a_word_is_a_day_seen_from_today(text: str, day: date | None) -> None:
    assert spoken_day(text, TODAY) == day


def test_the_field_takes_words_dates_and_full_width_signs() -> None:
    field = PastDayField()
    assert field.clean("－１") == timezone.localdate() - timedelta(days=1)
    assert field.clean("2025年3月31日") == date(2025, 3, 31)
    for wrong in ("someday", "", "1900-01-01"):
        with pytest.raises(ValidationError):
            field.clean(wrong)


@pytest.mark.parametrize("text", ["2026-11-31", "２０２６年１３月１日", "20260230", "2026/2/29"])
def test_a_day_no_calendar_has_is_told_as_such(text: str) -> None:
    with pytest.raises(ValidationError, match="No calendar has the day"):
        PastDayField().clean(text)


def test_what_is_no_date_is_told_how_dates_are_written() -> None:
    with pytest.raises(ValidationError, match="YYYY-MM-DD"):
        PastDayField().clean("20.11.2026")
