"""Reading the cells of one row: text, dates, amounts, numbers. What cannot be read is refused with a sentence.

A `Cells` collects every problem of its row; `finish` raises them together, so that a row can be put right in one go.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .findings import Problem, RawRow, RowRefusedError

EARLIEST, LATEST = date(1949, 1, 1), date(2200, 1, 1)
CENT = Decimal("0.01")
# Less than this is the trace of binary floating point ("6537301.799999999"), not something the source says.
TENTH_OF_A_CENT = Decimal("0.001")
# A grouping comma (plain or full-width, the latter already folded) stands before exactly three digits.
GROUPED = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
CURRENCY_SIGNS = "¥￥$£€"
CHINESE_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?")
SEPARATED_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})([T ].*)?")
# Characters JSON can carry and a database cannot keep.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
YES = frozenset({"yes", "true", "1", "是"})
NO = frozenset({"no", "false", "0", "否"})


class UnreadableError(ValueError):
    """A cell cannot be read as what it should be. The message is for people."""


def read_text(value: Any) -> str:
    """The cell as text: Unicode composed, white space collapsed. Nothing reads as the empty string."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def folded(value: Any) -> str:
    """Text with full-width digits, signs and letters as plain ones."""
    return unicodedata.normalize("NFKC", read_text(value))


def read_day(value: Any) -> date | None:
    """A date: ISO 8601 (a time of day is dropped), with slashes or points, or in Chinese. Raises UnreadableError."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = folded(value)
    if not text:
        return None
    match = SEPARATED_DATE.fullmatch(text) or CHINESE_DATE.fullmatch(text)
    if match is None:
        raise UnreadableError(_("“%(value)s” is not a date. Write it like 2024-05-29.") % {"value": text})
    year, month, day = (int(part) for part in match.groups()[:3])
    try:
        return date(year, month, day)
    except ValueError as error:
        raise UnreadableError(_("“%(value)s” is a day that does not exist.") % {"value": text}) from error


def read_amount(value: Any) -> Decimal | None:
    """A number: plain, with grouping commas, full-width, with a currency sign. Raises UnreadableError."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = Decimal(str(value))
    else:
        text = folded(value).strip(CURRENCY_SIGNS + " ")
        if not text:
            return None
        number = _number(text)
    if not number.is_finite():
        raise UnreadableError(_("“%(value)s” is not a number.") % {"value": value})
    return number


def _number(text: str) -> Decimal:
    """The text as a number; a comma that may be a decimal comma is refused rather than guessed."""
    plain = text.replace(",", "") if GROUPED.fullmatch(text) else text
    try:
        return Decimal(plain)
    except InvalidOperation as error:
        if "," in text:
            reason = _("“%(value)s” can be read in two ways. Write it with a decimal point: 1234.56.")
        else:
            reason = _("“%(value)s” is not a number.")
        raise UnreadableError(reason % {"value": text}) from error


