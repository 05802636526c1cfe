"""Reading the cells of people's own spreadsheets: 万元, serial days, shortened codes; refused where unclear."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as BadNumber

from partnerships.imports.cells import Cells, UnreadableError, folded, read_amount, read_day, read_text

from .fields import Content
from .vocabulary import VALUES, plain_title

TEN_THOUSAND = Decimal(10_000)
UNITS = {"万元": TEN_THOUSAND, "万": TEN_THOUSAND, "元": Decimal(1), "亿元": TEN_THOUSAND**2, "亿": TEN_THOUSAND**2}
_UNIT = re.compile("(亿元|亿|万元|万|元)(整)?$")
_IN_TITLE = re.compile("亿元|万元|元")
_UNIT_NOTE = re.compile(r"单位\s*[:(]?\s*(人民币)?\s*(亿元|万元|元)")
_MONTH = re.compile(r"\d{4}(年|[-/.])\d{1,2}月?")
_COMPACT_DAY = re.compile(r"(19|20)\d{6}")
_CHINESE_SUM = re.compile("[零壹贰叁肆伍陆柒捌玖拾佰仟一二三四五六七八九十百千]+")
# Serial days of 1955 to 2079: what else could stand in a column of days is far from these.
SERIALS = range(20_090, 65_380)
FIRST_SERIAL, FIRST_1904 = date(1899, 12, 30), date(1904, 1, 1)
# From here on a spreadsheet keeps no more than 15 digits of a number.
SHORTENED = 10**15
# Letters the code has none of, and the digits they are taken for.
MISTAKEN = str.maketrans("OISZ", "0152")
# Codes a title may name a currency by; others are as likely a word.
CURRENCIES = frozenset(
    {"CNY", "HKD", "MOP", "TWD", "JPY", "KRW", "SGD", "INR", "USD", "EUR", "GBP", "CHF", "BRL", "AUD", "CAD"}
)
# Above this, a sum given in ten thousands is more likely one in yuan.
UNLIKELY = Decimal(10) ** 9


def unit_in(title: str) -> Decimal | None:
    """What the title says a sum is in: "金额（万元）" in ten thousands; None where it says nothing."""
    found = _IN_TITLE.search(folded(title))
    return UNITS[found[0]] if found else None


def unit_above(texts: Iterable[str]) -> Decimal | None:
    """What the lines above the titles say all sums are in: "单位：万元"; None where they say nothing."""
    found = next((match for text in texts if (match := _UNIT_NOTE.search(folded(text)))), None)
    return UNITS[found[2]] if found else None


def currency_in(titles: Iterable[str]) -> str:
    """The currency the titles of a sheet name: "planned_brl", "Amount (GBP)"; empty where none or several are named."""
    named = {word for title in titles for word in re.findall("[A-Z]+", folded(title).upper()) if word in CURRENCIES}
    return named.pop() if len(named) == 1 else ""


def read_sum(value: Any, unit: Decimal = Decimal(1)) -> Decimal | None:
    """A sum in the currency's main unit. A unit in the cell goes before the one of the column."""
    if isinstance(value, bool):
        raise UnreadableError(_("“%(value)s” is not a number.") % {"value": value})
    if isinstance(value, int | float | Decimal):
        return _plain_sum(value, unit)
    text = folded(value).removeprefix("人民币").removeprefix("RMB").removeprefix("CNY").strip()
    if text in {"", "-", "—", "/", "无"}:
        return None
    if text.endswith("%"):
        raise UnreadableError(_("“%(value)s” is a percentage, not a sum. Write the sum.") % {"value": text})
    match = _UNIT.search(text)
    bare = text[: match.start()].strip() if match else text
    if _CHINESE_SUM.fullmatch(bare):
        raise UnreadableError(_("“%(value)s” is written in words. Write the sum in digits.") % {"value": text})
    return _plain_sum(bare, UNITS[match[1]] if match else unit)


def _plain_sum(value: Any, unit: Decimal) -> Decimal | None:
    number = read_amount(value)
    return None if number is None else number * unit


