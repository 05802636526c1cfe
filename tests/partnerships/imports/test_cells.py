"""Reading cells: what is understood, and what is refused with which words."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from partnerships.imports.cells import Cells, UnreadableError, read_amount, read_day, read_text
from partnerships.imports.findings import RawRow, RowRefusedError


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-05-29", date(2024, 5, 29)),
        ("2024/5/9", date(2024, 5, 9)),
        ("2024.05.29", date(2024, 5, 29)),
        ("2024年5月29日", date(2024, 5, 29)),
        ("２０２４－０５－２９", date(2024, 5, 29)),
        ("2021-07-19T01:00:00+01:00", date(2021, 7, 19)),
        (datetime(2024, 5, 29, 12, 0), date(2024, 5, 29)),  # noqa: DTZ001 (as a spreadsheet gives it)
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_read_in_the_ways_people_write_it(cell: Any, day: date | None) -> None:
    assert read_day(cell) == day


@pytest.mark.parametrize(
    ("cell", "words"), [("2023-02-29", "does not exist"), ("29/05/2024", "not a date"), ("soon", "not a date")]
)
def test_a_day_that_cannot_be_is_refused_with_its_value(cell: str, words: str) -> None:
    with pytest.raises(UnreadableError, match=words) as refusal:
        read_day(cell)
    assert cell in str(refusal.value)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1234.5", "1234.5"),
        ("1,234,567.89", "1234567.89"),
        ("￥１２，３４５．６０", "12345.60"),
        ("£ 2,000", "2000"),
        (12.5, "12.5"),
        (" 7 ", "7"),
    ],
)
def test_an_amount_is_read_with_separators_signs_and_full_width_digits(cell: Any, amount: str) -> None:
    assert read_amount(cell) == Decimal(amount)


def test_an_amount_with_a_decimal_comma_is_refused_rather_than_guessed() -> None:
    with pytest.raises(UnreadableError, match="two ways"):
        read_amount("1.234,56")


@pytest.mark.parametrize("cell", ["NaN", "inf", "twelve", "1e999999999x"])
def test_an_amount_that_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableError, match="not a number"):
        read_amount(cell)


def test_text_is_composed_and_its_white_space_collapsed() -> None:
    assert read_text("  Fundac\u0327a\u0303o \n Clóvis ") == "Fundação Clóvis"
    assert read_text(3.0) == "3"


def test_every_problem_of_a_row_is_told_at_once() -> None:
    cells = Cells(RawRow("line 2", {"day": "yesterday", "sum": "-5", "name": ""}))
    cells.day("day")
    cells.amount("sum")
    cells.text("name", required=True)
    with pytest.raises(RowRefusedError) as refusal:
        cells.finish()
    assert [problem.field for problem in refusal.value.problems] == ["day", "sum", "name"]


def test_a_year_no_partnership_can_have_is_refused() -> None:
    cells = Cells(RawRow("line 2", {"day": "0206-05-01"}))
    assert cells.day("day") is None
    assert "cannot be right" in cells.problems[0].reason


def test_the_trace_of_binary_floating_point_is_rounded_without_a_remark_and_more_with_one() -> None:
    cells = Cells(RawRow("line 2", {"noise": "6537301.799999999", "more": "6957268.838452"}))
    assert cells.amount("noise") == Decimal("6537301.80")
    assert cells.remarks == []
    assert cells.amount("more") == Decimal("6957268.84")
    assert [remark.field for remark in cells.remarks] == ["more"]


@pytest.mark.parametrize(("cell", "flag"), [("Yes", True), ("no", False), ("是", True), ("０", False), ("", None)])
def test_yes_and_no_are_read_in_both_languages(cell: str, flag: bool | None) -> None:
    assert Cells(RawRow("line 2", {"open": cell})).flag("open") is flag
