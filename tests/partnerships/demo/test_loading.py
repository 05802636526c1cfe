"""The demo world in the database: whole or not at all, once, and never over other people's data."""

from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import Count

from partnerships.demo import DEMO_SIGN_INS, World, build_world
from partnerships.demo.loading import DatabaseNotEmptyError, load_world, world_is_loaded
from partnerships.demo.organization_x import ORGANIZATION_X
from partnerships.models import (
    AnnualFinance,
    Contest,
    Contract,
    DocumentLink,
    EventType,
    Fact,
    IncomeLine,
    InteractionEvent,
    Organization,
    Partnership,
    Payment,
    SurveyAnswer,
    SurveyResult,
    SurveyRound,
    User,
    VerificationChange,
)

pytestmark = pytest.mark.django_db
TINY = 0.025


@pytest.fixture
def tiny() -> World:
    """Ten NGOs, loaded."""
    world = build_world(scale=TINY)
    load_world(world)
    return world


def test_every_record_of_the_world_is_in_the_database(tiny: World) -> None:
    counts = tiny.counts()
    assert Organization.objects.count() == counts["parties"]
    assert Partnership.objects.count() == counts["pairs"]
    assert Contract.objects.count() == counts["agreements"]
    assert Payment.objects.count() == counts["instalments"]
    assert InteractionEvent.objects.count() == counts["happenings"]
    assert AnnualFinance.objects.count() == counts["accounts"]
    assert IncomeLine.objects.count() == sum(len(accounts.lines) for accounts in tiny.accounts)


def test_moments_of_recording_are_those_of_the_world(tiny: World) -> None:
    expected = Counter(happening.stamp.recorded_at for happening in tiny.happenings)
    assert Counter(InteractionEvent.objects.values_list("recorded_at", flat=True)) == expected


def test_objections_rulings_voidings_and_documents_arrive(tiny: World) -> None:
    stamps = [fact.stamp for fact in (*tiny.happenings, *tiny.reviews)]
    objections = [stamp.objection for stamp in stamps if stamp.objection]
    assert Contest.objects.count() == len(objections) > 0
    assert Counter(Contest.objects.values_list("outcome", flat=True)) == Counter(one.outcome for one in objections)
    voided = InteractionEvent.objects.filter(voided_at__isnull=False)
    expected = Counter(one.stamp.voided_at for one in tiny.happenings if one.stamp.voided_at)
    assert Counter(voided.values_list("voided_at", flat=True)) == expected
    assert DocumentLink.objects.exists()


def test_what_the_other_side_confirmed_later_is_kept_as_a_step(tiny: World) -> None:
    confirmed = Counter(one.stamp.confirmed_at for one in tiny.happenings if one.stamp.confirmed_at)
    changes = VerificationChange.objects.all()
    assert Counter(change.changed_at for change in changes) == confirmed
    assert confirmed
    for change in changes:
        event = InteractionEvent.objects.get(pk=change.object_id)
        assert (change.from_level, change.to_level, event.verification) == ("single", "dual", "dual")
        assert change.changed_at > event.recorded_at


def test_the_survey_has_past_rounds_with_and_without_answers_and_one_that_waits_for_the_accounts(tiny: World) -> None:
    past = SurveyRound.objects.filter(released_at__isnull=False)
    answers = Counter(past.values_list("pk").annotate(number=Count("answers")).values_list("number", flat=True))
    assert set(answers) == {0, 1, 2}
    waiting = SurveyRound.objects.get(released_at__isnull=True)
    assert waiting.partnership in Partnership.objects.visible_to(User.objects.get(username="manager"))
    assert waiting.partnership in Partnership.objects.visible_to(User.objects.get(username="official"))
    # No body of so small a world has five NGOs.
    assert set(SurveyResult.objects.values_list("ngos", flat=True)) == {None}
    for answer in SurveyAnswer.objects.all():
        answer.full_clean()