def read_any_day(value: Any, *, starts_1904: bool = False) -> date | None:
    """A day: as dates are written, as eight digits, or as the serial number a spreadsheet keeps."""
    if isinstance(value, bool):
        raise UnreadableError(_("“%(value)s” is not a date. Write it like 2024-05-29.") % {"value": value})
    text = folded(value)
    if text in {"", "-", "—", "/", "无"}:
        return None
    if _COMPACT_DAY.fullmatch(text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    serial = _serial(text)
    if serial is not None:
        return (FIRST_1904 if starts_1904 else FIRST_SERIAL) + timedelta(days=serial)
    if _MONTH.fullmatch(text):
        sentence = _("“%(value)s” names a month and no day. Write the day, such as 2024-05-29.")
        raise UnreadableError(sentence % {"value": text})
    return read_day(text)


def _serial(text: str) -> int | None:
    whole = text.partition(".")[0]
    return int(whole) if text.replace(".", "", 1).isdigit() and len(whole) == 5 and int(whole) in SERIALS else None


def read_uscc(value: Any) -> str:
    """A unified social credit code, proved by its check digit; refused with what is wrong with it."""
    if isinstance(value, int | float) and abs(value) >= SHORTENED:
        sentence = _(
            "The spreadsheet has shortened this code to %(value)s. Format the column as text and enter it anew."
        )
        raise UnreadableError(sentence % {"value": value})
    text = re.sub(r"[\s\-]+", "", folded(value)).upper()
    if not text:
        return ""
    try:
        return str(uscc.validate(text))
    except BadNumber as error:
        raise UnreadableError(_what_is_wrong(text)) from error


def _what_is_wrong(text: str) -> str:
    """The fault of a code in words: its length, a letter taken for a digit, a wrong last character."""
    if len(text) != 18:
        words = {"value": text, "length": len(text)}
        return _("“%(value)s” has %(length)d characters; a unified social credit code has 18.") % words
    meant = text.translate(MISTAKEN)
    place = next((index for index, letter in enumerate(text) if letter in "OISZV"), None)
    if place is not None:
        words = {"value": text, "letter": text[place], "place": place + 1}
        if uscc.is_valid(meant):
            sentence = _(
                "“%(value)s” has the letter %(letter)s at place %(place)d, which codes never have. Is it %(meant)s?"
            )
            return sentence % {**words, "meant": meant}
        return _("“%(value)s” has the letter %(letter)s at place %(place)d, which codes never have.") % words
    sentence = _(
        "“%(value)s” is mistyped: its last character does not fit the others. Compare it with the certificate."
    )
    return sentence % {"value": text}


def _readable(read: Callable[[Any], Any]) -> Callable[[Any], bool]:
    def reads(sample: Any) -> bool:
        try:
            return read(sample) is not None
        except UnreadableError:
            return False

    return reads


def _is_year(sample: Any) -> bool:
    text = folded(sample).removesuffix("年度").removesuffix("年")
    return text.isdigit() and 1949 <= int(text) < 2200


def _looks_like_code(sample: Any) -> bool:
    return 15 <= len(folded(sample)) <= 20


def _is_day(sample: Any) -> bool:
    """A month without a day counts: the column holds days all the same, and the row is told."""
    return _readable(read_any_day)(sample) or bool(_MONTH.fullmatch(folded(sample)))


READS: Mapping[Content, Callable[[Any], bool]] = {
    Content.DAY: _is_day,
    Content.AMOUNT: _readable(read_sum),
    Content.YEAR: _is_year,
    Content.USCC: _looks_like_code,
}


class TableCells(Cells):
    """The cells of one row under the names of fields."""

    units: Mapping[str, Decimal] = {}
    else_in = "CNY"
    starts_1904 = False

    def read(self, read: Any, field: str, *, required: bool) -> Any:
        """What `read` makes of the cell; most cells of most sheets are empty, and cost nothing."""
        if not required and self.values.get(field) in {None, ""}:
            return None
        return super().read(read, field, required=required)

    def peek(self, field: str) -> str:
        """The cell as text, as a key to look something up by; nothing is refused."""
        return read_text(self.values.get(field))

    def any_day(self, field: str, *, required: bool = False) -> Any:
        """The cell as a date, or None."""
        read = partial(read_any_day, starts_1904=self.starts_1904)
        return self.within_years(field, self.read(read, field, required=required))

    def past(self, field: str, *, required: bool = False) -> Any:
        """The cell as a day that has come, or None."""
        return self.not_to_come(field, self.any_day(field, required=required))

    def sum(self, field: str, *, required: bool = False) -> Any:
        """The cell as an amount of money in the currency's main unit, or None."""
        unit = self.units.get(field, Decimal(1))

        number = self.money(field, self.read(partial(read_sum, unit=unit), field, required=required))
        if number is not None and unit > 1 and number >= UNLIKELY:
            sentence = _("%(number)s: the column is read in %(unit)s yuan. Is that right?")
            self.remark(field, sentence % {"number": f"{number:,.2f}", "unit": f"{unit:,}"})
        return number

    def uscc(self, field: str) -> str:
        """The cell as a code with its check digit proved; empty where there is none."""
        return self.read(read_uscc, field, required=False) or ""

    def year(self, field: str) -> Any:
        """The cell as a year that has begun."""
        text = folded(self.values.get(field)).removesuffix("年度").removesuffix("年")
        if text.isdigit() and 1949 <= int(text) < 2200:
            return int(text)
        self.refuse(field, _("“%(value)s” is not a year. Write it like 2024.") % {"value": text} if text else _empty())
        return None

    def word(self, field: str, known: Mapping[str, str], *, choices: Mapping[str, Any]) -> str:
        """The cell as one of the choices, by any word known for it; empty where it is empty."""
        text = self.text(field)
        value = known.get(plain_title(text), "") if text else ""
        if text and value not in choices:
            listed = ", ".join(str(label) for label in choices.values())
            self.refuse(field, _("“%(value)s” is none of: %(known)s.") % {"value": text, "known": listed})
            return ""
        return value

    def number_text(self, field: str, *, required: bool = False, at_most: int = 0) -> str:
        """The cell as a number that names something. One a spreadsheet has shortened is refused."""
        value = self.values.get(field)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= SHORTENED:
            sentence = _("The spreadsheet has shortened this number to %(value)s. Format the column as text.")
            self.refuse(field, sentence % {"value": value})
        return self.text(field, required=required, at_most=at_most)

    def money_code(self, field: str) -> str:
        """The cell as a currency code; yuan where it says so, and that of the whole sheet where it is empty."""
        text = self.text(field).upper()
        if not text:
            return self.else_in
        return "CNY" if text in {"人民币", "元", "RMB", "¥"} else self.currency(field)


def _empty() -> str:
    return _("This cell is empty and must not be.")


def word_for(kind: str) -> Mapping[str, str]:
    """The words known for the values of a field."""
    return VALUES[kind]
