"""Spreadsheets as officials keep them, made for tests."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

TITLES = ("合同编号", "项目名称", "承接单位", "采购方式", "签订日期", "开始日期", "结束日期", "合同金额（万元）")
CONTRACT = ("HT-1", "居家养老", "共益社会工作服务中心", "公开招标", "2024-01-10", "2024年2月1日", "2024/12/31", "12.5")
NEW_NGO = ("HT-2", "青少年服务", "晨曦青少年服务中心", "竞争性磋商", "２０２４-０２-０１", "", "2024-12-31", "8万")
MONTH_ONLY = ("HT-3", "社区矫正", "共益社会工作服务中心", "公开招标", "2024年3月", "", "2024-12-31", "3")
TOTAL = ("合计", "", "", "", "", "", "", "23.5")


def csv_bytes(rows: Sequence[Sequence[Any]], encoding: str = "gb18030") -> bytes:
    """A CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def workbook(path: Path, fill: Callable[[Any, Any], None], **options: Any) -> Path:
    """A workbook with one sheet, filled by `fill(book, sheet)`."""
    with xlsxwriter.Workbook(path, options) as book:
        fill(book, book.add_worksheet("合同"))
    return path
