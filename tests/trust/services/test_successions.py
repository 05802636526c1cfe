"""A partnership goes on with the body that took over: from its day on, and once that was known."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from partnerships.models import Organization, Partnership, Succession
from partnerships.services.successions import record_succession, void_succession
from tests import facts
from tests.cast import Cast
from trust.gather import Inheritance, context, gather, inheritances
from trust.models import Assessment, Reassessment
from trust.services import assess_partnerships
from trust.services.judging import gather_as_of, path_of
from trust.services.methodologies import current_methodology, numbers_of
from trust.services.tracing import trace_partnership

DAY = date(2024, 3, 15)
KNOWN = datetime(2024, 6, 10, tzinfo=UTC)
AS_OF = date(2024, 9, 30)
EARLY = datetime(2023, 1, 1, tzinfo=UTC)


@pytest.fixture
def department(cast: Cast) -> Organization:
    """A body that takes over from the bureau."""
    return Organization.objects.create(
        name="社会工作部", name_en="Department", sector="government", kind="government_body", jurisdiction=cast.district
    )


@pytest.fixture
def heir(cast: Cast, department: Organization) -> Partnership:
    """The department's partnership with the NGO, which has contracts and visits with the bureau."""
    contract = facts.contract(cast.partnership, recorded_at=EARLY, ends_on=date(2024, 12, 31))
    contract.save()
    for number in range(4):
        facts.event(cast.partnership, number, recorded_at=EARLY).save()
    facts.payment(
        cast.partnership,
        recorded_at=EARLY,
        paid_on=date(2023, 2, 1),
        amount_paid=Decimal(100),
        paid_recorded_at=facts.RECORDED_AT,
    ).save()
    return Partnership.objects.create(government=department, ngo=cast.ngo)


def succeeded(cast: Cast, department: Organization, known: datetime = KNOWN) -> Succession:
    """The department took over on the day; entered at the moment."""
    return record_succession(
        by=None, organization=cast.bureau, successor=department, happened_on=DAY, recorded_at=known
    )


def own_events(partnership: Partnership, as_of: date, known_at: datetime) -> int:
    return gather_as_of(partnership.pk, as_of, known_at=known_at).events.filter(own=True).height


def test_evidence_goes_over_from_the_day_on(cast: Cast, department: Organization, heir: Partnership) -> None:
    succeeded(cast, department)
    now = timezone.now()
    assert own_events(heir, DAY - timedelta(days=1), now) == 0
    assert own_events(heir, DAY, now) == 4
    assert own_events(cast.partnership, DAY, now) == 4
    assert gather_as_of(heir.pk, DAY, known_at=now).contracts.height == 1
    assert gather_as_of(heir.pk, DAY, known_at=now).terms.height == 1
    assert gather_as_of(heir.pk, DAY, known_at=now).payments.height == 1


def test_evidence_goes_over_once_the_succession_was_known(
    cast: Cast, department: Organization, heir: Partnership
) -> None:
    succeeded(cast, department)
    assert own_events(heir, AS_OF, KNOWN - timedelta(seconds=1)) == 0
    assert own_events(heir, AS_OF, KNOWN) == 4


def test_a_succession_taken_back_is_known_until_then(cast: Cast, department: Organization, heir: Partnership) -> None:
    succession = succeeded(cast, department)
    taken_back = KNOWN + timedelta(days=3)
    void_succession(by=None, succession=succession, reason="wrong body", at=taken_back)
    assert own_events(heir, AS_OF, taken_back - timedelta(seconds=1)) == 4
    assert own_events(heir, AS_OF, taken_back) == 0


def test_in_part_or_without_a_day_nothing_goes_over(cast: Cast, department: Organization, heir: Partnership) -> None:
    record_succession(by=None, organization=cast.bureau, successor=department, happened_on=None, recorded_at=KNOWN)
    assert not inheritances([heir.pk], known_at=timezone.now())
    Succession.objects.update(happened_on=DAY, is_whole=False, functions="aid")
    assert not inheritances([heir.pk], known_at=timezone.now())


def test_a_line_of_bodies_hands_on_what_it_took_over(cast: Cast, department: Organization, heir: Partnership) -> None:
    succeeded(cast, department)
    later = date(2024, 8, 1)
    commission = Organization.objects.create(name="委员会", sector="government", kind="government_body")
    last = Partnership.objects.create(government=commission, ngo=cast.ngo)
    record_succession(by=None, organization=department, successor=commission, happened_on=later)
    assert inheritances([last.pk], known_at=timezone.now()) == [
        Inheritance(last.pk, later, cast.bureau.pk, cast.partnership.pk),
        Inheritance(last.pk, later, department.pk, heir.pk),
    ]


def test_a_tie_to_the_former_body_is_no_partner_and_its_membership_is_the_bodys_own(
    cast: Cast, department: Organization, heir: Partnership
) -> None:
    facts.tie(cast.partnership).save()  # of the NGO to the bureau
    facts.membership(cast.partnership).save()
    facts.membership(cast.partnership, organization=cast.bureau).save()
    succeeded(cast, department)
    now = timezone.now()
    before, after = (gather_as_of(heir.pk, day, known_at=now).ties for day in (DAY - timedelta(days=1), DAY))
    assert set(before["table"]) == {"servicetie", "networkmembership"}
    assert set(after["table"]) == {"networkmembership"}
    assert (before.filter(table="networkmembership")["with_body"].any(), after["with_body"].all()) == (False, True)


