"""What the rows of a case file may say, and what they count for."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.core.management.base import CommandError
from django.utils import timezone

from tests.trust.services.test_cases import CASE, check, write
from trust.scoring.evidence import Evidence
from trust.services.cases import read_cases
from trust.services.cases.reading import evidence_of
from trust.services.cases.recording import record_case

pytestmark = pytest.mark.django_db

CONTRACT, TIE = CASE["contracts"][0], CASE["ties"][0]
LAST_CHECKPOINT = date(2021, 6, 30)
ENDED = CONTRACT | {"terminated": "2021-03-01"}
KEPT_ELSEWHERE = ("RES_CONTRACT", "RES_VENTURE", "RES_PAYMENT", "RES_RENEWAL", "NET_MEMBERSHIP", "REC_REQUEST")


def event(code: str, on: str = "2021-03-01", **row: Any) -> dict[str, Any]:
    return {"date": on, "type": code, "by": "gov", "verified": "dual", "status": "ok"} | row


def evidence(folder: Path, known_on: date = LAST_CHECKPOINT, **rows: Any) -> Evidence:
    write(folder, "changed", {**CASE, **rows})
    recorded = record_case(read_cases(folder)[0])
    return evidence_of(recorded, known_at=timezone.make_aware(datetime.combine(known_on, time.max)))


def outcomes(events: pl.DataFrame, code: str) -> Sequence[str | None]:
    return events.filter(pl.col("type") == code)["outcome"].to_list()


def test_a_contract_that_ended_early_is_evidence_only_through_the_event_that_says_so(tmp_path: Path) -> None:
    silent = evidence(tmp_path, contracts=[ENDED], events=[])
    assert silent.contracts["ended"].to_list() == [date(2021, 3, 1)]
    assert silent.events.is_empty()
    told = evidence(
        tmp_path,
        contracts=[ENDED],
        events=[event("RES_TERMINATION", attrs={"party": "government", "fault": "ngo"})],
    )
    assert outcomes(told.events, "RES_TERMINATION") == ["ngo"]


def test_two_contracts_ended_on_one_day_by_one_event_are_one_early_ending(tmp_path: Path) -> None:
    found = evidence(
        tmp_path,
        contracts=[ENDED, ENDED | {"id": "c2"}],
        events=[event("RES_TERMINATION", attrs={"party": "ngo", "fault": "government"})],
    )
    assert outcomes(found.events, "RES_TERMINATION") == ["government"]


def test_a_contested_early_ending_counts_for_nothing_though_the_contract_has_ended(tmp_path: Path) -> None:
    ending = event("RES_TERMINATION", status="contested", attrs={"party": "government", "fault": "ngo"})
    found = evidence(tmp_path, contracts=[ENDED], events=[ending])
    assert found.events["contested"].to_list() == [True]
    assert found.contracts["ended"].to_list() == [date(2021, 3, 1)]


@pytest.mark.parametrize(("fault", "read"), [("gov", "government"), ("mutual", "both"), ("force_majeure", "none")])
def test_whose_fault_an_ending_was_is_read_in_other_words_too(tmp_path: Path, fault: str, read: str) -> None:
    ending = event("RES_TERMINATION", attrs={"party": "gov", "fault": fault})
    assert outcomes(evidence(tmp_path, events=[ending]).events, "RES_TERMINATION") == [read]


@pytest.mark.parametrize("code", KEPT_ELSEWHERE)
def test_an_event_that_tells_of_what_has_a_list_of_its_own_is_a_fact_on_record(tmp_path: Path, code: str) -> None:
    assert evidence(tmp_path, events=[event(code)]).events["type"].to_list() == [code]


def test_an_outcome_is_read_from_the_attribute_that_holds_one(tmp_path: Path) -> None:
    found = evidence(
        tmp_path,
        events=[
            event("CMP_PENALTY", attrs={"result": "fine", "fine": 60000}),
            event("CMP_REGISTRATION", attrs={"state": "registered"}),
            event("CMP_ABNORMAL", attrs={"result": "late report", "state": "on"}),
            event("RES_AUDIT", attrs={"result": "qualified"}),
            event("RES_BID", attrs={"result": "lost"}),
        ],
    ).events
    assert outcomes(found, "CMP_ABNORMAL") == ["on"]
    assert outcomes(found, "CMP_REGISTRATION") == [None]
    assert outcomes(found, "RES_AUDIT") == ["clean"]
    assert outcomes(found, "RES_BID") == ["lost"]


def test_a_contested_tie_counts_for_nothing_and_a_withdrawn_one_is_gone(tmp_path: Path) -> None:
    found = evidence(tmp_path, ties=[TIE | {"status": "contested"}, TIE | {"org": "School", "status": "withdrawn"}])
    assert found.ties["contested"].to_list() == [True]


def test_partners_of_kinds_the_records_do_not_know_are_of_different_kinds(tmp_path: Path) -> None:
    kinds = ["volunteer_team", "residents_committee", "other_government", "government"]
    found = evidence(tmp_path, ties=[TIE | {"org": kind, "kind": kind} for kind in kinds])
    assert set(found.ties["kind"]) == set(kinds)


def test_a_federation_with_a_size_stays_a_federation(tmp_path: Path) -> None:
    found = evidence(tmp_path, ties=[TIE | {"kind": "ngo_federation", "size": 9}]).ties
    assert found.select("kind", "size").rows() == [("ngo_federation", 9.0)]


def test_an_alliance_of_unstated_size_counts_as_one_partner(tmp_path: Path) -> None:
    found = evidence(tmp_path, ties=[TIE | {"kind": "alliance", "with_government": True}]).ties
    assert found.select("size", "with_body").rows() == [(1.0, True)]


def test_accounts_without_a_line_for_the_body_take_what_was_paid(tmp_path: Path) -> None:
    accounts = [{"year": 2020, "total_income": 400000, "dyad_income": None}]
    assert evidence(tmp_path, finance=accounts).finance["income"].to_list() == [150000.0]


def test_of_two_accounts_for_a_year_the_last_rules_and_no_line_exceeds_the_total(tmp_path: Path) -> None:
    accounts = [{"year": 2020, "total_income": total, "dyad_income": 500000} for total in (900000, 400000)]
    found = evidence(tmp_path, finance=accounts).finance
    assert found.select("income", "total_income").rows() == [(400000.0, 400000.0)]


def test_what_lies_after_the_last_checkpoint_is_left_out_even_if_it_has_not_come_yet(tmp_path: Path) -> None:
    later = {"signed": "2199-01-05", "start": "2199-01-10", "end": "2199-12-31"}
    found = evidence(
        tmp_path,
        contracts=[CONTRACT | {"terminated": "2199-03-01"}, CONTRACT | {"id": "c2"} | later],
        payments=[
            {"contract": "c1", "due": "2021-02-01", "paid": "2199-02-01", "amount": 1},
            {"contract": "c2", "due": "2199-02-01", "paid": None, "amount": 1},
        ],
        events=[event("CUL_AWARD", on="2199-01-01")],
        ties=[TIE | {"end": "2199-01-01"}, TIE | {"org": "School", "start": "2199-01-01"}],
        requests=[{"opened": "2021-06-01", "answered": "2199-01-01"}, {"opened": "2199-01-01", "answered": None}],
        finance=[{"year": 2199, "total_income": 1, "dyad_income": 1}],
    )
    assert found.contracts["ended"].to_list() == [None]
    assert found.payments["paid"].to_list() == [None]
    assert found.ties["ends"].to_list() == [None]
    assert found.requests["answered"].to_list() == [None]
    assert found.events.is_empty()
    assert found.finance.is_empty()


def test_what_the_format_leaves_open_is_read_in_its_sense(tmp_path: Path) -> None:
    found = evidence(
        tmp_path,
        contracts=[CONTRACT | {"end": None, "value": 1 / 3}],
        payments=[
            {"due": "2020-02-01", "paid": "2020-02-10", "amount": 100000 / 3},
            {"contract": "c1", "due": "2020-03-01", "paid": "2020-03-10", "amount": 0},
        ],
        events=[{"date": "2020-12-20", "type": "RES_EVALUATION", "attrs": {"phase": "yearly", "result": "good"}}],
        ties=[TIE | {"end": TIE["start"]}, {"org": "School", "kind": "school", "start": "2020-03-01"}],
        requests=[{"opened": "2021-06-01", "kind": "information"}],
    )
    assert found.terms["ends"].to_list() == [date.max]
    assert found.payments["amount_paid"].to_list() == [33333.33]
    assert found.events.select("verification", "side", "outcome").rows() == [("dual", "third", "good")]
    assert found.ties["verification"].to_list() == ["dual"]
    assert found.requests["kind"].to_list() == ["general"]


def test_a_partnership_whose_facts_are_all_contested_has_no_evidence(tmp_path: Path) -> None:
    visit = event("CUL_OFFICIAL_VISIT", on="2020-05-01", status="contested")
    write(tmp_path, "contested", {**CASE, "contracts": [], "payments": [], "requests": [], "events": [visit]})
    assert {point["reason"] for point in check(tmp_path)["checkpoints"]} == {"no_evidence"}


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("finance", {"year": 2020, "total_income": "much", "dyad_income": 1}),
        ("events", event("CUL_AWARD", attrs=["framed"])),
        ("requests", "a letter"),
    ],
)
def test_a_row_that_cannot_be_read_refuses_the_case_and_is_named(tmp_path: Path, name: str, row: Any) -> None:
    write(tmp_path, "changed", {**CASE, name: [row]})
    with pytest.raises(CommandError, match=rf"changed\.json: {name}\[0\]: a value cannot be read"):
        check(tmp_path)
