"""Fictional unified social credit codes: right in form and check digits, under a division code that does not exist."""

from stdnum.cn import uscc

# First two characters by kind: who registers, and what.
PREFIXES = {
    "government_body": "11",
    "public_institution": "12",
    "school": "12",
    "university": "12",
    "hospital": "12",
    "mass_organization": "13",
    "social_group": "51",
    "ngo_federation": "51",
    "social_service": "52",
    "foundation": "53",
    "community": "55",
    "enterprise": "91",
    "media": "91",
}
ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def organization_code(number: int) -> str:
    """Nine characters by GB 11714: eight digits and a check character."""
    digits = f"{number:08d}"
    check = (11 - sum(int(digit) * weight for digit, weight in zip(digits, ORGANIZATION_WEIGHTS, strict=True))) % 11
    return digits + ("X" if check == 10 else str(check))


def fictional_uscc(kind: str, division: str, number: int) -> str:
    """Eighteen characters by GB 32100; `division` is cut to its six digits."""
    start = PREFIXES[kind] + division[:6].ljust(6, "0") + organization_code(number)
    return start + uscc.calc_check_digit(start)
