"""Which verification and which moment a person may give a fact."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from partnerships.models import InteractionEvent
from partnerships.services.interactions import record_event
from partnerships.services.provenance import Provenance, check_verification
from tests.cast import Cast
from tests.partnerships.services.refusals import refused

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("person", "verification", "side"),
    [
        ("staff", "single", "gov"),
        ("staff", "single_doc", "gov"),
        ("ngo_manager", "single", "ngo"),
        ("ngo_manager", "single_doc", "ngo"),
        ("administrator", "official", "registry"),
        ("administrator", "third", "third"),
        ("administrator", "single", "ngo"),
    ],
)
def test_what_a_person_may_claim(person: str, verification: str, side: str, cast: Cast) -> None:
    check_verification(getattr(cast, person), verification, side)


@pytest.mark.parametrize(
    ("person", "verification", "side", "field"),
    [
        ("staff", "single", "ngo", "recorded_side"),
        ("ngo_manager", "single_doc", "gov", "recorded_side"),
        ("staff", "official", "gov", "verification"),
        ("staff", "official", "registry", "recorded_side"),
        ("staff", "third", "gov", "verification"),
        ("ngo_manager", "third", "ngo", "verification"),
        ("ngo_manager", "dual", "ngo", "verification"),
        ("administrator", "dual", "gov", "verification"),
        ("analyst", "single", "gov", "recorded_side"),
    ],
)
def test_what_a_person_may_not_claim(person: str, verification: str, side: str, field: str, cast: Cast) -> None:
    with refused(field):
        check_verification(getattr(cast, person), verification, side)


def test_staff_may_record_a_third_partys_word_when_they_name_it(cast: Cast) -> None:
    check_verification(cast.staff, "third", "third", evaluator="Linjiang Audit Office")
    with refused("verification"):
        check_verification(cast.ngo_manager, "third", "ngo", evaluator="A friend")


def test_unknown_levels_and_sides_are_refused_with_the_known_ones() -> None:
    with refused("verification", "“rumour”", "single_doc"):
        check_verification(None, "rumour", "gov")
    with refused("recorded_side", "“moon”", "registry"):
        check_verification(None, "single", "moon")


def _visit(cast: Cast, provenance: Provenance, by: object = None, day: date = date(2019, 12, 31)) -> InteractionEvent:
    return record_event(
        by=by,  # type: ignore[arg-type]
        type="CUL_OFFICIAL_VISIT",
        partnership=cast.partnership,
        occurred_on=day,
        provenance=provenance,
    )


def test_the_system_may_record_in_the_past_and_people_record_now(cast: Cast) -> None:
    assert _visit(cast, Provenance("official", "registry", LONG_AGO)).recorded_at == LONG_AGO
    before = timezone.now()
    event = _visit(cast, Provenance("single", "gov"), by=cast.staff)
    assert before <= event.recorded_at <= timezone.now()
    assert event.recorded_by == cast.staff
    with refused("recorded_at", "set by the system"):
        _visit(cast, Provenance("single", "gov", LONG_AGO), by=cast.staff)


def test_a_moment_without_a_time_zone_or_to_come_is_refused(cast: Cast) -> None:
    with refused("recorded_at", "time zone"):
        _visit(cast, Provenance("official", "registry", datetime(2020, 1, 1)))  # noqa: DTZ001 (that is the fault)
    with refused("recorded_at", "future"):
        _visit(cast, Provenance("official", "registry", timezone.now() + timedelta(hours=1)))


def test_a_fact_may_be_recorded_on_its_day_and_not_the_day_before(cast: Cast) -> None:
    # Midnight in Shanghai is 16:00 of the day before in UTC.
    midnight = datetime(2020, 1, 1, 16, tzinfo=UTC)
    _visit(cast, Provenance("official", "registry", midnight), day=date(2020, 1, 2))
    with refused("occurred_on", "2020-01-02", "2020-01-01"):
        _visit(cast, Provenance("official", "registry", midnight - timedelta(seconds=1)), day=date(2020, 1, 2))


def test_the_same_row_of_a_source_is_refused_the_second_time(cast: Cast) -> None:
    provenance = Provenance("official", "registry", source_key="visits.csv:7")
    _visit(cast, provenance)
    with refused("__all__", "imported already"):
        _visit(cast, provenance)
    assert InteractionEvent.objects.count() == 1
