"""A new version: checked, previewed on every partnership without an assessment, confirmed by a second administrator."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from partnerships.models import Change, Role, User
from tests.cast import Cast
from tests.trust.contracts_of_today import contractual_partnership, first_of_a_coming_month, next_version
from trust.models import Assessment, Methodology, MethodologyDraft
from trust.presenters import methodology_problems
from trust.presenters.methodology_problems import problem_words
from trust.scoring.methodology_problems import SENTENCES, Problem
from trust.services import assess_partnerships, current_methodology
from trust.services.methodologies import known_versions, upcoming_versions
from trust.services.methodology_drafts import confirm_draft, discard_draft, repeat_preview, submit_draft
from trust.services.previews import preview_draft, preview_waiting

pytestmark = pytest.mark.django_db

STRICT = ("resources_floor = 0.45", "resources_floor = 0.99")


@pytest.fixture
def second() -> User:
    """Another administrator."""
    return User.objects.create_user("second", role=Role.ADMINISTRATOR)


def draft_of(cast: Cast, *changes: tuple[str, str], version: str = "2090.1") -> MethodologyDraft:
    source = next_version(*(changes or (STRICT,)), version=version)
    return submit_draft(by=cast.administrator, source=source, purpose="The panel asks for it.")


def previewed(cast: Cast, *changes: tuple[str, str]) -> MethodologyDraft:
    draft = draft_of(cast, *changes)
    preview_waiting()
    draft.refresh_from_db()
    return draft


def test_a_preview_says_who_would_move_and_writes_no_assessment(cast: Cast) -> None:
    contractual_partnership(cast.partnership)
    draft = previewed(cast)
    assert (draft.state, draft.done, draft.total) == ("previewed", 2, 2)
    reading = draft.readings.get()
    assert reading.partnership == cast.partnership
    assert (reading.stage_before, reading.stage_after) == (2, 0)
    assert reading.moves
    assert reading.odds_before[1] > 0.9
    assert reading.odds_after[1] < 0.1
    assert not Assessment.objects.exists()


def test_a_preview_of_the_same_numbers_moves_nobody_and_agrees_with_the_assessments(cast: Cast) -> None:
    contractual_partnership(cast.partnership)
    reading = previewed(cast, ("# Its structure", "# The structure")).readings.get()
    assess_partnerships(by=None)
    assessment = Assessment.objects.get(current__isnull=False)
    assert not reading.moves
    assert reading.odds_before == reading.odds_after == list(assessment.at_least)
    assert reading.conditions_before == reading.conditions_after == assessment.conditions


def test_a_preview_goes_on_where_a_killed_worker_left_it(cast: Cast) -> None:
    contractual_partnership(cast.partnership)
    contractual_partnership(cast.street_partnership)
    draft = draft_of(cast)
    with patch("trust.services.previews.PARTNERSHIPS_AT_ONCE", 1):
        with patch("trust.services.previews._judge_batch", side_effect=_once()):
            assert preview_draft(draft.pk) == 1
        draft.refresh_from_db()
        assert (draft.state, draft.done) == ("previewing", 1)
        assert preview_draft(draft.pk) == 1
        assert preview_draft(draft.pk) == 0
    draft.refresh_from_db()
    assert (draft.state, draft.done, draft.readings.count()) == ("previewed", 2, 2)


def _once() -> object:
    from trust.services.previews import _judge_batch as real

    answers = iter([real, lambda _key: 0])
    return lambda key: next(answers)(key)  # noqa: PLW0108 (the next one, at each call)


def test_numbers_the_engine_cannot_compute_with_are_said(cast: Cast) -> None:
    contractual_partnership(cast.partnership).partnership.contracts.update(currency="USD")
    draft = previewed(cast, ("USD = 6.8\n", ""))
    assert draft.state == "failed"
    assert "USD" in draft.failure
    assert preview_waiting() == 0
    discard_draft(by=cast.administrator, draft=draft, reason="A rate is missing.")


def test_every_problem_of_a_file_is_said_at_once_and_nothing_is_kept(cast: Cast) -> None:
    wrong = next_version(("partners = 3", "partners = -3"), ("weight = 0.30", 'weight = "much"'))
    with pytest.raises(ValidationError) as refusal:
        submit_draft(by=cast.administrator, source=wrong, purpose="–")
    said = " ".join(refusal.value.message_dict["source"])
    assert "[gates.equal] partners" in said
    assert "[indicators.C1] weight" in said
    assert not MethodologyDraft.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('version = "2090.1"', 'version = "2026.1"', "already"),
        ('version = "2090.1"', f'version = "{"9" * 31}"', "30 characters"),
        ('version = "2090.1"', "version = ", "TOML"),
        ('event = "CUL_AWARD"', 'event = "CUL_PRIZE"', "CUL_PRIZE"),
        ('outcome = "excellent"', 'outcome = "splendid"', "splendid"),
    ],
)
def test_a_file_that_cannot_become_a_version_is_refused(cast: Cast, old: str, new: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        submit_draft(by=cast.administrator, source=next_version((old, new)), purpose="–")


def test_every_kind_of_problem_has_a_sentence_for_the_reader() -> None:
    assert set(methodology_problems.SENTENCES) == set(SENTENCES)
    every = [Problem("table", "key", kind, "found", "expected") for kind in SENTENCES]
    assert all(words.startswith("[table] key:") and "%" not in words for words in problem_words(every))


def test_only_administrators_propose(cast: Cast) -> None:
    for person in (cast.staff, cast.ngo_manager, cast.analyst):
        with pytest.raises(PermissionDenied):
            submit_draft(by=person, source=next_version(), purpose="–")


def test_a_second_administrator_brings_it_into_force_on_its_day_and_not_before(cast: Cast, second: User) -> None:
    contractual_partnership(cast.partnership)
    assess_partnerships(by=None)
    draft, day = previewed(cast), first_of_a_coming_month()
    confirm_draft(by=second, draft=draft, effective_on=day)
    draft.refresh_from_db()
    version = draft.methodology
    assert version is not None
    assert f"effective_on = {day}" in version.source
    assert (version.effective_on, version in upcoming_versions(known_versions())) == (day, True)
    assert current_methodology().version == "2026.1"
    with patch("django.utils.timezone.localdate", return_value=day - timedelta(days=1)):
        assert current_methodology().version == "2026.1"
    with patch("django.utils.timezone.localdate", return_value=day):
        assert current_methodology() == version
        run = assess_partnerships(by=None)
    assert run.methodology == version
    assert Assessment.objects.filter(run__methodology__version="2026.1", stage=2).exists()
    assert Assessment.objects.get(current__isnull=False).stage == 0
    assert Change.objects.of(draft).exists()


def test_whoever_proposed_cannot_confirm(cast: Cast) -> None:
    draft = previewed(cast)
    with pytest.raises(PermissionDenied, match="another administrator"):
        confirm_draft(by=cast.administrator, draft=draft, effective_on=first_of_a_coming_month())
    assert Methodology.objects.count() == 1


def test_nothing_is_confirmed_before_the_preview_is_finished_or_after_its_month(cast: Cast, second: User) -> None:
    draft, day = draft_of(cast), first_of_a_coming_month(2)
    with pytest.raises(ValidationError, match="not finished"):
        confirm_draft(by=second, draft=draft, effective_on=day)
    preview_waiting()
    next_month = first_of_a_coming_month()
    with (
        patch("django.utils.timezone.localdate", return_value=next_month),
        pytest.raises(ValidationError, match="earlier month"),
    ):
        confirm_draft(by=second, draft=draft, effective_on=day)
    repeat_preview(by=second, draft=draft)
    draft.refresh_from_db()
    assert (draft.state, draft.done, draft.readings.count()) == ("previewing", 0, 0)


@pytest.mark.parametrize("day", [date(2020, 1, 1), first_of_a_coming_month() + timedelta(days=1)])
def test_a_version_begins_on_the_first_day_of_a_coming_month(cast: Cast, second: User, day: date) -> None:
    with pytest.raises(ValidationError, match="first day of a coming month"):
        confirm_draft(by=second, draft=previewed(cast), effective_on=day)


def test_two_versions_do_not_begin_on_one_day(cast: Cast, second: User) -> None:
    confirm_draft(by=second, draft=previewed(cast), effective_on=first_of_a_coming_month())
    other = draft_of(cast, version="2090.2")
    preview_waiting()
    with pytest.raises(ValidationError, match=r"2090\.1 begins"):
        confirm_draft(by=second, draft=other, effective_on=first_of_a_coming_month())


def test_a_decided_draft_stays_decided(cast: Cast, second: User) -> None:
    draft = previewed(cast)
    discard_draft(by=cast.administrator, draft=draft, reason="Too strict.")
    for act in (
        lambda: confirm_draft(by=second, draft=draft, effective_on=first_of_a_coming_month()),
        lambda: discard_draft(by=second, draft=draft, reason="Again."),
        lambda: repeat_preview(by=second, draft=draft),
    ):
        with pytest.raises(ValidationError, match="decided already"):
            act()
    draft.refresh_from_db()
    assert (draft.state, draft.discard_reason) == ("discarded", "Too strict.")
    assert draft.submitted_at < timezone.now()


def test_drafts_are_seen_by_administrators_alone(cast: Cast) -> None:
    draft = draft_of(cast)
    assert list(MethodologyDraft.objects.visible_to(cast.administrator)) == [draft]
    for person in (cast.staff, cast.ngo_manager, cast.analyst):
        assert not MethodologyDraft.objects.visible_to(person).exists()
