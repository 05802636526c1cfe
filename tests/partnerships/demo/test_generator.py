"""The generator of the demo world: the same world every time, whole, plausible and without a fact from the future."""

import os
import subprocess
import sys
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import uscc

from partnerships.demo import ENDS_AT, ENDS_ON, World, build_world
from partnerships.demo.lives.registry import LIVES
from partnerships.demo.organization_x import MAIN
from partnerships.demo.story import OF_THE_NGO
from partnerships.demo.world import BEGINS_ON, Stamp
from partnerships.taxonomy import read_event_types

FULL_DIGEST = "39a1517a971b29ccd10d439c392222bf977ab659e7c967c8a012858825722e85"
PROJECT = Path(__file__).resolve().parents[3]


@cache
def world() -> World:
    return build_world()


@cache
def stamps() -> tuple[tuple[Any, Stamp], ...]:
    """Every fact of the full world with its stamp."""
    found = world()
    groups = (
        found.agreements, found.changes, found.deliverables, found.instalments, found.reviews, found.happenings,
        found.petitions, found.registry, found.accounts, found.memberships, found.ties,
    )  # fmt: skip
    return tuple((fact, fact.stamp) for group in groups for fact in group)


def test_a_second_generation_is_the_same_world() -> None:
    assert build_world(scale=0.1).digest() == build_world(scale=0.1).digest()


def test_the_full_world_is_the_one_whose_digest_is_recorded() -> None:
    assert world().digest() == FULL_DIGEST


def test_the_world_does_not_depend_on_the_hash_seed() -> None:
    code = "from partnerships.demo import build_world; print(build_world(scale=0.05).digest())"
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True, text=True, check=True, cwd=PROJECT, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(digests) == 1


def test_another_seed_is_another_world() -> None:
    assert build_world(1, scale=0.05).digest() != build_world(2, scale=0.05).digest()


def test_the_full_world_has_the_size_that_is_promised() -> None:
    sectors = Counter(party.sector for party in world().parties)
    assert 55 <= sectors["government"] <= 65
    assert sectors["ngo"] == 400
    assert 700 <= len(world().pairs) <= 900
    assert len([division for division in world().divisions if division.level == "district"]) == 3


@pytest.mark.parametrize("scale", [0.0025, 0.025])
def test_a_small_world_has_as_many_ngos_as_asked_for_and_always_organization_x(scale: float) -> None:
    small = build_world(scale=scale)
    ngos = [party for party in small.parties if party.sector == "ngo"]
    assert len(ngos) == max(1, round(400 * scale))
    assert MAIN in small.pairs


def test_every_plain_event_type_happens_and_no_other() -> None:
    plain = {row["code"] for row in read_event_types() if row["stored_as"] == "event"}
    assert {happening.type for happening in world().happenings} == plain


def test_every_kind_of_standing_occurs() -> None:
    kinds = {row["code"] for row in read_event_types() if row["stored_as"] == "standing"}
    assert {entry.kind for entry in world().registry} == kinds


def test_outcomes_are_those_of_the_event_types() -> None:
    outcomes = {row["code"]: set(row["outcomes"]) or {""} for row in read_event_types()}
    wrong = [happening for happening in world().happenings if happening.outcome not in outcomes[happening.type]]
    assert wrong == []


def test_events_of_the_ngo_as_a_whole_are_those_whose_scope_is_the_organization() -> None:
    scopes = {row["code"]: row["scope"] for row in read_event_types()}
    assert {scopes[code] for code in OF_THE_NGO} == {"organization"}
    of_ngo = {happening.type for happening in world().happenings if happening.organization}
    assert {scopes[code] for code in of_ngo} == {"organization"}


def test_every_life_is_told_at_least_three_times() -> None:
    told = Counter(pair.life for pair in world().pairs)
    assert {life.code: told[life.code] for life in LIVES if told[life.code] < 3} == {}


def test_uniform_codes_are_valid_and_nobody_shares_one() -> None:
    codes = [party.uscc for party in world().parties]
    assert [code for code in codes if not uscc.is_valid(code)] == []
    assert len(set(codes)) == len(codes)


def test_division_codes_lie_outside_the_range_that_china_uses() -> None:
    assert {division.code[:2] for division in world().divisions} == {"98"}


def test_names_are_given_in_both_languages_and_are_told_apart() -> None:
    names = [party.name for party in world().parties]
    assert [name for name in names if not name.zh or not name.en or not name.en.isascii()] == []
    assert len({name.zh for name in names}) == len(names)
    assert len({name.en for name in names}) == len(names)


def test_nothing_is_recorded_before_it_happens_or_after_the_world_ends() -> None:
    early = [fact for fact, stamp in stamps() if stamp.recorded_at.date() < max(_day(fact), BEGINS_ON)]
    late = [fact for fact, stamp in stamps() if stamp.recorded_at > ENDS_AT]
    assert (early, late) == ([], [])


def test_second_moments_of_recording_lie_within_the_world_too() -> None:
    moments = [
        *(payment.paid_recorded_at for payment in world().instalments),
        *(petition.answer_recorded_at for petition in world().petitions),
        *(item.reached_recorded_at for item in world().deliverables),
        *(tie.end_recorded_at for tie in (*world().ties, *world().memberships)),
        *(stamp.confirmed_at for _, stamp in stamps()),
        *(stamp.voided_at for _, stamp in stamps()),
        *(stamp.objection.opened_at for _, stamp in stamps() if stamp.objection),
        *(stamp.objection.closed_at for _, stamp in stamps() if stamp.objection),
        *(agreement.termination.recorded_at for agreement in world().agreements if agreement.termination),
    ]
    assert max(moment for moment in moments if moment) <= ENDS_AT