def test_every_row_satisfies_its_model(tiny: World) -> None:
    """Validation of each row in full, the constraints included, though facts were inserted in bulk."""
    for model in (Contract, Payment, InteractionEvent, AnnualFinance):
        for row in model.objects.all()[:10]:
            row.full_clean()


def test_a_small_world_already_holds_most_event_types(tiny: World) -> None:
    plain = EventType.objects.filter(stored_as="event").count()
    assert InteractionEvent.objects.values("type").distinct().count() > 0.6 * plain


def test_the_four_people_can_sign_in(tiny: World) -> None:
    for sign_in in DEMO_SIGN_INS:
        user = authenticate(username=sign_in.username, password=sign_in.password)
        assert isinstance(user, User)
        assert user.role == sign_in.role


def test_the_manager_sees_organization_x_and_nothing_of_the_others(tiny: World) -> None:
    manager = User.objects.get(username="manager")
    seen = Partnership.objects.visible_to(manager)
    assert {str(partnership.ngo.name) for partnership in seen} == {ORGANIZATION_X.name.zh}
    assert seen.count() == 3


def test_the_official_and_the_analyst_see_their_district_only(tiny: World) -> None:
    for username in ("official", "analyst"):
        seen = Partnership.objects.visible_to(User.objects.get(username=username))
        paths = set(seen.values_list("government__jurisdiction__path", flat=True))
        assert paths
        assert all(path.startswith("/980100/980102/") for path in paths)
        assert seen.count() < Partnership.objects.count()


def test_loading_twice_changes_nothing_and_says_so() -> None:
    call_command("load_demo_world", scale=TINY, stdout=StringIO())
    before = _rows()
    said = StringIO()
    call_command("load_demo_world", scale=TINY, stdout=said)
    assert "already" in said.getvalue()
    assert _rows() == before


def test_the_command_prints_who_can_sign_in() -> None:
    said = StringIO()
    call_command("load_demo_world", scale=0.0025, stdout=said)
    for sign_in in DEMO_SIGN_INS:
        assert sign_in.username in said.getvalue()


def test_a_database_with_other_organizations_is_refused_and_left_alone() -> None:
    Organization.objects.create(name="他人机构", sector="ngo", kind="social_service")
    with pytest.raises(CommandError, match="--beside"):
        call_command("load_demo_world", scale=TINY, stdout=StringIO())
    assert Organization.objects.count() == 1
    assert not world_is_loaded()


def test_beside_other_organizations_no_administrator_is_made() -> None:
    Organization.objects.create(name="他人机构", sector="ngo", kind="social_service")
    call_command("load_demo_world", scale=0.0025, beside=True, stdout=StringIO())
    assert world_is_loaded()
    assert set(User.objects.values_list("username", flat=True)) == {"official", "manager", "analyst"}


def test_a_person_who_has_the_name_already_is_left_alone() -> None:
    User.objects.create_user("analyst", password="her own", role="analyst")
    created = load_world(build_world(scale=0.0025))
    assert "analyst" not in {sign_in.username for sign_in in created}
    assert authenticate(username="analyst", password="her own")


def test_a_load_that_breaks_off_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*_args: Any, **_options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("partnerships.demo.loading.create_sign_ins", break_off)
    with pytest.raises(KeyboardInterrupt):
        load_world(build_world(scale=0.0025))
    assert sum(_rows().values()) == 0


def test_a_share_outside_nought_to_one_is_refused() -> None:
    with pytest.raises(CommandError, match="scale"):
        call_command("load_demo_world", "--scale", "2")


def test_the_refusal_names_the_number_of_organizations_there() -> None:
    Organization.objects.create(name="他人机构", sector="ngo", kind="social_service")
    with pytest.raises(DatabaseNotEmptyError, match="1 other"):
        load_world(build_world(scale=0.0025))


def _rows() -> dict[str, int]:
    """How many rows each table of records holds."""
    tables: list[Any] = [Organization, Partnership, User, Contest, DocumentLink, *Fact.__subclasses__()]
    return {table.__name__: table._default_manager.count() for table in tables}
