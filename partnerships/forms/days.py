"""The day something happened, as people say it: today, -1, 昨天, 3月15日, or a whole date."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .fields import DayField, plain

AGO = {"today": 0, "今天": 0, "今日": 0, "yesterday": 1, "昨天": 1, "昨日": 1, "前天": 2}
DAYS_AGO = re.compile(r"[-−–](\d{1,3})|(\d{1,3}) ?天前|(\d{1,3}) days? ago")
MONTH_AND_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})[日号]?")


def spoken_day(text: str, today: date) -> date | None:
    """The day meant, seen from today; None for what is no such word. A day without its year is the last such day."""
    if text in AGO:
        return today - timedelta(days=AGO[text])
    ago = DAYS_AGO.fullmatch(text)
    if ago:
        return today - timedelta(days=int(next(number for number in ago.groups() if number)))
    found = MONTH_AND_DAY.fullmatch(text)
    if found is None:
        return None
    month, day = (int(number) for number in found.groups())
    # Five years hold a 29 February.
    days = [_day(year, month, day) for year in range(today.year, today.year - 5, -1)]
    return next((each for each in days if each and each <= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class PastDayField(DayField):
    """A day in the past, today unless said otherwise. Typed, not picked: it takes words and bare months and days."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"autocomplete": "off"}),
            initial=timezone.localdate,
            help_text=_("A date; or today, yesterday, -3 for three days ago, 3-15 for the last 15 March."),
            **kwargs,
        )

    def to_python(self, value: Any) -> date | None:
        """The day."""
        text = plain(value)
        said = spoken_day(text.lower(), timezone.localdate()) if isinstance(text, str) else None
        return said or super().to_python(text)
