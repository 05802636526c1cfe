"""Fields of forms: days, sums of money and files as people write them, full-width digits included."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = date(1949, 1, 1), date(2200, 12, 31)
TOO_FAR = _("Choose a day between 1949 and 2200.")
DAY_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]
WRITTEN_AS_A_DAY = re.compile(r"\d{4}([-/.年])\d{1,2}[-/.月]\d{1,2}日?|\d{8}", re.ASCII)
# Commas group digits; before a decimal point only, so that "1.234,56" is asked about and not read as 1.23456.
WRITTEN_AS_A_SUM = re.compile(r"[-−]?[\d,]*\.?\d*", re.ASCII)
TEN_THOUSAND = Decimal(10_000)


def plain(text: Any) -> Any:
    """Full-width digits, signs and spaces as plain ones, as Chinese keyboards write them."""
    return unicodedata.normalize("NFKC", text).strip() if isinstance(text, str) else text


class DayField(forms.DateField):
    """A day; the browser's own picker, and ISO, slashes, points or Chinese where it is typed."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": EARLIEST.isoformat()})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=DAY_FORMATS,
            validators=[MinValueValidator(EARLIEST, TOO_FAR), MaxValueValidator(LATEST, TOO_FAR)],
            error_messages={"invalid": _("Write the date as YYYY-MM-DD, such as 2025-03-31.")},
            **kwargs,
        )

    def to_python(self, value: Any) -> date | None:
        """The day. Of one no calendar has, that is said, and not how days are written."""
        text = plain(value)
        try:
            return super().to_python(text)
        except forms.ValidationError:
            if isinstance(text, str) and WRITTEN_AS_A_DAY.fullmatch(text):
                raise forms.ValidationError(
                    _("No calendar has the day %(day)s. Check month and day."), code="no_such_day", params={"day": text}
                ) from None
            raise


class TypedDayField(DayField):
    """A day that is typed rather than picked: the same few keys whatever language the browser speaks."""

    def __init__(self, **kwargs: Any) -> None:
        hint = {"inputmode": "numeric", "autocomplete": "off", "placeholder": "2025-03-31"}
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs=hint), **kwargs)


class MoneyField(forms.DecimalField):
    """A sum in the currency's main unit, with two decimals: 120,000.50, ¥120000元, 12万."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_digits=18,
            decimal_places=2,
            min_value=0,
            error_messages={
                "invalid": _("Write the sum as a number, such as 120000, 120,000.50 or 12万."),
                "min_value": _("The sum is negative. Give zero or more."),
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> Decimal | None:
        """The sum."""
        text = plain(value)
        if not isinstance(text, str):
            return super().to_python(text)
        text = text.removeprefix("人民币").lstrip("¥").removesuffix("元").strip()
        in_ten_thousands = text.endswith("万")
        text = text.removesuffix("万").strip()
        if text and not WRITTEN_AS_A_SUM.fullmatch(text):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        text = text.replace(",", "")
        if not in_ten_thousands:
            return super().to_python(text)
        number = super().to_python(text)
        return None if number is None else number * TEN_THOUSAND


class TextArea(forms.Textarea):
    """A few lines; the browser lets them grow."""

    def __init__(self, rows: int = 3) -> None:
        super().__init__(attrs={"rows": rows})
