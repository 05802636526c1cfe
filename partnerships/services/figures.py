"""Numbers in the sentences of refusals."""

from decimal import Decimal

from django.utils.formats import number_format


def figure(amount: Decimal | int) -> str:
    """An amount as it is read: grouped, and without decimals where there are none."""
    decimals = 0 if amount == int(amount) else 2
    return number_format(amount, decimals, use_l10n=True, force_grouping=True)
