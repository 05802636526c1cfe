"""What would move a relationship, and what-if: the same engine, nothing written."""

from datetime import UTC, date, datetime
from itertools import combinations_with_replacement

import numpy as np
import pytest

from partnerships.models import Change, Contract
from partnerships.services import interactions
from partnerships.services.provenance import Provenance
from tests.cast import Cast
from tests.trust.services.test_assessing import YEAR_END, contract
from trust.models import Assessment, AssessmentRun, LatestAssessment
from trust.scoring.hypotheses import ADDED, KINDS, Hypothesis, verification_of
from trust.services import assess_partnerships, prospects
from trust.services.methodologies import numbers_of
from trust.services.prospects import prospects_of, what_if

__all__ = ["contract"]
SINCE = Provenance(verification="dual", side="gov", recorded_at=datetime(2025, 1, 5, tzinfo=UTC))
pytestmark = pytest.mark.django_db


def event(cast: Cast, type: str, day: date, **particulars: str) -> None:  # noqa: A002 the service's own name
    """A fact both sides stand behind."""
    interactions.record_event(
        by=None, partnership=cast.partnership, type=type, occurred_on=day, provenance=SINCE, **particulars
    )


def latest(cast: Cast) -> Assessment:
    """The judgement as of the end of 2024."""
    assess_partnerships(by=None, as_of=YEAR_END)
    return (
        LatestAssessment.objects.select_related("assessment__run__methodology")
        .get(partnership=cast.partnership)
        .assessment
    )


@pytest.fixture
def unexchanged(cast: Cast) -> Assessment:
    """Recognised, but without any purchase: dependence trust."""
    event(cast, "CUL_POLICY_RESPONSE", date(2024, 1, 10))
    for day in (date(2024, 2, 1), date(2024, 6, 20)):
        event(cast, "CUL_OFFICIAL_VISIT", day)
    return latest(cast)


def as_stored(values: list[float]) -> list[float]:
    """The values in the precision assessments are stored in."""
    return np.array(values, dtype=np.float32).tolist()  # type: ignore[no-any-return]


def chance(cast: Cast, assessment: Assessment, kinds: tuple[str, ...], stage: int) -> float:
    """What one run of the engine says with these facts, one set at a time."""
    facts = [Hypothesis(kind, assessment.as_of, verification_of(kind)) for kind in kinds]
    run = assessment.run
    numbers = numbers_of(run.methodology)
    found = what_if(cast.partnership, facts, as_of=assessment.as_of, known_at=run.known_at, numbers=numbers)
    assert found is not None
    return float(found.now.at_least[1, stage - 1])


def test_the_smallest_sets_are_those_that_trying_everything_finds(
    cast: Cast, unexchanged: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert unexchanged.stage == 1
    monkeypatch.setattr(prospects, "MOST_WAYS", 1000)
    found = prospects_of(cast.partnership, unexchanged)
    assert (found.target, found.is_reached) == (2, False)
    assert "live_agreement" in found.short
    serving = [
        kind for kind in ADDED if set(KINDS[kind].serves) & set(found.short) or KINDS[kind].dimension == "resources"
    ]
    enough: list[tuple[str, ...]] = []
    for size in (1, 2, 3):
        for kinds in combinations_with_replacement(serving, size):
            once = all(kinds.count(kind) == 1 for kind in kinds if kind in prospects.ONCE)
            smaller = any(all(kinds.count(kind) >= few.count(kind) for kind in few) for few in enough)
            if once and not smaller and round(chance(cast, unexchanged, kinds, 2), 2) >= 0.6:
                enough.append(kinds)
    assert {tuple(sorted(fact.kind for fact in way.facts)) for way in found.ways} == {
        tuple(sorted(kinds)) for kinds in enough
    }


def test_what_takes_more_than_three_facts_is_said_to(cast: Cast, unexchanged: Assessment) -> None:
    found = prospects_of(cast.partnership, unexchanged)
    longer = found.ways[0] if found.ways else found.longer
    assert longer is not None
    assert "contract" in {fact.kind for fact in longer.facts}
    assert round(longer.chance, 2) >= 0.6


def test_a_what_if_equals_recording_the_same_fact(cast: Cast, contract: Contract) -> None:
    before = latest(cast)
    run = before.run
    day = date(2024, 12, 20)
    found = what_if(
        cast.partnership,
        [Hypothesis("joint_plan", day), Hypothesis("visit", day)],
        as_of=YEAR_END,
        known_at=run.known_at,
        numbers=numbers_of(run.methodology),
    )
    assert found is not None
    event(cast, "REC_JOINT_PLAN", day)
    event(cast, "CUL_OFFICIAL_VISIT", day)
    after = latest(cast)
    assert after.pk != before.pk
    odds = [after.at_least_dependence, after.at_least_contractual, after.at_least_equal]
    assert found.now.at_least[1].tolist() == as_stored(odds)
    assert found.now.conditions[1].tolist() == as_stored(after.conditions)
    assert found.now.dimension_means[1].tolist() == as_stored(after.dimension_means)
    assert found.now.conditions[0].tolist() == as_stored(before.conditions)


def test_the_record_of_one_side_that_the_other_might_confirm_tells_most(cast: Cast, contract: Contract) -> None:
    event(cast, "CUL_POLICY_RESPONSE", date(2023, 7, 1))
    assert prospects_of(cast.partnership, latest(cast)).telling == ()
    Contract.objects.filter(pk=contract.pk).update(verification="single_doc")
    told = prospects_of(cast.partnership, latest(cast)).telling
    assert told[0].fact.about == ("contract", contract.pk)
    assert 0.5 < told[0].narrows <= 1


def test_time_alone_ends_what_no_contract_carries_any_more(cast: Cast, contract: Contract) -> None:
    turn = prospects_of(cast.partnership, latest(cast)).turn
    assert turn is not None
    assert turn.stage < 2
    assert date(2026, 5, 31) <= turn.day <= date(2026, 12, 31)  # a year after the term, and the waiting months


def test_asking_writes_nothing(cast: Cast, contract: Contract) -> None:
    assessment = latest(cast)
    before = [model.objects.count() for model in (Assessment, AssessmentRun, Change)]
    prospects_of(cast.partnership, assessment)
    chance(cast, assessment, ("joint_plan", "partner"), 3)
    assert [model.objects.count() for model in (Assessment, AssessmentRun, Change)] == before
