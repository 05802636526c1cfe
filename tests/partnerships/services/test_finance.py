"""A year's income: its sums, and how it is corrected."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from partnerships.models import AnnualFinance, IncomeLine, Partnership
from partnerships.services.finance import correct_annual_finance, record_annual_finance
from partnerships.services.provenance import Provenance, own_word
from tests.cast import Cast

from .refusals import refused

OFFICIAL = Provenance("official", "registry")


def recorded(cast: Cast, **given: Any) -> AnnualFinance:
    """The NGO's income of 2023, recorded by its manager."""
    figures = {"year": 2023, "total_income": Decimal(1000), "lines": {cast.partnership: Decimal(400)}}
    return record_annual_finance(
        by=cast.ngo_manager, organization=cast.ngo, provenance=own_word(cast.ngo_manager), **figures | given
    )


def test_income_is_recorded_with_its_lines(cast: Cast) -> None:
    finance = recorded(cast, government_income=Decimal(500))
    assert finance.lines.get().amount == 400
    with refused("__all__", "recorded already"):
        recorded(cast)


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        ("government_income", {"government_income": Decimal(1001)}, "1,001 from government bodies"),
        ("lines", {"total_income": Decimal(399)}, "add up to 400, more than the 399"),
        ("lines", {"government_income": Decimal(399)}, "add up to 400, more than the 399"),
    ],
)
def test_sums_that_do_not_fit_are_refused(cast: Cast, field: str, given: dict[str, Any], words: str) -> None:
    with refused(field, words):
        recorded(cast, **given)
    assert not AnnualFinance.objects.exists()


def test_a_correction_voids_the_year_and_records_it_anew(cast: Cast) -> None:
    wrong = recorded(cast)
    right = correct_annual_finance(
        by=cast.ngo_manager,
        finance=wrong,
        reason="the audit found more",
        provenance=own_word(cast.ngo_manager),
        year=2023,
        total_income=Decimal(1200),
        lines={cast.partnership: Decimal(500)},
    )
    wrong.refresh_from_db()
    assert (wrong.void_reason, wrong.total_income, wrong.lines.get().amount) == ("the audit found more", 1000, 400)
    assert (right.total_income, right.lines.get().amount, right.is_voided) == (1200, 500, False)


def test_a_correction_that_is_refused_leaves_the_year_as_it_was(cast: Cast) -> None:
    wrong = recorded(cast)
    with refused("lines", "add up"):
        correct_annual_finance(
            by=None,
            finance=wrong,
            reason="wrong",
            provenance=OFFICIAL,
            year=2023,
            total_income=Decimal(1),
            lines={cast.partnership: Decimal(2)},
        )
    wrong.refresh_from_db()
    assert not wrong.is_voided
    with refused("void_reason"):
        correct_annual_finance(
            by=None, finance=wrong, reason=" ", provenance=OFFICIAL, year=2023, total_income=Decimal(1)
        )


def test_who_did_not_record_a_year_does_not_correct_it(cast: Cast) -> None:
    wrong = recorded(cast)
    with pytest.raises(PermissionDenied):
        correct_annual_finance(
            by=cast.staff,
            finance=wrong,
            reason="wrong",
            provenance=own_word(cast.staff),
            year=2023,
            total_income=Decimal(1),
        )


def test_lines_the_person_does_not_see_are_taken_over(cast: Cast) -> None:
    elsewhere = Partnership.objects.create(government=cast.street_office, ngo=cast.ngo)
    finance = record_annual_finance(
        by=cast.street_staff,
        organization=cast.ngo,
        provenance=own_word(cast.street_staff),
        year=2022,
        total_income=Decimal(900),
        lines={elsewhere: Decimal(100)},
    )
    IncomeLine.objects.create(finance=finance, partnership=cast.partnership, amount=300)
    right = correct_annual_finance(
        by=cast.street_staff,
        finance=finance,
        reason="a digit too few",
        provenance=own_word(cast.street_staff),
        year=2022,
        total_income=Decimal(9000),
        lines={elsewhere: Decimal(1000)},
    )
    assert sorted(right.lines.values_list("amount", flat=True)) == [300, 1000]
