"""Administrative divisions from data."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from partnerships.models import Jurisdiction
from partnerships.services.jurisdictions import JurisdictionRow, load_jurisdictions
from tests.cast import Cast
from tests.partnerships.services.refusals import refused

REFERENCE = Path(__file__).parents[4] / "shared" / "data" / "china_reference"
COUNTRY = JurisdictionRow("100000", "中国", "country", name_en="China")
PROVINCE = JurisdictionRow("330000", "浙江省", "province", "100000")
CITY = JurisdictionRow("330100", "杭州市", "city", "330000")


def _paths() -> dict[str, str]:
    return dict(Jurisdiction.objects.values_list("code", "path"))


@pytest.mark.django_db
def test_rows_come_in_any_order_and_again_without_change() -> None:
    assert load_jurisdictions(by=None, rows=[CITY, COUNTRY, PROVINCE]) == 3
    assert _paths()["330100"] == "/100000/330000/330100/"
    keys = set(Jurisdiction.objects.values_list("pk", flat=True))
    assert load_jurisdictions(by=None, rows=[CITY, COUNTRY, PROVINCE]) == 0
    assert set(Jurisdiction.objects.values_list("pk", flat=True)) == keys


@pytest.mark.django_db
def test_a_division_put_elsewhere_takes_what_lies_below_along() -> None:
    other = JurisdictionRow("320000", "江苏省", "province", "100000")
    district = JurisdictionRow("330102", "上城区", "district", "330100")
    load_jurisdictions(by=None, rows=[COUNTRY, PROVINCE, other, CITY, district])
    load_jurisdictions(by=None, rows=[JurisdictionRow("330100", "杭州市", "city", "320000")])
    assert _paths()["330102"] == "/100000/320000/330100/330102/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "field", "part"),
    [
        (JurisdictionRow("1", "某村", "village"), "level", "“village”"),
        (JurisdictionRow("330100", "杭州市", "city", "990000"), "parent", "990000"),
        (JurisdictionRow("330200", "宁波市", "city", "330100"), "parent", "not above it"),
        (JurisdictionRow("330200", "", "city", "330000"), "name", ""),
    ],
)
def test_a_row_with_an_error_is_refused_and_nothing_loaded(row: JurisdictionRow, field: str, part: str) -> None:
    load_jurisdictions(by=None, rows=[COUNTRY, PROVINCE, CITY])
    with refused(field, part):
        load_jurisdictions(by=None, rows=[JurisdictionRow("340000", "安徽省", "province", "100000"), row])
    assert len(_paths()) == 3


def test_only_administrators_load_divisions(cast: Cast) -> None:
    assert load_jurisdictions(by=cast.administrator, rows=[COUNTRY]) == 1
    with pytest.raises(PermissionDenied):
        load_jurisdictions(by=cast.staff, rows=[PROVINCE])


def _write(folder: Path, areas: str) -> None:
    (folder / "provinces.csv").write_text('code,name\n44,"广东省"\n', encoding="utf-8")
    (folder / "cities.csv").write_text('code,name,provinceCode\n4401,"广州市",44\n4419,"东莞市",44\n', encoding="utf-8")
    (folder / "areas.csv").write_text(areas, encoding="utf-8")


@pytest.mark.django_db
def test_the_command_loads_a_folder_and_says_how_many(tmp_path: Path) -> None:
    rows = '440103,"荔湾区",4401,44\n441900,"东莞市",4419,44\n'
    _write(tmp_path, "code,name,cityCode,provinceCode\n" + rows)
    said = StringIO()
    call_command("load_jurisdictions", tmp_path, stdout=said)
    assert said.getvalue() == "5 new divisions, 5 in all.\n"
    assert _paths()["440103"] == "/100000/440000/440100/440103/"
    assert Jurisdiction.objects.get(code="441900").level == "city"


@pytest.mark.django_db
def test_the_command_says_what_is_wrong_with_a_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"provinces\.csv is missing"):
        call_command("load_jurisdictions", tmp_path)
    _write(tmp_path, "code,name\n440103,x\n")
    with pytest.raises(CommandError, match="cityCode"):
        call_command("load_jurisdictions", tmp_path)
    _write(tmp_path, "code,name,cityCode\n440103,荔湾区,4499\n")
    with pytest.raises(CommandError, match="449900"):
        call_command("load_jurisdictions", tmp_path)
    assert not Jurisdiction.objects.exists()


@pytest.mark.django_db
def test_the_reference_data_is_loaded_whole() -> None:
    if not REFERENCE.exists():
        pytest.skip("the shared folder with the reference data is not beside the project")
    call_command("load_jurisdictions", REFERENCE, stdout=StringIO())
    levels = {level: Jurisdiction.objects.filter(level=level).count() for level in Jurisdiction.Level.values}
    assert levels == {"country": 1, "province": 31, "city": 342, "district": 2975, "street": 0}