def test_facts_are_recorded_on_workdays_mostly_within_weeks_and_sometimes_much_later() -> None:
    assert {stamp.recorded_at.weekday() for _, stamp in stamps()} <= set(range(5))
    delays = [
        (stamp.recorded_at.date() - _day(happening)).days for happening, stamp in stamps() if _is_event(happening)
    ]
    assert 0.9 < sum(delay <= 45 for delay in delays) / len(delays) < 0.99
    assert any(delay > 180 for delay in delays)


def test_what_happens_under_a_contract_is_recorded_no_earlier_than_the_contract() -> None:
    known = {agreement.key: agreement.stamp.recorded_at for agreement in world().agreements}
    parts = (*world().changes, *world().deliverables, *world().instalments, *world().reviews)
    assert [part for part in parts if part.stamp.recorded_at < known[part.contract]] == []
    paid = [payment for payment in world().instalments if payment.paid_recorded_at]
    assert [one for one in paid if one.paid_recorded_at and one.paid_recorded_at < one.stamp.recorded_at] == []


def test_nothing_is_voided_before_it_was_recorded() -> None:
    assert [fact for fact, stamp in stamps() if stamp.voided_at and stamp.voided_at < stamp.recorded_at] == []


def test_every_verification_level_occurs_and_most_facts_are_backed_by_two_sides_or_a_registry() -> None:
    levels = Counter(stamp.verification for _, stamp in stamps())
    assert set(levels) == {"official", "dual", "third", "single_doc", "single"}
    assert levels["official"] + levels["dual"] > 0.7 * levels.total()


def test_objections_end_in_every_way_and_some_are_open() -> None:
    outcomes = Counter(stamp.objection.outcome for _, stamp in stamps() if stamp.objection)
    assert set(outcomes) == {"", "upheld", "dismissed", "lapsed"}
    assert min(outcomes.values()) >= 3


def test_an_upheld_objection_voids_the_fact_and_no_other_does() -> None:
    for _, stamp in stamps():
        if stamp.objection:
            assert (stamp.voided_at is not None) == (stamp.objection.outcome == "upheld")


def test_a_wrong_entry_is_followed_by_the_right_one_in_the_same_moment() -> None:
    groups: tuple[tuple[Any, ...], ...] = (world().happenings, world().reviews, world().instalments)
    for group in groups:
        wrong = [fact for fact in group if fact.stamp.voided_at and not fact.stamp.objection]
        recorded = {(_subject(fact), fact.stamp.recorded_at) for fact in group}
        assert wrong
        assert [fact for fact in wrong if (_subject(fact), fact.stamp.voided_at) not in recorded] == []


def test_chance_does_not_touch_organization_x_and_its_accounts_are_its_payments() -> None:
    assert [one for one in world().happenings if one.pair == MAIN.key and one.stamp.voided_at] == []
    paid: Counter[int] = Counter()
    contracts = {agreement.key for agreement in world().agreements if agreement.pair == MAIN.key}
    for payment in world().instalments:
        if payment.contract in contracts and payment.paid_on and payment.amount_paid and not payment.stamp.voided_at:
            paid[payment.paid_on.year] += payment.amount_paid
    told = {accounts.year: dict(accounts.lines) for accounts in world().accounts if accounts.organization == MAIN.ngo}
    assert {year: told[year].get(MAIN.key, 0) for year in told} == {year: paid[year] for year in told}


def test_instalments_are_paid_early_late_and_never() -> None:
    due = [
        payment for payment in world().instalments if payment.due_on < date(2026, 1, 1) and not payment.stamp.voided_at
    ]
    delays = [(payment.paid_on - payment.due_on).days for payment in due if payment.paid_on]
    assert min(delays) < 0
    assert max(delays) > 180
    assert 0.01 < sum(payment.paid_on is None for payment in due) / len(due) < 0.15


def test_partnerships_per_ngo_are_skewed() -> None:
    per_ngo = Counter(pair.ngo for pair in world().pairs)
    sizes = Counter(per_ngo.values())
    assert sizes[1] > 2 * sizes[3] > 2 * sizes[5] > 0
    per_body = Counter(pair.government for pair in world().pairs)
    assert per_body.most_common(1)[0][1] > 8 * sorted(per_body.values())[len(per_body) // 4]


def _day(fact: Any) -> date:
    """The day a fact happened; of what is planned ahead, the day it can have been known."""
    for name in ("occurred_on", "signed_on", "held_on", "opened_on", "effective_on", "started_on"):
        if hasattr(fact, name):
            return getattr(fact, name)
    return date(fact.year + 1, 1, 1) if hasattr(fact, "year") else BEGINS_ON


def _is_event(fact: Any) -> bool:
    return hasattr(fact, "occurred_on") and _day(fact) <= ENDS_ON


def _subject(fact: Any) -> str | None:
    """What a fact hangs on: its contract, its partnership or its NGO."""
    return getattr(fact, "contract", None) or fact.pair or fact.organization
