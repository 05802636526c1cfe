"""Every code the engine can return has words, and nothing else has."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.utils.translation import override

from trust.presenters.conditions import SENTENCES, WHO, condition, gates
from trust.presenters.dimensions import BANDS, DIMENSION_WORDS, sentence
from trust.presenters.figures import Reading
from trust.presenters.flags import FLAG_WORDS, flags_of
from trust.presenters.indicators import INDICATOR_WORDS, QUESTIONS
from trust.presenters.stages import MARKS, NO_STAGE, mark_of
from trust.scoring.flags import FLAGS
from trust.scoring.gates import CONDITION_CODES
from trust.scoring.methodology import DIMENSIONS, Methodology
from trust.scoring.methodology_file import load_methodology
from trust.scoring.registry import INDICATOR_CODES
from trust.scoring.stages import REASONS
from trust.services.methodologies import FOLDER


@pytest.fixture(scope="module")
def methodology() -> Methodology:
    """The version the project ships."""
    return load_methodology(FOLDER / "2026.1.toml")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are compared in the language they are written in."""
    with override("en"):
        yield


def test_every_indicator_has_a_question_and_nothing_else_has() -> None:
    assert tuple(QUESTIONS) == INDICATOR_CODES
    assert tuple(INDICATOR_WORDS) == INDICATOR_CODES


def test_every_condition_has_a_sentence_and_somebody_who_can_bring_it_about() -> None:
    assert tuple(SENTENCES) == CONDITION_CODES
    assert {who for _sentence, who in SENTENCES.values()} <= set(WHO)


def test_every_condition_leads_to_what_it_rests_on(methodology: Methodology) -> None:
    for code in CONDITION_CODES:
        judged = condition(code, 0.5, methodology)
        assert sum([judged.has_facts, judged.indicator in INDICATOR_CODES, judged.dimension in DIMENSIONS]) == 1, code


def test_every_flag_and_every_reason_has_words() -> None:
    assert tuple(FLAG_WORDS) == FLAGS
    assert tuple(NO_STAGE) == REASONS[1:]


def test_every_dimension_has_a_sentence_for_each_band() -> None:
    assert tuple(words.code for words in DIMENSION_WORDS) == DIMENSIONS
    for words in DIMENSION_WORDS:
        assert len(set(map(str, words.sentences))) == len(BANDS) + 1


def test_outcomes_have_distinct_slugs_and_labels() -> None:
    assert len({mark.slug for mark in MARKS}) == len({str(mark.label) for mark in MARKS}) == 8


def test_marks_follow_stage_and_reason() -> None:
    assert [mark_of(stage, 0).slug for stage in (1, 2, 3)] == ["dependence", "contractual", "equal"]
    assert [mark_of(0, reason).slug for reason in (1, 2, 3, 4)] == [
        "no-evidence",
        "not-established",
        "lapsed",
        "suspended",
    ]
    assert mark_of(None, None).slug == "unassessed"


def test_a_dimension_speaks_by_the_band_its_points_lie_in() -> None:
    culture = DIMENSION_WORDS[0]
    for (low, high), (before, after) in zip(
        [(band - 1, band) for band in BANDS], pairwise(culture.sentences), strict=True
    ):
        assert sentence(culture, Reading(low, low, low)) == before
        assert sentence(culture, Reading(high, high, high)) == after


def test_sentences_of_conditions_speak_the_numbers_of_the_methodology(methodology: Methodology) -> None:
    assert condition("enough_facts", 1.0, methodology).sentence.endswith(f"{methodology.gates.equal.facts} or more")
    assert "45 points" in condition("R_floor", 0.5, methodology).sentence


def test_no_sentence_of_a_condition_leaves_a_placeholder(methodology: Methodology) -> None:
    for gate in gates(dict.fromkeys(CONDITION_CODES, 0.5), 2, methodology):
        for each in gate.conditions:
            assert not re.search(r"%\(|\bNone\b", each.sentence)


@pytest.mark.parametrize(("chance", "state"), [(0.6, "met"), (0.599, "open"), (0.4, "open"), (0.399, "unmet")])
def test_a_condition_is_met_where_stages_rise_and_unmet_where_they_fall(
    methodology: Methodology, chance: float, state: str
) -> None:
    assert condition("align", chance, methodology).state == state


def test_flags_are_read_from_their_bits() -> None:
    assert [flag.code for flag in flags_of(0b101)] == [FLAGS[0], FLAGS[2]]
    assert flags_of(0) == ()


def test_low_stages_are_never_put_down_to_the_ngo() -> None:
    """A low stage is often the government's doing: no text may speak of the NGO's weakness."""
    texts = [str(mark.meaning) for mark in MARKS]
    texts += [str(text) for words in DIMENSION_WORDS for text in words.sentences]
    assert not re.search(r"weak|fail|unable|poor|immature|lack", " ".join(texts), re.IGNORECASE)