class Cells:
    """The cells of one row, by name, with every problem found while reading them."""

    def __init__(self, row: RawRow, *, within: str = "", values: Mapping[str, Any] | None = None) -> None:
        self.row = row
        self.values = row.values if values is None else values
        self.within = within
        self.problems: list[Problem] = [Problem("", row.fault)] if row.fault else []
        self.remarks: list[Problem] = []

    def remark(self, field: str, reason: str) -> None:
        """Notes something a person should know about the row, which is imported all the same."""
        self.remarks.append(Problem(field, reason, self.within))

    def refuse(self, field: str, reason: str) -> None:
        """Notes a problem for which the row will be refused."""
        self.problems.append(Problem(field, reason, self.within))

    def inside(self, within: str, values: Mapping[str, Any]) -> "Cells":
        """The members of an object in a cell. What is wrong with them is wrong with the row."""
        inner = Cells(self.row, within=within, values=values)
        inner.problems, inner.remarks = self.problems, self.remarks
        return inner

    def finish(self) -> None:
        """Raises RowRefusedError with all problems noted, if there are any."""
        if self.problems:
            raise RowRefusedError(self.problems)

    def text(self, field: str, *, required: bool = False, at_most: int = 0) -> str:
        """The cell as text. `at_most` is a length in characters."""
        text = read_text(self.values.get(field))
        if UNSTORABLE.search(text):
            self.refuse(field, _("The text holds characters that are none (NUL, or half of a pair). Remove them."))
        if required and not text:
            self.refuse(field, _("This cell is empty and must not be."))
        if at_most and len(text) > at_most:
            lengths = {"length": len(text), "limit": at_most}
            self.refuse(field, _("The text has %(length)d characters; at most %(limit)d fit.") % lengths)
        return text

    def day(self, field: str, *, required: bool = False) -> Any:
        """The cell as a date, or None. A required one that is missing or wrong is None too, and `finish` raises."""
        return self.within_years(field, self.read(read_day, field, required=required))

    def within_years(self, field: str, day: Any) -> Any:
        """The day, or None with a refusal where its year cannot be right."""
        if day is not None and not EARLIEST <= day < LATEST:
            self.refuse(field, _("The year of %(day)s cannot be right.") % {"day": day.isoformat()})
            return None
        return day

    def past_day(self, field: str) -> Any:
        """A required date that must have come: the day something was signed, awarded or begun."""
        return self.not_to_come(field, self.day(field, required=True))

    def not_to_come(self, field: str, day: Any) -> Any:
        """The day, or None with a refusal where it has not come yet."""
        if day is not None and day > timezone.localdate():
            self.refuse(field, _("%(day)s has not come yet.") % {"day": day.isoformat()})
            return None
        return day

    def amount(self, field: str, *, required: bool = False) -> Any:
        """The cell as an amount of money, rounded half even to cents, or None. Negative ones are refused."""
        return self.money(field, self.read(read_amount, field, required=required))

    def money(self, field: str, number: Any) -> Any:
        """The number in whole cents, or None with a refusal where it cannot be an amount of money."""
        if number is None:
            return None
        if number < 0:
            self.refuse(field, _("%(number)s is negative; an amount cannot be.") % {"number": number})
            return None
        if number >= Decimal(10) ** 16:
            self.refuse(field, _("%(number)s is too large to be an amount of money.") % {"number": number})
            return None
        rounded = number.quantize(CENT)
        if abs(rounded - number) >= TENTH_OF_A_CENT:
            numbers = {"number": number, "rounded": rounded}
            self.remark(field, _("%(number)s was rounded to cents: %(rounded)s.") % numbers)
        return rounded

    def currency(self, field: str) -> str:
        """The cell as a currency code of three letters; it must not be empty."""
        code = self.text(field, required=True).upper()
        if code and not (len(code) == 3 and code.isascii() and code.isalpha()):
            reason = _("“%(value)s” is not a currency code of three letters, such as CNY.") % {"value": code}
            self.refuse(field, reason)
        return code

    def number(self, field: str, *, required: bool = False) -> Any:
        """The cell as a decimal number, or None."""
        return self.read(read_amount, field, required=required)

    def count(self, field: str, *, required: bool = False) -> Any:
        """The cell as a whole number, or None. "3.0" is 3."""
        number = self.read(read_amount, field, required=required)
        if number is not None and number != number.to_integral_value():
            self.refuse(field, _("%(number)s is not a whole number.") % {"number": number})
            return None
        return None if number is None else int(number)

    def flag(self, field: str) -> bool | None:
        """The cell as yes or no; None where it is empty."""
        text = folded(self.values.get(field)).casefold()
        if text and text not in YES | NO:
            self.refuse(field, _("“%(value)s” is neither yes nor no.") % {"value": text})
        return text in YES if text else None

    def read(self, read: Any, field: str, *, required: bool) -> Any:
        """What `read` makes of the cell, or None with a refusal."""
        try:
            value = read(self.values.get(field))
        except UnreadableError as error:
            self.refuse(field, str(error))
            return None
        if value is None and required:
            self.refuse(field, _("This cell is empty and must not be."))
        return value
