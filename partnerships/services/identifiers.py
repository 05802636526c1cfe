"""Numbers in registers: each scheme's check and canonical form.

Sources: GB 32100-2015 and Receita Federal by python-stdnum; org-id.guide for the British schemes and 360Giving.
"""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _
from stdnum.br import cnpj
from stdnum.exceptions import ValidationError as BadNumber

from partnerships.models import OrganizationIdentifier

from .credit_codes import check_credit_code
from .refusals import refuse

Scheme = OrganizationIdentifier.Scheme
LONGEST = 120


def _pattern(pattern: str, *, upper: bool = True) -> Callable[[str], str]:
    """A check by a regular expression over the whole value without spaces."""
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        compact = re.sub(r"\s+", "", value)
        compact = compact.upper() if upper else compact
        if not compiled.fullmatch(compact):
            raise BadNumber
        return compact

    return check


def _company(value: str) -> str:
    """Companies House numbers have eight places; the leading zeros are often lost in spreadsheets."""
    compact = re.sub(r"\s+", "", value).upper()
    if compact.isdigit():
        compact = compact.zfill(8)
    return _pattern(r"[A-Z0-9]{2}[0-9]{6}|R[0-9]{7}|[A-Z]{2}[0-9]{5}[A-Z]")(compact)


def _local(value: str) -> str:
    compact = value.strip()
    if not compact:
        raise BadNumber
    return compact


CHECKS: dict[str, tuple[Callable[[str], str], str]] = {
    Scheme.USCC: (check_credit_code, "52330106MJ8765432T"),
    Scheme.CNPJ: (cnpj.validate, "16.727.230/0001-97"),
    Scheme.GB_CHC: (_pattern(r"[0-9]{6,7}(-[0-9]{1,3})?"), "1157187"),
    Scheme.GB_COH: (_company, "09122052"),
    Scheme.GB_LAE: (_pattern(r"[A-Z]{3,4}"), "TRF"),
    Scheme.THREESIXTY: (_pattern(r"360G-\S+", upper=False), "360G-trafford"),
    Scheme.LOCAL: (_local, "T-0042"),
}


def check_identifier(scheme: str, value: str) -> str:
    """The value in its compact canonical form, check digits proved; refuses what the scheme does not allow."""
    if scheme not in CHECKS:
        known = ", ".join(CHECKS)
        refuse("scheme", _("“%(value)s” is not a known register. Use one of: %(known)s."), value=scheme, known=known)
    check, example = CHECKS[scheme]
    try:
        canonical = check(value)
    except BadNumber:
        canonical = ""
    if not 0 < len(canonical) <= LONGEST:
        refuse(
            "value",
            _("“%(value)s” is not a valid number in %(scheme)s. Check its typing; it looks like %(example)s."),
            value=value,
            scheme=scheme,
            example=example,
        )
    return canonical
