"""Unified social credit codes: what is wrong with one, and what a right one says."""

import pytest
from django.utils.translation import override
from stdnum.cn import uscc

from partnerships.models import Jurisdiction
from partnerships.services.credit_codes import AUTHORITIES, CATEGORIES, check_credit_code, read_credit_code

from .refusals import refused

RIGHT = "52330106MJ8765432T"
pytestmark = pytest.mark.django_db


def code_of(start: str, rest: str = "MJ8765432") -> str:
    """A right code that begins so."""
    return start + rest + uscc.calc_check_digit(start + rest)


@pytest.mark.parametrize(
    "typed",
    [
        RIGHT.lower(),
        "５２３３０１０６ＭＪ８７６５４３２Ｔ",
        " 52 330106 MJ8765432 T ",
        "52-330106-MJ8765432-T",
        "52330106\tMJ8765432T\n",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert check_credit_code(typed) == RIGHT


def test_a_letter_taken_for_a_digit_is_named_with_the_code_it_was_meant_to_be() -> None:
    assert code_of("52330106", "MJ8065432") == "52330106MJ8065432Q"
    with refused("value", "Character 12", "the letter O", "probably 0", "52330106MJ8065432Q is right"):
        check_credit_code("52330106MJ8O65432Q")


def test_a_letter_taken_for_a_digit_in_a_code_wrong_elsewhere_is_named_without_a_proposal() -> None:
    with refused("value", "Character 12", "the letter I", "probably 1.") as _:
        check_credit_code("52330106MJ8I65432Q")


def test_a_character_no_code_has_is_named() -> None:
    with refused("value", "Character 9", "“民”"):
        check_credit_code("52330106民J8765432T")


@pytest.mark.parametrize("typed", [RIGHT[:-1], RIGHT + "0", ""])
def test_a_wrong_length_is_counted(typed: str) -> None:
    with refused("value", f"has {len(typed)} characters"):
        check_credit_code(typed)


def test_a_wrong_check_character_is_said_with_the_expected_one() -> None:
    with refused("value", "should be T", "it is 8"):
        check_credit_code(RIGHT[:-1] + "8")


def test_a_mistyped_digit_is_caught_by_the_check_character() -> None:
    with refused("value", "mistyped"):
        check_credit_code("52330107MJ8765432T")


def test_a_code_begins_with_an_authority_and_names_a_division_in_digits() -> None:
    with refused("value", "begins with B", "1, 2, 3"):
        check_credit_code("B" + RIGHT[1:])
    with refused("value", "Character 5", "characters 3 to 8"):
        check_credit_code("5233A106MJ8765432T")


def test_a_code_tells_authority_category_and_the_division_of_the_national_list() -> None:
    code = read_credit_code(RIGHT)
    with override("en"):
        assert (str(code.authority), str(code.category.label)) == (
            "civil affairs",
            "private non-enterprise unit (social service agency)",
        )
    assert (code.category.sector, code.category.kind) == ("ngo", "social_service")
    assert (code.division, code.place_name, code.place) == ("330106", "浙江省西湖区", None)


def test_a_division_that_was_renamed_bears_its_present_name() -> None:
    assert read_credit_code(code_of("51500101")).place_name == "重庆市万州区"
    assert read_credit_code(code_of("51110000")).place_name == "北京市"


def test_a_division_on_record_comes_with_it_else_the_city_it_lies_in() -> None:
    city = Jurisdiction.objects.create(code="990100", name="汀澜市", level="city")
    district = Jurisdiction.objects.create(code="990101", name="临江区", level="district", parent=city)
    assert read_credit_code(code_of("53990101")).place == district
    assert read_credit_code(code_of("53990199")).place == city
    assert read_credit_code(code_of("53990101")).place_name == "临江区"


def test_a_division_nobody_knows_has_no_name_and_no_place() -> None:
    code = read_credit_code(code_of("91980102"))
    assert (code.place_name, code.place) == ("", None)


@pytest.mark.parametrize(
    ("start", "sector", "kind"),
    [
        ("11", "government", "government_body"),
        ("12", "other", "public_institution"),
        ("51", "ngo", "social_group"),
        ("53", "ngo", "foundation"),
        ("55", "other", "community"),
        ("91", "other", "enterprise"),
        ("N2", "other", "enterprise"),
        ("79", "other", "other"),
    ],
)
def test_the_first_two_characters_tell_what_it_is(start: str, sector: str, kind: str) -> None:
    category = read_credit_code(code_of(start + "330106")).category
    assert (category.sector, category.kind) == (sector, kind)


def test_every_category_belongs_to_an_authority() -> None:
    assert {start[0] for start in CATEGORIES} <= set(AUTHORITIES)
