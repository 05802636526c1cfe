"""Readers: encodings, tables, JSON, and what is said of a file nothing can be read from."""

import gzip
import json
from pathlib import Path

import pytest
import xlsxwriter

from partnerships.imports.files import examine_file
from partnerships.imports.findings import UnusableFileError
from partnerships.imports.json_items import read_items
from partnerships.imports.tables import Columns, open_workbook, read_csv, read_sheet

NAMES = Columns(("name", "day"))
CHINESE = "name,day\n临江区民政局,2024-01-01\n"


def _names(path: Path) -> list[str]:
    return [row.values["name"] for row in read_csv(examine_file(path), NAMES)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_the_encoding_it_has(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "bodies.csv"
    path.write_bytes(CHINESE.encode(encoding))
    assert _names(path) == ["临江区民政局"]


def test_a_gzipped_table_is_read_as_if_it_were_not(tmp_path: Path) -> None:
    path = tmp_path / "bodies.csv.gz"
    path.write_bytes(gzip.compress(CHINESE.encode()))
    assert _names(path) == ["临江区民政局"]


def test_a_gzipped_file_that_is_cut_off_is_unusable(tmp_path: Path) -> None:
    path = tmp_path / "bodies.csv.gz"
    path.write_bytes(gzip.compress(CHINESE.encode() * 99)[:40])
    with pytest.raises(UnusableFileError, match="cut off"):
        examine_file(path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_with_the_separator_it_has(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "bodies.csv"
    path.write_text(delimiter.join(["name", "day"]) + "\n" + delimiter.join(["Anhe", "2024-01-01"]) + "\n")
    assert _names(path) == ["Anhe"]


def test_an_empty_file_is_unusable(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    with pytest.raises(UnusableFileError, match="empty"):
        examine_file(path)


@pytest.mark.parametrize("name", [b"\xff\xff\xff", b"\xaa\xa1"])  # the second is valid GB18030, but no character
def test_bytes_in_no_known_encoding_are_unusable(tmp_path: Path, name: bytes) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(b"name,day\n" + name + b",2024-01-01\n")
    with pytest.raises(UnusableFileError, match="neither UTF-8 nor GB18030"):
        examine_file(path)


def test_a_picture_is_no_text_file(tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00")
    with pytest.raises(UnusableFileError, match="not a text file"):
        examine_file(path)


def test_missing_columns_are_named_together_with_those_found(tmp_path: Path) -> None:
    path = tmp_path / "bodies.csv"
    path.write_text("name,town\nAnhe,Linjiang\n")
    with pytest.raises(UnusableFileError, match=r"missing: day\. Found were: name, town"):
        _names(path)


def test_a_column_that_stands_twice_makes_the_table_unusable(tmp_path: Path) -> None:
    path = tmp_path / "bodies.csv"
    path.write_text("name,day,name\nAnhe,2024-01-01,Anhe\n")
    with pytest.raises(UnusableFileError, match="twice"):
        _names(path)


def test_a_row_with_a_cell_too_many_says_so_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "bodies.csv"
    path.write_text("name,day\nAnhe,2024-01-01,extra\nLinjiang,2024-01-01\n")
    first, second = read_csv(examine_file(path), NAMES)
    assert "3 cells and the table 2 columns" in first.fault
    assert second.fault == ""


def test_a_row_is_located_by_the_line_it_begins_on_even_after_a_cell_over_two_lines(tmp_path: Path) -> None:
    path = tmp_path / "bodies.csv"
    path.write_text('name,day\n"An\nhe",2024-01-01\n\nLinjiang,2024-01-01\n')
    assert [row.location for row in read_csv(examine_file(path), NAMES)] == ["line 2", "line 5"]


def test_a_quotation_mark_never_closed_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bodies.csv"
    path.write_text('name,day\n"Anhe,2024-01-01\n')
    with pytest.raises(UnusableFileError, match="never closed"):
        _names(path)


def _workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Bodies")
        for number, cells in enumerate(
            [("Name ", "Day"), ("Anhe", "2024-01-01"), ("", ""), ("Linjiang", "2024-02-01")]
        ):
            sheet.write_row(number, 0, cells)
    return path


def test_a_sheet_is_read_under_the_names_its_titles_stand_for(tmp_path: Path) -> None:
    columns = Columns(("name", "day"), {"name": "Name", "day": "Day"})
    file = examine_file(_workbook(tmp_path / "bodies.xlsx"), is_text=False)
    rows = list(read_sheet(open_workbook(file), "Bodies", columns, file.label))
    assert [(row.location, row.values["name"]) for row in rows] == [
        ("sheet “Bodies”, row 2", "Anhe"),
        ("sheet “Bodies”, row 4", "Linjiang"),
    ]


def test_a_missing_sheet_is_named_together_with_those_found(tmp_path: Path) -> None:
    file = examine_file(_workbook(tmp_path / "bodies.xlsx"), is_text=False)
    with pytest.raises(UnusableFileError, match=r"no sheet “Rows”\. Found were: Bodies"):
        list(read_sheet(open_workbook(file), "Rows", NAMES, file.label))


def test_a_broken_workbook_is_unusable(tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(UnusableFileError, match="not an Excel workbook"):
        open_workbook(examine_file(path, is_text=False))


@pytest.mark.parametrize(
    ("content", "locations"),
    [
        ([{"id": 1}, {"id": 2}], ["[0]", "[1]"]),
        ({"uri": "x", "grants": [{"id": 1}, {"id": 2}]}, ["grants[0]", "grants[1]"]),
    ],
)
def test_the_objects_of_a_list_are_read_one_by_one_with_their_place(
    tmp_path: Path, content: object, locations: list[str]
) -> None:
    path = tmp_path / "grants.json"
    path.write_text(json.dumps(content))
    assert [row.location for row in read_items(examine_file(path), ("grants",))] == locations


def test_json_in_gb18030_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "grants.json"
    path.write_bytes('[{"name": "临江区民政局"}]'.encode("gb18030"))
    assert [row.values["name"] for row in read_items(examine_file(path), ("grants",))] == ["临江区民政局"]


def test_broken_json_is_told_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "grants.json"
    path.write_text('[{"id": 1},\n {"id": }]')
    with pytest.raises(UnusableFileError, match="line 2, column 9"):
        list(read_items(examine_file(path), ("grants",)))


def test_json_without_the_list_says_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "grants.json"
    path.write_text('{"meta": {"grants": []}, "rows": []}')
    with pytest.raises(UnusableFileError, match=r"\(grants\)\. Its members are: meta, rows"):
        list(read_items(examine_file(path), ("grants",)))


def test_what_is_no_object_in_a_list_is_a_faulty_row(tmp_path: Path) -> None:
    path = tmp_path / "grants.json"
    path.write_text('["text", {"id": 1}]')
    first, second = read_items(examine_file(path), ("grants",))
    assert "a text; it should be an object" in first.fault
    assert second.fault == ""
