"""Sums of money as people write them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from partnerships.forms.fields import MoneyField


@pytest.mark.parametrize(
    ("text", "sum_read"),
    [
        ("12.5万", "125000"),
        ("１２，３４５．６７", "12345.67"),
        ("￥1,000", "1000"),
        ("人民币 300元", "300"),
        ("12万元", "120000"),
        ("12,3456", "123456"),
    ],
)
def test_a_sum_is_read_as_it_is_meant(text: str, sum_read: str) -> None:
    assert MoneyField().clean(text) == Decimal(sum_read)


@pytest.mark.parametrize("text", ["1.234,56", "五万", "1e5", "12.5.0", "100 USD"])
def test_a_sum_with_two_readings_or_none_is_asked_about(text: str) -> None:
    with pytest.raises(ValidationError, match="Write the sum as a number"):
        MoneyField().clean(text)