def test_income_through_both_bodies_is_added_up(cast: Cast, department: Organization, heir: Partnership) -> None:
    finance = facts.finance(cast.partnership, 4)
    finance.save()
    for partnership, amount in ((cast.partnership, 100), (heir, 50)):
        finance.lines.create(partnership=partnership, amount=amount)
    succeeded(cast, department)
    now = timezone.now()
    income = [gather_as_of(heir.pk, day, known_at=now).finance["income"].item() for day in (date(2024, 3, 1), DAY)]
    assert income == [50.0, 150.0]


def test_the_path_goes_on_at_the_successor_and_has_no_month_before(
    cast: Cast, department: Organization, heir: Partnership
) -> None:
    succeeded(cast, department)
    assess_partnerships(by=None, partnerships=[heir.pk, cast.partnership.pk], as_of=AS_OF)
    path = list(Assessment.objects.path(heir).order_by("as_of"))
    assert path[0].as_of == date(2024, 3, 31)
    former = {row.as_of: row for row in Assessment.objects.path(cast.partnership)}
    assert [(row.stage, row.since_on) for row in path] == [
        (former[row.as_of].stage, former[row.as_of].since_on) for row in path
    ]


def test_months_before_keep_to_the_successors_own_evidence(
    cast: Cast, department: Organization, heir: Partnership
) -> None:
    facts.event(heir, 20, recorded_at=EARLY).save()
    numbers, now = numbers_of(current_methodology()), timezone.now()
    alone = path_of(heir.pk, numbers, as_of=AS_OF, known_at=now)
    succeeded(cast, department)
    both = path_of(heir.pk, numbers, as_of=AS_OF, known_at=timezone.now())
    assert alone is not None
    assert both is not None
    days = alone.as_of.astype("datetime64[D]").astype(str).tolist()
    assert both.as_of.tolist() == alone.as_of.tolist()
    same = [bool((a == b).all()) for a, b in zip(alone.digest, both.digest, strict=True)]
    assert same == [day < DAY.isoformat() for day in days]


def test_what_was_issued_before_is_not_written_again_and_replays(
    cast: Cast, department: Organization, heir: Partnership
) -> None:
    facts.event(heir, 20, recorded_at=EARLY).save()
    before = timezone.now()
    assess_partnerships(by=None, partnerships=[heir.pk], as_of=AS_OF, known_at=before)
    issued = Assessment.objects.filter(partnership=heir).count()
    record_succession(by=None, organization=cast.bureau, successor=department, happened_on=DAY)
    again = assess_partnerships(by=None, partnerships=[heir.pk], as_of=AS_OF, known_at=before)
    assert again.written == 0
    later = assess_partnerships(by=None, partnerships=[heir.pk], as_of=AS_OF)
    assert 0 < later.written < issued
    assert assess_partnerships(by=None, partnerships=[heir.pk], as_of=AS_OF).written == 0


def test_a_trace_rests_on_the_same_evidence_as_the_assessment(
    cast: Cast, department: Organization, heir: Partnership
) -> None:
    succeeded(cast, department)
    assess_partnerships(by=None, partnerships=[heir.pk], as_of=AS_OF)
    trace = trace_partnership(heir, as_of=AS_OF, known_at=timezone.now())
    assert trace.path is not None
    assert trace.explanation is not None
    last = Assessment.objects.path(heir).get(as_of=AS_OF)
    assert trace.path.stage[-1] == last.stage
    assert "payment" in set(trace.explanation.conditions["gov_paid"]["table"])


def marks() -> set[int]:
    return set(Reassessment.objects.values_list("partnership", flat=True))


def test_a_succession_and_facts_of_the_former_body_mark_the_heir(
    cast: Cast, department: Organization, heir: Partnership
) -> None:
    Reassessment.objects.all().delete()
    succession = succeeded(cast, department)
    assert marks() == {heir.pk}
    Reassessment.objects.all().delete()
    facts.event(cast.partnership, 9).save()
    assert marks() == {heir.pk, cast.partnership.pk}
    Reassessment.objects.all().delete()
    void_succession(by=None, succession=succession, reason="wrong")
    assert marks() == {heir.pk}


def test_a_partnership_opened_with_a_successor_is_marked(cast: Cast, department: Organization) -> None:
    succeeded(cast, department)
    Reassessment.objects.all().delete()
    Partnership.objects.create(government=cast.street_office, ngo=cast.ngo)
    assert marks() == set()
    opened = Partnership.objects.create(government=department, ngo=cast.ngo)
    assert marks() == {opened.pk}


def test_what_goes_over_costs_two_queries_however_many_inherit(
    cast: Cast, department: Organization, heir: Partnership, django_assert_num_queries: object
) -> None:
    succeeded(cast, department)
    Partnership.objects.create(government=department, ngo=cast.other_ngo)
    with django_assert_num_queries(2):  # type: ignore[operator]
        found = inheritances(None, known_at=timezone.now())
    assert [(each.partnership, each.source) for each in found] == [
        (heir.pk, cast.partnership.pk),
        (heir.pk + 1, None),
    ]
    assert gather([heir.pk], known_at=timezone.now(), inherited=found).contracts.height == 1


def test_the_context_beside_the_stage_counts_what_went_over(
    cast: Cast, department: Organization, heir: Partnership
) -> None:
    finance = facts.finance(cast.partnership, 4, total_income=Decimal(400))
    finance.save()
    finance.lines.create(partnership=cast.partnership, amount=Decimal(100))
    succeeded(cast, department)
    now = timezone.now()

    def shares(as_of: date) -> tuple[float | None, float | None]:
        found = context(
            heir,
            as_of=as_of,
            known_at=now,
            competitive_methods=["open_tender"],
            inherited=inheritances([heir.pk], known_at=now),
        )
        return found.share_of_income, found.competitive_share

    assert shares(DAY) == (0.25, 1.0)
    assert shares(DAY - timedelta(days=1)) == (None, None)
