"""Contracts that are probably on record already."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from partnerships.models import Contract, Partnership
from partnerships.services.contracts import amend_contract, record_contract
from partnerships.services.provenance import Provenance
from partnerships.services.verification import void_fact
from tests.cast import Cast

BY_STAFF = Provenance("single", "gov")


def sign(cast: Cast, **given: Any) -> Contract:
    terms: dict[str, Any] = {
        "by": cast.staff,
        "partnership": cast.partnership,
        "number": "HT-1",
        "title": "居家养老服务",
        "method": "open_tender",
        "signed_on": date(2022, 12, 20),
        "starts_on": date(2023, 1, 1),
        "ends_on": date(2023, 12, 31),
        "provenance": BY_STAFF,
        "value": Decimal(300_000),
    }
    return record_contract(**terms | given)


ELSEWHEN = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}


@pytest.fixture
def first(cast: Cast) -> Contract:
    return sign(cast)


@pytest.mark.parametrize(
    "like",
    [
        {"number": "ht-1 ", **ELSEWHEN},
        {"number": "HT-2"},
        {"number": "", "value": Decimal(315_000)},
        {"number": "", "value": Decimal(290000)},
        {"number": "", "starts_on": date(2023, 12, 31), "ends_on": date(2024, 12, 30)},
    ],
)
def test_a_likely_duplicate_is_named_and_recorded_only_on_purpose(
    cast: Cast, first: Contract, like: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as refusal:
        sign(cast, **like)
    [sentence] = refusal.value.message_dict["despite_duplicates"]
    assert "HT-1 居家养老服务" in sentence
    assert refusal.value.error_dict["despite_duplicates"][0].params["contracts"] == [first]
    sign(cast, **like, despite_duplicates=True)
    assert Contract.objects.count() == 2


@pytest.mark.parametrize(
    "other",
    [
        {"number": "", **ELSEWHEN},
        {"number": "", "starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31)},
        {"number": "", "value": Decimal(316_000)},
        {"number": "", "value": None},
        {"number": "", "currency": "USD"},
    ],
)
def test_another_contract_is_no_duplicate(cast: Cast, first: Contract, other: dict[str, Any]) -> None:
    sign(cast, **other)
    assert Contract.objects.count() == 2


def test_contracts_of_other_parties_and_voided_ones_are_no_duplicates(cast: Cast, first: Contract) -> None:
    elsewhere = Partnership.objects.create(government=cast.bureau, ngo=cast.other_ngo)
    sign(cast, partnership=elsewhere)
    void_fact(by=cast.staff, fact=first, reason="Entered for the wrong year")
    sign(cast)


def test_the_term_is_looked_at_as_it_was_moved(cast: Cast, first: Contract) -> None:
    amend_contract(
        by=cast.staff,
        contract=first,
        signed_on=date(2023, 6, 1),
        new_ends_on=date(2024, 6, 30),
        provenance=BY_STAFF,
    )
    with pytest.raises(ValidationError, match="Say so if it is another"):
        sign(cast, number="", starts_on=date(2024, 6, 30), ends_on=date(2025, 1, 31))
    sign(cast, number="", starts_on=date(2024, 7, 1), ends_on=date(2025, 1, 31))


def test_the_system_is_not_asked(cast: Cast, first: Contract) -> None:
    sign(cast, by=None, provenance=Provenance("official", "registry"))
