"""Packages for Stata: read back by pandas and by pyreadstat, with labels, dates, and files of bounded length."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest
from django.utils import translation

from partnerships.datasets import data_tables
from partnerships.models import Contract, DataPackage
from partnerships.packages import making, stata
from tests.api.evidence import Both, record_contract
from tests.cast import Cast

# https://www.stata.com/help.cgi?reswords
DIGITS = {None: 9}  # of numbers that are not exact
RESERVED = {"byte", "double", "float", "if", "in", "int", "long", "using", "with", "strL"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Files of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


def unpacked(cast: Cast, folder: Path, form: str = "dta") -> Path:
    """The package of everything, unpacked."""
    package = DataPackage.objects.create(made_for=cast.administrator, format=form, language=translation.get_language())
    assert making.make(package.pk) == "done"
    with zipfile.ZipFile(making.path_of(package)) as archive:
        archive.extractall(folder / form)
    return folder / form


def test_every_table_says_the_same_as_the_csv(cast: Cast, both: Both, folder: Path) -> None:
    out, plain = unpacked(cast, folder), unpacked(cast, folder, "csv")
    compared = 0
    for name, table in data_tables().items():
        frame, meta = pyreadstat.read_dta(out / "data" / f"{name}.dta", apply_value_formats=False)
        rows = list(csv.DictReader(io.StringIO((plain / "data" / f"{name}.csv").read_text())))
        assert meta.column_names == [column.name for column in table.columns]
        assert meta.column_labels == [str(column.title)[:80] for column in table.columns]
        assert len(frame) == len(rows)
        for column in table.columns:
            wanted = [_told(row[column.name], column) for row in rows]
            assert [_as_text(value, column) for value in frame[column.name]] == wanted, (name, column.name)
            compared += len(wanted)
    assert compared > 500


def _as_text(value: Any, column: Any) -> str:
    """A value of Stata as the CSV has it, but for the last digits of a moment and of what is not exact anyway."""
    if pd.isna(value):
        return ""
    if column.codes and column.kind != "integer":
        return [code for code, _label in column.codes if code][int(value) - 1]
    shape = {
        "datetime": "%Y-%m-%dT%H:%M:%S",
        "integer": ".0f",
        "number": f".{DIGITS.get(column.places, column.places)}f",
    }
    if column.kind == "boolean":
        return "true" if value else "false"
    return format(value, shape.get(column.kind, ""))


def _told(text: str, column: Any) -> str:
    """A cell of the CSV with no more digits than that."""
    if text and column.kind == "number" and column.places is None:
        return format(float(text), f".{DIGITS[None]}f")
    return text[:19] if column.kind == "datetime" else text


def test_codes_carry_labels_and_the_dictionary_tells_their_numbers(cast: Cast, both: Both, folder: Path) -> None:
    record_contract(cast.partnership, method="venture", title="社区“食堂”")
    out = unpacked(cast, folder)
    contracts = pd.read_stata(out / "data" / "contracts.dta")
    assert contracts.iloc[-1]["method"] == Contract.Method.VENTURE.label
    assert contracts.iloc[-1]["title"] == "社区“食堂”"
    assert contracts["signed_on"].dtype.kind == contracts["recorded_at"].dtype.kind == "M"
    fields = {
        field["name"]: field
        for resource in json.loads((out / "datapackage.json").read_text())["resources"]
        if resource["name"] == "contracts"
        for field in resource["schema"]["fields"]
    }
    told = {code["code"]: code["value"] for code in fields["method"]["codes"]}
    plain = pd.read_stata(out / "data" / "contracts.dta", convert_categoricals=False)
    assert plain.iloc[-1]["method"] == told["venture"] == list(Contract.Method.values).index("venture") + 1


def test_labels_are_in_the_language_of_the_package(cast: Cast, both: Both, folder: Path) -> None:
    with translation.override("zh-hans"):
        out = unpacked(cast, folder)
        _frame, meta = pyreadstat.read_dta(out / "data" / "contracts.dta")
        labels = meta.variable_value_labels["method"].values()
        assert str(Contract.Method.VENTURE.label) in labels
        assert meta.file_label == str(Contract._meta.verbose_name_plural)
    assert str(Contract.Method.VENTURE.label) not in labels


def test_a_table_longer_than_a_file_goes_on_in_the_next(
    cast: Cast, both: Both, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(6):
        record_contract(cast.partnership)
    kept = [contract.pk for contract in Contract.objects.order_by("pk")]
    monkeypatch.setattr(stata, "ROWS_PER_FILE", len(kept) // 2)
    out = unpacked(cast, folder)
    names = [path.name for path in sorted((out / "data").glob("contracts*.dta"))]
    assert names == [*(f"contracts-{part}.dta" for part in range(2, len(names) + 1)), "contracts.dta"]
    parts = ["contracts.dta", *names[:-1]]
    found = [pd.read_stata(out / "data" / name)["id"] for name in parts]
    assert max(map(len, found)) == len(kept) // 2
    assert [int(key) for part in found for key in part] == kept
    named = [each["name"] for each in json.loads((out / "datapackage.json").read_text())["resources"]]
    assert named.count("contracts-2") == 1
    assert len(named) == len(set(named))


def test_the_files_are_of_the_format_that_every_stata_since_14_reads(cast: Cast, both: Both, folder: Path) -> None:
    for path in (unpacked(cast, folder) / "data").iterdir():
        assert b"<release>118</release>" in path.read_bytes()[:80]


def test_every_column_has_a_name_stata_takes(db: None) -> None:
    names = {column.name for table in data_tables().values() for column in table.columns}
    assert not [name for name in names if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,31}", name)]
    assert not names & RESERVED
