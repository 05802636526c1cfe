"""Nobody moves a stage by writing much: unsupported praise and unsupported blame."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import cycle, islice

import polars as pl
import pytest

from tests.scoring.archetypes import KINDS
from tests.scoring.chronicle import Chronicle
from tests.scoring.vignettes import (
    KEYS_OF_A_CASE,
    METHODOLOGY,
    PARTNERSHIP,
    evidence_of,
    first_day,
    joined,
    load_cases,
    month_ends,
)
from trust.scoring.engine import assess
from trust.scoring.evidence import SCHEMAS, Evidence
from trust.scoring.methodology_file import load_methodology

METHOD = load_methodology(METHODOLOGY)
FAR = 10 * KEYS_OF_A_CASE  # keys of the invented facts, beyond those of the cases

PRAISE = (
    *(("CUL_CHARTER", ""), ("CUL_PARTY_ORG", ""), ("CUL_PARTY_JOINT", ""), ("CUL_POLICY_RESPONSE", "")),
    *(("CUL_OFFICIAL_VISIT", ""), ("CUL_AWARD", ""), ("CUL_GOV_MEDIA", ""), ("CUL_PILOT", ""), ("CUL_TRAINING", "")),
    *(("CUL_RATING", "5"), ("CMP_ANNUAL", "pass"), ("RES_EVALUATION", "excellent"), ("RES_INKIND_GOV", "")),
    *(("RES_INKIND_NGO", ""), ("NET_LEAD", ""), ("NET_CODELIVERY", ""), ("NET_REFERRAL", "")),
    *(("REC_JOINT_PLAN", ""), ("REC_JOINT_BODY", ""), ("REC_AGREEMENT", ""), ("REC_PROPOSAL", "adopted")),
    *(("REC_INFO_GOV", ""), ("REC_INFO_NGO", ""), ("REC_JOINT_EVAL", "")),
)
BLAME = (
    *(("CUL_CONFLICT", ""), ("CUL_RATING", "0"), ("CMP_ANNUAL", "fail"), ("CMP_PENALTY", ""), ("CMP_ABNORMAL", "on")),
    *(("CMP_SERIOUS", "on"), ("CMP_REGISTRATION", "revoked"), ("RES_EVALUATION", "fail"), ("RES_AUDIT", "issue")),
    *(("RES_SUBCONTRACT", ""), ("RES_TERMINATION", "ngo"), ("RES_SCOPE_CUT", ""), ("RES_EXTRA_TASK", "")),
    *(("NET_EXIT", ""), ("REC_RETALIATION", ""), ("REC_PROPOSAL", "ignored")),
)


def flood(kinds: Iterable[tuple[str, str]], number: int, side: str, day: date) -> Chronicle:
    """So many acts without any document, spread over the year before the day."""
    chronicle = Chronicle(first_key=FAR)
    for place, (kind, outcome) in enumerate(islice(cycle(kinds), number)):
        when = day - timedelta(days=5 + 360 * place // number)
        chronicle.event(PARTNERSHIP, kind, when, outcome, side=side, verification="single")
    return chronicle


def praise(day: date) -> Evidence:
    """75 favourable facts and ten ties, on the NGO's bare word."""
    chronicle = flood(PRAISE, 75, "ngo", day)
    for alter in range(10):
        kind = KINDS[alter % len(KINDS)]
        chronicle.tie(PARTNERSHIP, FAR + alter, kind, day - timedelta(days=300), verification="single", with_body=True)
    return chronicle.evidence()


def blame(day: date) -> Evidence:
    """45 blaming facts, on the government's bare word."""
    return flood(BLAME, 45, "gov", day).evidence()


def shifts(invented: Callable[[date], Evidence]) -> list[tuple[str, str, int]]:
    """(case, checkpoint, stages up or down) wherever the invented facts move the stage."""
    moved = []
    for name, case in load_cases().items():
        for checkpoint in case["checkpoints"]:
            day = date.fromisoformat(checkpoint["as_of"])
            plain = evidence_of(case, known=day)
            pair = joined([plain, renumbered(joined([plain, invented(day)]))])
            path = assess(pair, METHOD, month_ends(first_day(case), day))
            without, flooded = path.stage[path.as_of == path.as_of.max()].tolist()
            if flooded != without:
                moved.append((name, checkpoint["as_of"], flooded - without))
    return moved


def renumbered(evidence: Evidence) -> Evidence:
    """The same evidence as another partnership's."""
    moved = {}
    for name, schema in SCHEMAS.items():
        shifted = [pl.col(column) + 100 * FAR for column in ("partnership", "fact", "ngo") if column in schema]
        moved[name] = getattr(evidence, name).with_columns(shifted)
    return Evidence(**moved)


def test_75_unsupported_favourable_facts_and_ten_ties_raise_at_most_one_checkpoint() -> None:
    moved = shifts(praise)

    assert len([shift for shift in moved if shift[2] > 0]) <= 1, moved


def test_45_unsupported_blaming_facts_lower_at_most_one_checkpoint() -> None:
    moved = shifts(blame)

    assert len([shift for shift in moved if shift[2] < 0]) <= 1, moved


@pytest.mark.parametrize(("invented", "direction"), [(praise, 1), (blame, -1)])
def test_the_same_facts_move_checkpoints_when_both_sides_stand_behind_them(
    invented: Callable[[date], Evidence], direction: int
) -> None:
    moved = shifts(lambda day: confirmed(invented(day)))

    assert len([shift for shift in moved if shift[2] * direction > 0]) > 1


def confirmed(evidence: Evidence) -> Evidence:
    """The same facts, official."""
    frames = {name: getattr(evidence, name) for name in SCHEMAS}
    for name in ("events", "ties"):
        frames[name] = frames[name].with_columns(verification=pl.lit("official"))
    return Evidence(**frames)
