"""Amounts in Chinese as accounts write them, in groups of three; dates are Django's."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
