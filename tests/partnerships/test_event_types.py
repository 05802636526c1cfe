"""The event types in the database are those of the method."""

import json
from pathlib import Path

import pytest

from partnerships.models import EventType, Standing
from partnerships.taxonomy import load_event_types, read_event_types

SPECIFICATION = Path(__file__).parents[3] / "shared" / "design" / "method_spec.json"


@pytest.mark.django_db
def test_the_migration_loads_the_45_types_in_order() -> None:
    rows = read_event_types()
    assert len(rows) == 45
    assert list(EventType.objects.order_by("position").values_list("code", flat=True)) == [row["code"] for row in rows]


@pytest.mark.django_db
def test_the_types_equal_the_methods_taxonomy() -> None:
    if not SPECIFICATION.exists():
        pytest.skip("the shared folder with the method is not beside the project")
    stated = [
        (t["code"], t["en"], t["zh"], t["dims"], t["direction"], t["polarity"], t["recorder"])
        for t in json.loads(SPECIFICATION.read_text(encoding="utf-8"))["taxonomy"]
    ]
    columns = ("code", "name_en", "name_zh", "evidence_for", "direction", "polarity", "recorders")
    assert list(EventType.objects.order_by("position").values_list(*columns)) == stated


@pytest.mark.django_db
def test_every_type_kept_as_a_standing_is_a_kind_of_standing() -> None:
    kept = EventType.objects.filter(stored_as="standing").values_list("code", flat=True)
    assert set(kept) == set(Standing.Kind.values)


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_repairs_a_changed_row() -> None:
    before = list(EventType.objects.order_by("position").values())
    EventType.objects.filter(code="RES_BID").update(outcomes=[], position=99)
    assert load_event_types(EventType) == 45
    assert list(EventType.objects.order_by("position").values()) == before


@pytest.mark.django_db
def test_a_type_that_left_the_file_stays_after_the_others() -> None:
    EventType.objects.create(code="OLD_TYPE", name_en="Old", name_zh="旧", position=46)
    load_event_types(EventType)
    load_event_types(EventType)
    assert EventType.objects.get(code="OLD_TYPE").position == 46
