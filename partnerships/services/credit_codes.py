"""Unified social credit codes: what is wrong with one, and what a right one says.

GB 32100-2015: one character for the authority that registers, one for the category of organization there, six digits of
the administrative division, nine characters of the organization and a check character. The authorities and categories
are those of its table, with the two codes civil affairs gives to villages' and residents' committees.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import numdb
from stdnum.cn import uscc

from partnerships.models import Jurisdiction, Organization

from .refusals import refuse, refuse_if

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# Letters the standard leaves out because they are taken for these.
MISTAKEN = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}
Sector, Kind = Organization.Sector, Organization.Kind

AUTHORITIES: Mapping[str, Promise] = {
    "1": gettext_lazy("public-sector staffing office"),
    "2": gettext_lazy("foreign affairs"),
    "3": gettext_lazy("justice administration"),
    "4": gettext_lazy("culture"),
    "5": gettext_lazy("civil affairs"),
    "6": gettext_lazy("tourism"),
    "7": gettext_lazy("religious affairs"),
    "8": gettext_lazy("trade unions"),
    "9": gettext_lazy("industry and commerce"),
    "A": gettext_lazy("military staffing office"),
    "N": gettext_lazy("agriculture"),
    "Y": gettext_lazy("other authority"),
}
OTHER_CATEGORY = gettext_lazy("other")


@dataclass(frozen=True)
class Category:
    """What the first two characters stand for; `sector` and `kind` are empty where they do not tell."""

    label: str | Promise
    sector: str = Sector.OTHER
    kind: str = Kind.OTHER


CATEGORIES: Mapping[str, Category] = {
    "11": Category(gettext_lazy("state organ"), Sector.GOVERNMENT, Kind.GOVERNMENT_BODY),
    "12": Category(gettext_lazy("public institution"), Sector.OTHER, Kind.PUBLIC_INSTITUTION),
    "13": Category(
        gettext_lazy("mass organization managed by the staffing office"), Sector.GOVERNMENT, Kind.MASS_ORGANIZATION
    ),
    "31": Category(gettext_lazy("law firm"), kind=Kind.ENTERPRISE),
    "32": Category(gettext_lazy("notary office")),
    "33": Category(gettext_lazy("grassroots legal service office")),
    "34": Category(gettext_lazy("forensic institution")),
    "35": Category(gettext_lazy("arbitration body")),
    "41": Category(gettext_lazy("foreign cultural centre in China")),
    "21": Category(gettext_lazy("resident foreign news office"), kind=Kind.MEDIA),
    "51": Category(gettext_lazy("social association"), Sector.NGO, Kind.SOCIAL_GROUP),
    "52": Category(
        gettext_lazy("private non-enterprise unit (social service agency)"), Sector.NGO, Kind.SOCIAL_SERVICE
    ),
    "53": Category(gettext_lazy("foundation"), Sector.NGO, Kind.FOUNDATION),
    "54": Category(gettext_lazy("villagers' committee"), Sector.OTHER, Kind.COMMUNITY),
    "55": Category(gettext_lazy("residents' committee"), Sector.OTHER, Kind.COMMUNITY),
    "59": Category(gettext_lazy("other registered by civil affairs"), Sector.NGO, Kind.OTHER),
    "61": Category(gettext_lazy("resident office of foreign tourism")),
    "62": Category(gettext_lazy("resident office of tourism of Hong Kong, Macao or Taiwan")),
    "71": Category(gettext_lazy("place of religious activity")),
    "72": Category(gettext_lazy("religious college")),
    "81": Category(gettext_lazy("grassroots trade union")),
    "91": Category(gettext_lazy("enterprise"), kind=Kind.ENTERPRISE),
    "92": Category(gettext_lazy("self-employed business"), kind=Kind.ENTERPRISE),
    "93": Category(gettext_lazy("farmers' cooperative"), kind=Kind.ENTERPRISE),
    "A1": Category(gettext_lazy("military public institution"), kind=Kind.PUBLIC_INSTITUTION),
    "N1": Category(gettext_lazy("collective economic organization of a group"), kind=Kind.ENTERPRISE),
    "N2": Category(gettext_lazy("collective economic organization of a village"), kind=Kind.ENTERPRISE),
    "N3": Category(gettext_lazy("collective economic organization of a township"), kind=Kind.ENTERPRISE),
}


@dataclass(frozen=True)
class CreditCode:
    """What a valid code says. `place` is the division on record that it names or lies in, if any is."""

    value: str
    authority: str | Promise
    category: Category
    division: str
    place_name: str
    place: Jurisdiction | None


def folded(text: str) -> str:
    """A code as typed or pasted: full-width characters as plain ones, capitals, without spaces and hyphens."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in plain if not character.isspace() and character not in "-–—_.")


