"""Assessments and merges: the past reads as it was known, and the present rests on everything."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from partnerships.models import Organization, Partnership
from partnerships.services.merging import merge_organizations, undo_merge
from tests import facts
from tests.cast import Cast
from trust.gather import gather
from trust.models import Assessment, LatestAssessment, Reassessment
from trust.scoring.evidence import SCHEMAS, Evidence
from trust.services import assess_partnerships

AS_OF = date(2024, 9, 30)
EARLY = datetime(2023, 1, 1, tzinfo=UTC)


@pytest.fixture
def double(cast: Cast) -> Partnership:
    """The NGO once more, with a partnership with the same body that has evidence of every kind."""
    organization = Organization.objects.create(
        name="共益社工中心", sector="ngo", kind="social_service", jurisdiction=cast.district
    )
    partnership = Partnership.objects.create(government=cast.bureau, ngo=organization)
    facts.contract(partnership, recorded_at=EARLY).save()
    facts.payment(partnership, recorded_at=EARLY).save()
    facts.evaluation(partnership, recorded_at=EARLY).save()
    facts.request(partnership, recorded_at=EARLY).save()
    facts.standing(partnership, recorded_at=EARLY).save()
    finance = facts.finance(partnership, 3, recorded_at=EARLY)
    finance.save()
    finance.lines.create(partnership=partnership, amount=Decimal(7))
    facts.tie(partnership, recorded_at=EARLY, partner=cast.other_ngo).save()
    facts.membership(partnership, recorded_at=EARLY).save()
    for number in range(4):
        facts.event(partnership, number, recorded_at=EARLY).save()
        facts.event(cast.partnership, 10 + number, recorded_at=EARLY).save()
    return partnership


def rows(evidence: Evidence) -> dict[str, list[tuple[object, ...]]]:
    """All frames as plain rows, in an order of their own."""
    return {name: sorted(getattr(evidence, name).rows(), key=repr) for name in SCHEMAS}


def test_what_was_known_before_a_merge_reads_the_same_after_it(cast: Cast, double: Partnership) -> None:
    keys, before = [cast.partnership.pk, double.pk, cast.street_partnership.pk], timezone.now()
    known = rows(gather(keys, known_at=before))
    assert known["contracts"]
    merge = merge_organizations(by=None, kept=cast.ngo, duplicate=double.ngo)
    assert rows(gather(keys, known_at=before)) == known
    between = merge.merged_at
    both = rows(gather(keys, known_at=between))
    assert both != known
    undo_merge(by=None, merge=merge)
    assert rows(gather(keys, known_at=before)) == known
    assert rows(gather(keys, known_at=between)) == both
    assert rows(gather(keys, known_at=timezone.now())) == known


def test_two_merges_in_a_row_read_as_they_stood_between_them(cast: Cast, double: Partnership) -> None:
    last = Organization.objects.create(name="共益", sector="ngo", kind="social_service")
    keys = [cast.partnership.pk, double.pk]
    readings = {timezone.now(): rows(gather(keys, known_at=timezone.now()))}
    for kept, duplicate in ((cast.ngo, double.ngo), (last, cast.ngo)):
        merge_organizations(by=None, kept=kept, duplicate=duplicate)
        readings[timezone.now()] = rows(gather(keys, known_at=timezone.now()))
    assert len({str(reading) for reading in readings.values()}) == 3
    for moment, reading in readings.items():
        assert rows(gather(keys, known_at=moment)) == reading


def test_a_joined_partnership_rests_on_the_facts_of_both(cast: Cast, double: Partnership) -> None:
    merge_organizations(by=None, kept=cast.ngo, duplicate=double.ngo)
    evidence = gather([cast.partnership.pk, double.pk], known_at=timezone.now())
    assert set(evidence.events["partnership"]) == {cast.partnership.pk}
    assert evidence.events.filter(own=True, table="interactionevent").height == 8
    assert evidence.finance["income"].to_list() == [7.0]
    assert {kind for kind in SCHEMAS if kind != "alter_ties" and getattr(evidence, kind).is_empty()} == set()


def test_assessments_already_issued_stay_and_replay(cast: Cast, double: Partnership) -> None:
    keys, before = [cast.partnership.pk, double.pk], timezone.now()
    assess_partnerships(by=None, partnerships=keys, as_of=AS_OF, known_at=before)
    issued = list(Assessment.objects.order_by("pk").values_list("pk", "stage", "evidence_digest"))
    merge = merge_organizations(by=None, kept=cast.ngo, duplicate=double.ngo)
    assert assess_partnerships(by=None, partnerships=keys, as_of=AS_OF, known_at=before).written == 0
    assert assess_partnerships(by=None, as_of=AS_OF).written > 0
    undo_merge(by=None, merge=merge)
    assess_partnerships(by=None, as_of=AS_OF)
    assert (
        list(Assessment.objects.order_by("pk").values_list("pk", "stage", "evidence_digest"))[: len(issued)] == issued
    )
    digests = Assessment.objects.filter(partnership=double, as_of=AS_OF).order_by("pk")
    assert len(set(digests.values_list("evidence_digest", flat=True))) == 1


def marks() -> set[int]:
    return set(Reassessment.objects.values_list("partnership", flat=True))


def test_a_merge_and_its_undoing_mark_the_partnerships_of_both(cast: Cast, double: Partnership) -> None:
    quiet = Organization.objects.create(name="无事", sector="ngo", kind="social_service")
    silent = Partnership.objects.create(government=cast.street_office, ngo=quiet)
    Reassessment.objects.all().delete()
    merge = merge_organizations(by=None, kept=cast.ngo, duplicate=quiet)
    assert {silent.pk, cast.partnership.pk} <= marks()
    Reassessment.objects.all().delete()
    undo_merge(by=None, merge=merge)
    assert {silent.pk, cast.partnership.pk} <= marks()


def test_partners_of_the_duplicate_are_marked_too(cast: Cast, double: Partnership) -> None:
    Reassessment.objects.all().delete()
    merge_organizations(by=None, kept=cast.ngo, duplicate=double.ngo)
    assert cast.street_partnership.pk in marks()  # its NGO has a tie to the duplicate


def test_a_partnership_that_was_joined_is_assessed_no_more(cast: Cast, double: Partnership) -> None:
    assess_partnerships(by=None, as_of=AS_OF)
    assert LatestAssessment.objects.filter(partnership=double).exists()
    merge_organizations(by=None, kept=cast.ngo, duplicate=double.ngo)
    number = Assessment.objects.filter(partnership=double).count()
    later = assess_partnerships(by=None, as_of=AS_OF + timedelta(days=31))
    assert Assessment.objects.filter(partnership=double).count() == number
    assert later.partnerships == 2
