"""Cells, titles and layouts of people's own spreadsheets: read right, or refused with a sentence."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from partnerships.imports.cells import UnreadableError
from partnerships.imports.findings import UnusableFileError
from partnerships.imports.grids import grids_of
from partnerships.imports.sources.table.fields import KINDS, Content
from partnerships.imports.sources.table.guessing import guess
from partnerships.imports.sources.table.layout import lay_out
from partnerships.imports.sources.table.plan import Plan
from partnerships.imports.sources.table.reading import read_any_day, read_sum, read_uscc, unit_above, unit_in
from partnerships.imports.sources.table.rows import SheetRows
from partnerships.imports.sources.table.vocabulary import TITLES, VALUES, plain_title
from tests.partnerships.imports.spreadsheets import csv_bytes, workbook

YUAN, TEN_THOUSAND = Decimal(1), Decimal(10_000)
GOOD_CODE = "52330106MJ8765432T"


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("12.5万", YUAN, "125000"),
        ("12.5万元", TEN_THOUSAND, "125000"),
        ("１２．５", TEN_THOUSAND, "125000"),
        (12.5, TEN_THOUSAND, "125000"),
        ("1,200,000元", TEN_THOUSAND, "1200000"),
        ("¥1,200.50", YUAN, "1200.50"),
        ("人民币300元整", YUAN, "300"),
        ("1.2亿元", YUAN, "120000000"),
        ("—", YUAN, None),
        ("", YUAN, None),
    ],
)
def test_a_sum_is_read_in_the_unit_of_its_cell_or_its_column(cell: Any, unit: Decimal, value: str | None) -> None:
    assert read_sum(cell, unit) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("15%", "percentage"),
        ("１５％", "percentage"),
        ("伍万元", "in words"),
        ("约5万", "not a number"),
        ("1.234,56", "two ways"),
        (True, "not a number"),
    ],
)
def test_what_is_no_sum_is_refused_with_the_reason(cell: Any, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        read_sum(cell)


@pytest.mark.parametrize(
    ("title", "unit"),
    [("合同金额（万元）", TEN_THOUSAND), ("金额(元)", YUAN), ("资金/万元", TEN_THOUSAND), ("金额", None)],
)
def test_the_title_says_what_sums_are_in(title: str, unit: Decimal | None) -> None:
    assert unit_in(title) == unit


def test_a_line_above_the_titles_says_what_sums_are_in() -> None:
    assert unit_above(["2024年台账", "填报单位：临江区民政局", "单位：万元"]) == TEN_THOUSAND
    assert unit_above(["填报单位：临江区民政局"]) is None


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024年3月5日", date(2024, 3, 5)),
        ("2024年3月5号", date(2024, 3, 5)),
        ("２０２４－０３－０５", date(2024, 3, 5)),
        ("2024.3.5", date(2024, 3, 5)),
        ("2024/3/5 0:00:00", date(2024, 3, 5)),
        ("20240305", date(2024, 3, 5)),
        (20240305, date(2024, 3, 5)),
        (45356, date(2024, 3, 5)),
        ("45356", date(2024, 3, 5)),
        (45356.5, date(2024, 3, 5)),
        ("", None),
    ],
)
def test_a_day_is_read_however_it_is_written(cell: Any, day: date | None) -> None:
    assert read_any_day(cell) == day


def test_a_serial_day_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    assert read_any_day(43894, starts_1904=True) == date(2024, 3, 5)
    path = workbook(tmp_path / "old.xlsx", lambda _book, sheet: sheet.write(0, 0, 43894), date_1904=True)
    assert grids_of(path)[0].starts_1904


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("2024年3月", "names a month"),
        ("2024-03", "names a month"),
        ("2024-02-30", "does not exist"),
        ("03/04/2024", "not a date"),
        ("去年三月", "not a date"),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(cell: Any, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        read_any_day(cell)


def test_a_code_is_proved_and_cleaned() -> None:
    assert read_uscc("５２３３０１０６ mj8765432-t") == GOOD_CODE
    assert read_uscc("") == ""


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("5233O106MJ8765432T", "letter O at place 5.*Is it 52330106MJ8765432T"),
        ("5233O1O6MJ87654327", "letter O at place 5"),
        ("52330106MJ8765432X", "last character does not fit"),
        ("52330106MJ8765432", "has 17 characters"),
        (9.133010678e17, "has shortened this code"),
    ],
)
def test_a_wrong_code_is_told_what_is_wrong_with_it(cell: Any, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        read_uscc(cell)


def _csv(tmp_path: Path, rows: Any) -> Any:
    path = tmp_path / "a.csv"
    path.write_bytes(csv_bytes(rows))
    return grids_of(path)[0]


def test_merged_titles_in_two_rows_are_joined(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range(0, 0, 0, 5, "2024年台账")
        sheet.merge_range(1, 0, 2, 0, "合同编号")
        sheet.merge_range(1, 1, 2, 1, "项目名称")
        sheet.merge_range(1, 2, 1, 3, "首款")
        sheet.merge_range(1, 4, 1, 5, "尾款")
        sheet.write_row(2, 2, ["金额（万元）", "支付日期", "金额（万元）", "支付日期"])
        sheet.merge_range(3, 0, 4, 0, "HT-1")
        sheet.write(3, 1, "养老")
        sheet.write(3, 2, 5)
        sheet.write_datetime(3, 3, datetime(2024, 3, 5), day)  # noqa: DTZ001 (a sheet knows no zones)
        sheet.write(4, 1, "助残")

    grid = grids_of(workbook(tmp_path / "a.xlsx", fill))[0]
    layout = lay_out(grid)
    assert (layout.header_row, layout.header_depth) == (2, 2)
    titles = [column.title for column in layout.columns]
    assert titles == [
        "合同编号",
        "项目名称",
        "首款 金额（万元）",
        "首款 支付日期",
        "尾款 金额（万元）",
        "尾款 支付日期",
    ]
    rows = [list(row.values.values())[:4] for row in SheetRows(grid, Plan.guessed(grid))]
    assert rows == [["HT-1", "养老", 5, "2024-03-05"], ["HT-1", "助残", "", ""]]


def test_doubled_and_empty_titles_stay_apart_and_empty_columns_are_left_out(tmp_path: Path) -> None:
    grid = _csv(tmp_path, [["合同编号", "金额", "", "金额", ""], ["1", "5", "x", "6", ""]])
    assert [column.title for column in lay_out(grid).columns] == ["合同编号", "金额", "C", "金额 (2)"]


def test_a_first_row_of_texts_is_no_second_row_of_titles(tmp_path: Path) -> None:
    grid = _csv(tmp_path, [["机构名称", "登记日期", "宗旨"], ["晨曦中心", "", "助残"], ["和风社", "", "养老"]])
    assert lay_out(grid).header_depth == 1


@pytest.mark.parametrize("total", ["合计", "总 计", "小计：", "TOTAL", "制表人：张三"])
def test_totals_and_notes_are_no_records(tmp_path: Path, total: str) -> None:
    grid = _csv(tmp_path, [["合同编号", "项目名称", "合同金额"], ["1", "养老", "5"], [total, "", ""]])
    rows = SheetRows(grid, Plan.guessed(grid))
    assert [rows.is_total(row) for row in rows] == [False, True]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_synonym_of_a_field_is_recognised_as_it(kind: Any) -> None:
    assert set(TITLES[kind.name]) == {field.name for field in kind.fields}
    for field in kind.fields:
        assert field.synonyms, field.name
    words = [plain_title(word) for field in kind.fields for word in field.synonyms]
    assert len(words) == len(set(words)), sorted(word for word in words if words.count(word) > 1)


def test_values_in_cells_mean_one_thing_each() -> None:
    assert VALUES["method"]["公开招标"] == "open_tender"
    assert VALUES["stage"]["尾款"] == "balance"


@pytest.mark.parametrize(
    ("titles", "row", "kind"),
    [
        (["合同编号", "应付日期", "应付金额", "实付日期", "实付金额"],
         ["1", "2024-01-01", "5", "2024-02-01", "5"], "payments"),
        (["事件类型", "日期", "社会组织名称", "备注"], ["领导调研走访", "2024-01-01", "晨曦", ""], "events"),
        (["社会组织名称", "统一社会信用代码", "登记日期", "业务范围"],
         ["晨曦", GOOD_CODE, "2015-01-01", ""], "organizations"),
        (["机构名称", "年度", "总收入（万元）", "政府收入（万元）"], ["晨曦", "2023", "50", "20"], "finance"),
        (["Contract number", "Project name", "Supplier", "Date signed", "End date", "Value"],
         ["1", "Care", "Dawn", "2024-01-01", "2024-12-31", "5"], "contracts"),
    ],
)  # fmt: skip
def test_the_kind_of_record_is_guessed(tmp_path: Path, titles: Any, row: Any, kind: str) -> None:
    found = guess(lay_out(_csv(tmp_path, [titles, row])).columns)
    assert (found.kind.name, len(found.fields)) == (kind, len(titles))


def test_a_table_of_too_many_cells_is_refused(tmp_path: Path, settings: Any) -> None:
    settings.IMPORT_CELLS_AT_MOST = 5
    with pytest.raises(UnusableFileError, match="at most 5 cells"):
        _csv(tmp_path, [["合同编号", "金额"]] * 3)
    path = workbook(tmp_path / "a.xlsx", lambda _book, sheet: sheet.write(9, 9, "far"))
    with pytest.raises(UnusableFileError, match="at most 5 cells"):
        grids_of(path)


def test_a_workbook_that_needs_more_memory_than_given_is_refused_and_nothing_falls_over(
    tmp_path: Path, settings: Any
) -> None:
    settings.IMPORT_READER_MEBIBYTES = 45

    def fill(_book: Any, sheet: Any) -> None:
        for row in range(20_000):
            sheet.write_row(row, 0, [f"a{row}"] * 20)

    with pytest.raises(UnusableFileError, match="too large"):
        grids_of(workbook(tmp_path / "a.xlsx", fill))


def test_contents_that_columns_can_have_are_all_used() -> None:
    assert {field.content for kind in KINDS for field in kind.fields} == set(Content)