def check_credit_code(text: str) -> str:
    """The code in its canonical form; refuses on `value`, saying which character is wrong and what was expected."""
    code = folded(text)
    _check_alphabet(code)
    refuse_if(
        len(code) != LENGTH,
        "value",
        _(
            "“%(code)s” has %(length)s characters; a unified social credit code has 18. "
            "Compare with the certificate what is missing or too much."
        ),
        code=code,
        length=len(code),
    )
    _check_start(code)
    expected = uscc.calc_check_digit(code[:-1])
    refuse_if(
        code[-1] != expected,
        "value",
        _(
            "The last character of “%(code)s” should be %(expected)s if the other 17 are right, and it is %(found)s. "
            "One character is mistyped: compare with the certificate."
        ),
        code=code,
        expected=expected,
        found=code[-1],
    )
    return code


def _check_alphabet(code: str) -> None:
    for place, character in enumerate(code, start=1):
        if character in ALPHABET:
            continue
        if character in MISTAKEN:
            refuse(
                "value",
                _(
                    "Character %(place)s of “%(code)s” is the letter %(found)s, which these codes never contain. "
                    "It is probably %(meant)s%(whole)s."
                ),
                place=place,
                code=code,
                found=character,
                meant=MISTAKEN[character],
                whole=_meant(code),
            )
        refuse(
            "value",
            _("Character %(place)s of “%(code)s” is “%(found)s”. A code consists of digits and capital letters only."),
            place=place,
            code=code,
            found=character,
        )


def _meant(code: str) -> str:
    """The code with mistaken letters replaced, as an aside, if it is right then."""
    replaced = "".join(MISTAKEN.get(character, character) for character in code)
    is_right = len(replaced) == LENGTH and all(character in ALPHABET for character in replaced)
    if is_right and uscc.calc_check_digit(replaced[:-1]) == replaced[-1]:
        return _(": %(code)s is right") % {"code": replaced}
    return ""


def _check_start(code: str) -> None:
    refuse_if(
        code[0] not in AUTHORITIES,
        "value",
        _("“%(code)s” begins with %(found)s, which stands for no authority. It begins with one of: %(known)s."),
        code=code,
        found=code[0],
        known=", ".join(AUTHORITIES),
    )
    place = next((place for place, character in enumerate(code[2:8], start=3) if not character.isdigit()), None)
    refuse_if(
        place is not None,
        "value",
        _("Character %(place)s of “%(code)s” is %(found)s; characters 3 to 8 are the digits of the division."),
        code=code,
        place=place,
        found=code[(place or 1) - 1],
    )


def read_credit_code(text: str) -> CreditCode:
    """What the code says; refuses one that is wrong. One query."""
    code = check_credit_code(text)
    division = code[2:8]
    place = _place(division)
    category = CATEGORIES.get(code[:2], Category(OTHER_CATEGORY))
    return CreditCode(code, AUTHORITIES[code[0]], category, division, _place_name(division, place), place)


def _place(division: str) -> Jurisdiction | None:
    """The division on record, else the city or province it lies in. The last digits of a code that names one are 0."""
    above = [division, division[:4] + "00", division[:2] + "0000"]
    known = {place.code: place for place in Jurisdiction.objects.filter(code__in=above)}
    return next((known[code] for code in above if code in known), None)


def _place_name(division: str, place: Jurisdiction | None) -> str:
    """The division's name: ours where it is loaded, else that of the national list; empty where nobody knows it."""
    if place is not None and place.code == division:
        return str(place)
    parts = [info for _number, info in numdb.get("cn/loc").info(division)]
    names = [str(name) for part in parts for name in part.values()]
    # "[1997-1997]万县区,[1998-]万州区": the last name in the list is today's. A municipality stands twice.
    return "".join(dict.fromkeys(name.rsplit(",", maxsplit=1)[-1].rsplit("]", maxsplit=1)[-1] for name in names))
