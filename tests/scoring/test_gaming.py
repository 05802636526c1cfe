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
    evidence_of,
    first_day,
    joined,
    load_cases,
    month_ends,
)
from trust.scoring.engine import assess
from trust.scoring.evidence import SCHEMAS, Evidence
from trust.scoring.facts import day_number
from trust.scoring.methodology_file import load_methodology

METHOD = load_methodology(METHODOLOGY)
FAR = 5_000  # keys of the invented facts among those of a case, beyond the case's own

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


Invention = Callable[[int, date], Chronicle]


def flood(partnership: int, kinds: Iterable[tuple[str, str]], number: int, side: str, day: date) -> Chronicle:
    """So many acts without any document, spread over the year before the day."""
    chronicle = Chronicle(first_key=FAR + KEYS_OF_A_CASE * partnership)
    for place, (kind, outcome) in enumerate(islice(cycle(kinds), number)):
        when = day - timedelta(days=5 + 360 * place // number)
        chronicle.event(partnership, kind, when, outcome, side=side, verification="single")
    return chronicle


def praise(partnership: int, day: date) -> Chronicle:
    """75 favourable facts and ten ties, on the NGO's bare word."""
    chronicle = flood(partnership, PRAISE, 75, "ngo", day)
    for alter in range(FAR, FAR + 10):
        kind = KINDS[alter % len(KINDS)]
        chronicle.tie(partnership, alter, kind, day - timedelta(days=300), verification="single", with_body=True)
    return chronicle


def blame(partnership: int, day: date) -> Chronicle:
    """45 blaming facts, on the government's bare word."""
    return flood(partnership, BLAME, 45, "gov", day)


def shifts(invented: Invention, *, verification: str = "single") -> list[tuple[str, str, int]]:
    """(case, checkpoint, stages up or down) wherever the invented facts move the stage."""
    places = [(case, checkpoint["as_of"]) for case in load_cases().values() for checkpoint in case["checkpoints"]]
    parts = []
    for number, (case, as_of) in enumerate(places):
        day, plain, flooded = date.fromisoformat(as_of), 2 * number + 1, 2 * number + 2
        addition = with_verification(invented(flooded, day).evidence(), verification)
        parts += [evidence_of(case, day, plain), evidence_of(case, day, flooded), addition]
    days = [date.fromisoformat(as_of) for _, as_of in places]
    found = assess(joined(parts), METHOD, month_ends(min(first_day(case) for case, _ in places), max(days)))
    moved = []
    for number, (case, as_of) in enumerate(places):
        at = found.as_of == day_number(days[number])
        plain, flooded = (int(found.stage[at & (found.partnership == 2 * number + which)][0]) for which in (1, 2))
        moved += [(case["id"], as_of, flooded - plain)] if flooded != plain else []
    return moved


def with_verification(evidence: Evidence, verification: str) -> Evidence:
    """The same facts with somebody else standing behind them."""
    frames = {name: getattr(evidence, name) for name in SCHEMAS}
    for name in ("events", "ties"):
        frames[name] = frames[name].with_columns(verification=pl.lit(verification))
    return Evidence(**frames)


def test_75_unsupported_favourable_facts_and_ten_ties_raise_at_most_one_checkpoint() -> None:
    moved = shifts(praise)

    assert len([shift for shift in moved if shift[2] > 0]) <= 1, moved


def test_45_unsupported_blaming_facts_lower_at_most_one_checkpoint() -> None:
    moved = shifts(blame)

    assert len([shift for shift in moved if shift[2] < 0]) <= 1, moved


@pytest.mark.parametrize(("invented", "direction"), [(praise, 1), (blame, -1)])
def test_the_same_facts_move_checkpoints_when_a_registry_stands_behind_them(
    invented: Invention, direction: int
) -> None:
    moved = shifts(invented, verification="official")

    assert len([shift for shift in moved if shift[2] * direction > 0]) > 1
