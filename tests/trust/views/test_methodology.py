"""The pages of the methodology: every number of the file is there, and follows the file."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any

import pytest

from partnerships.models import EventType
from tests.cast import Cast
from tests.trust.views.conftest import SignIn
from trust.models import Methodology
from trust.presenters.methodology import changed_lines
from trust.presenters.reasons import NUMBERS, REASONS
from trust.scoring.gates import CONDITION_CODES
from trust.scoring.methodology_text import sections
from trust.scoring.registry import INDICATOR_CODES
from trust.services import current_methodology
from trust.services.methodologies import FOLDER

pytestmark = pytest.mark.django_db
SOURCE = (FOLDER / "2026.1.toml").read_text(encoding="utf-8")


def leaves(table: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value of the file that is neither a table nor a list of tables, with where it stands."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, (*path, key))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for item in value:
                yield from leaves(item, (*path, key))
        else:
            yield (*path, key), value


def test_every_number_of_the_file_is_on_the_page_of_numbers() -> None:
    shown = {(section.name, line.key): line.value for section in sections(SOURCE) for line in section.lines}
    rules = "\n".join(line.value for section in sections(SOURCE) for line in section.lines if not line.key)
    listed = [place for place, _value in leaves(tomllib.loads(SOURCE))]
    assert len(listed) > 300
    for *table, key in listed:
        if "rules" in table:
            assert f"{key} =" in rules
        else:
            assert (".".join(table), key) in shown
    for (section, key), value in shown.items():
        if key:
            found: Any = tomllib.loads(SOURCE)
            for part in filter(None, section.split(".")):
                found = found[part][0] if isinstance(found[part], list) else found[part]
            if not isinstance(found[key], list | dict) and section not in REPEATED:
                assert tomllib.loads(f"x = {value}")["x"] == found[key], (section, key)


REPEATED = {"indicators.N5.states", "indicators.M2.states"}  # several tables of one name


def test_the_page_of_numbers_shows_each_with_its_reason_and_where_it_comes_from(cast: Cast, signed_in: SignIn) -> None:
    page = unescape(signed_in(cast.ngo_manager).get("/methodology/numbers/").content.decode())
    for section in sections(SOURCE):
        for line in section.lines:
            assert f"<code>{line.value}</code>" in page
            assert line.comment in page
    assert "our judgement" in page
    assert "checked against a source" in page


def test_each_indicator_has_its_page_with_what_counts(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.analyst)
    for code in INDICATOR_CODES:
        page = client.get(f"/methodology/indicators/{code}/")
        assert page.status_code == 200
        assert page.context["rule"].words.source
    page = unescape(client.get("/methodology/indicators/C1/").content.decode())
    assert "Joint Party-building activity" in page
    assert client.get("/methodology/indicators/X9/").status_code == 404


def test_every_event_type_is_listed_with_what_it_adds(cast: Cast, signed_in: SignIn) -> None:
    rows = signed_in(cast.staff).get("/methodology/event-types/").context["types"]
    listed = {rule.kind: rule.effects for rule in rows}
    assert len(listed) == EventType.objects.count() == 45
    award = listed[EventType.objects.get(pk="CUL_AWARD")]
    assert [(effect.indicator.code, effect.building) for effect in award] == [("C2", 1.5)]
    bodies = listed[EventType.objects.get(pk="REC_JOINT_BODY")]
    assert {effect.indicator.code for effect in bodies} == {"M2", "N5"}


def test_event_types_are_told_in_the_readers_language(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.staff)
    page = client.get("/methodology/event-types/", headers={"accept-language": "zh-hans"}).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    for word in ("mutual", "either", "excellent", "revoked", "override", "gate"):
        assert not re.search(rf"[>( ]{word}", main), word


def test_each_event_type_says_who_may_record_it(cast: Cast, signed_in: SignIn) -> None:
    rows = signed_in(cast.staff).get("/methodology/event-types/").context["types"]
    said = {rule.kind.code: [str(words) for words in rule.recorders] for rule in rows}
    assert said["CUL_CHARTER"] == ["The NGO"]
    assert said["RES_RENEWAL"] == ["Derived by the system"]
    assert said["NET_LEAD"] == ["Either side; the other confirms", "A third party, with its document"]
    assert all(said.values())


def test_each_condition_says_why_it_is_there_and_where_it_comes_from(cast: Cast, signed_in: SignIn) -> None:
    page = unescape(signed_in(cast.ngo_manager).get("/methodology/").content.decode())
    assert set(REASONS) == set(NUMBERS) == set(CONDITION_CODES)
    for reason in REASONS.values():
        assert str(reason.words) in page
    assert "[T]" in page
    assert "[V]" in page


def test_the_marks_of_a_condition_are_those_the_file_gives_its_numbers() -> None:
    marks = {f"{section.name}.{line.key}": line.mark for section in sections(SOURCE) for line in section.lines}
    for code, places in NUMBERS.items():
        assert {marks[place] for place in places} <= set(REASONS[code].marks), code


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("C1", "last 60 months; each counts half as much every 24 to 48 months"),
        ("R3", "last 60 months; each counts half as much every 24 months"),
        ("R4", "last 24 months; within them each counts in full"),
        ("N1", "Ties that are open on the day"),
        ("N5", "every 48 months"),
        ("M5", "not older than 3 years"),
    ],
)
def test_which_facts_count_is_said_in_plain_words(cast: Cast, signed_in: SignIn, code: str, said: str) -> None:
    assert said in unescape(signed_in(cast.ngo_manager).get(f"/methodology/indicators/{code}/").content.decode())


def test_another_version_is_read_by_its_own_numbers_and_says_what_changed(cast: Cast, signed_in: SignIn) -> None:
    current_methodology()
    changed = SOURCE.replace('version = "2026.1"', 'version = "2027.1"').replace("partners = 3", "partners = 4")
    Methodology.objects.create(version="2027.1", digest="b" * 64, effective_on=date(2090, 1, 1), source=changed)
    client = signed_in(cast.staff)
    now = unescape(client.get("/methodology/").content.decode())
    later = unescape(client.get("/methodology/?version=2027.1").content.decode())
    assert "Verified partners: 3 or more" in now
    assert "Verified partners: 4 or more" in later
    assert "This is not the version in force." in later
    numbers = client.get("/methodology/numbers/?version=2027.1")
    assert numbers.context["changes"] == [
        ("", "version", '"2026.1"', '"2027.1"'),
        ("gates.equal", "partners", "3", "4"),
    ]
    assert client.get("/methodology/?version=1").status_code == 400


def test_tables_of_one_name_are_compared_each_with_its_own() -> None:
    first = SOURCE.index("[[indicators.M2.states]]")
    place = SOURCE.index("building = 1.2", first)
    changed = SOURCE[:place] + "building = 9.75" + SOURCE[place + len("building = 1.2") :]
    assert changed_lines(SOURCE, changed) == [("indicators.M2.states", "building", "1.2", "9.75")]


def test_a_rule_that_comes_in_is_one_change() -> None:
    rule = '{ event = "CUL_PILOT", building = 0.5, half_life = "standard" }'
    changed = SOURCE.replace("rules = [\n", f"rules = [\n  {rule},\n", 1)
    assert changed_lines(SOURCE, changed) == [("indicators.C1", "", "", rule)]


def test_a_version_nobody_knows_is_refused_in_the_readers_language(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.staff).get("/methodology/?version=1", headers={"accept-language": "zh-hans"})
    assert page.status_code == 400
    assert "没有这一版本" in page.content.decode()
