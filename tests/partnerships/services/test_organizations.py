"""Entering organizations and finding them again."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from partnerships.models import Organization, OrganizationName, Partnership, Standing
from partnerships.services.identifiers import check_identifier
from partnerships.services.organizations import (
    add_identifier,
    find_organization,
    record_standing,
    register_organization,
    rename_organization,
)
from partnerships.services.partnerships import open_partnership
from partnerships.services.provenance import Provenance
from tests.cast import Cast
from tests.partnerships.services.refusals import refused

USCC, CNPJ = "52330106MJ8765432T", "16.727.230/0001-97"
OFFICIAL = Provenance("official", "registry")


@pytest.mark.parametrize(
    ("scheme", "value", "canonical"),
    [
        ("CN-USCC", " 5233 0106 MJ8765432T ", USCC),
        ("BR-CNPJ", CNPJ, "16727230000197"),
        ("GB-CHC", "1157187", "1157187"),
        ("GB-COH", "9122052", "09122052"),
        ("GB-COH", "sc 123456", "SC123456"),
        ("GB-LAE", "trf", "TRF"),
        ("360G", "360G-Trafford", "360G-Trafford"),
        ("LOCAL", " T-0042 ", "T-0042"),
    ],
)
def test_a_number_is_kept_in_its_canonical_form(scheme: str, value: str, canonical: str) -> None:
    assert check_identifier(scheme, value) == canonical


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        ("BR-CNPJ", "16.727.230/0001-98"),
        ("GB-CHC", "12345"),
        ("GB-COH", "123456789"),
        ("GB-LAE", "T1"),
        ("360G", "Trafford"),
        ("LOCAL", "  "),
        ("LOCAL", "x" * 121),
    ],
)
def test_a_number_with_an_error_is_refused_with_an_example(scheme: str, value: str) -> None:
    with refused("value", f"“{value}”", scheme, "looks like"):
        check_identifier(scheme, value)


def test_an_unknown_register_is_refused() -> None:
    with refused("scheme", "“DE-HR”", "CN-USCC"):
        check_identifier("DE-HR", "1")


def test_staff_register_an_organization_with_its_numbers_in_their_district(cast: Cast) -> None:
    organization = register_organization(
        by=cast.staff,
        name=" 阳光社工站 ",
        sector="ngo",
        kind="social_service",
        jurisdiction=cast.street,
        identifiers={"CN-USCC": USCC, "LOCAL": "7"},
    )
    assert organization.name == "阳光社工站"
    assert set(organization.identifiers.values_list("scheme", "value")) == {("CN-USCC", USCC), ("LOCAL", "7")}
    assert Organization.objects.visible_to(cast.street_staff).filter(pk=organization.pk).exists()


def test_staff_register_nothing_outside_their_jurisdiction(cast: Cast) -> None:
    for place in (cast.district, None):
        with refused("jurisdiction", "Anhe", "administrator"):
            register_organization(
                by=cast.street_staff, name="阳光社工站", sector="ngo", kind="social_service", jurisdiction=place
            )


def test_ngo_managers_register_nothing(cast: Cast) -> None:
    with pytest.raises(PermissionDenied, match="As NGO manager"):
        register_organization(by=cast.ngo_manager, name="阳光社工站", sector="ngo", kind="social_service")


@pytest.mark.parametrize(
    ("field", "given"), [("name", {"name": "  "}), ("sector", {"sector": "church"}), ("kind", {"kind": "club"})]
)
def test_an_organization_needs_a_name_and_known_kinds(field: str, given: dict[str, str], cast: Cast) -> None:
    with refused(field):
        register_organization(by=None, **{"name": "阳光社工站", "sector": "ngo", "kind": "social_service"} | given)  # type: ignore[arg-type]
    assert Organization.objects.count() == 4


def test_a_bad_number_registers_nothing(cast: Cast) -> None:
    with refused("value"):
        register_organization(
            by=None, name="阳光社工站", sector="ngo", kind="social_service", identifiers={"CN-USCC": "1"}
        )
    assert not Organization.objects.filter(name="阳光社工站").exists()


def test_adding_a_number_twice_changes_nothing_and_anothers_number_is_refused(cast: Cast) -> None:
    first = add_identifier(by=cast.staff, organization=cast.ngo, scheme="CN-USCC", value=USCC)
    assert add_identifier(by=cast.staff, organization=cast.ngo, scheme="CN-USCC", value=USCC.lower()) == first
    with refused("value", USCC, "Gongyi Social Work Centre"):
        add_identifier(by=cast.staff, organization=cast.other_ngo, scheme="CN-USCC", value=USCC)
    with refused("__all__", "unified social credit code already"):
        add_identifier(by=None, organization=cast.ngo, scheme="CN-USCC", value="51330106500001234Y")


def test_an_organization_is_found_by_number_before_name(cast: Cast) -> None:
    add_identifier(by=None, organization=cast.ngo, scheme="BR-CNPJ", value=CNPJ)
    assert find_organization(identifiers={"BR-CNPJ": CNPJ}, name=cast.other_ngo.name) == cast.ngo
    assert find_organization(identifiers={}, name="Anhe Street Office") == cast.street_office
    assert find_organization(identifiers={}, name="Nobody") is None
    assert find_organization(identifiers={}) is None


def test_a_name_does_not_identify_an_organization_with_another_number(cast: Cast) -> None:
    add_identifier(by=None, organization=cast.ngo, scheme="BR-CNPJ", value=CNPJ)
    other = {"BR-CNPJ": "11.444.777/0001-61"}
    assert find_organization(identifiers=other, name=cast.ngo.name) is None
    assert find_organization(identifiers=other, name=cast.other_ngo.name) == cast.other_ngo


def test_numbers_of_two_organizations_and_a_shared_name_are_refused(cast: Cast) -> None:
    add_identifier(by=None, organization=cast.ngo, scheme="BR-CNPJ", value=CNPJ)
    add_identifier(by=None, organization=cast.other_ngo, scheme="LOCAL", value="7")
    with refused("identifiers", "different organizations"):
        find_organization(identifiers={"BR-CNPJ": CNPJ, "LOCAL": "7"})
    OrganizationName.objects.create(organization=cast.other_ngo, name=cast.ngo.name)
    with refused("name", cast.ngo.name, "identifier"):
        find_organization(identifiers={}, name=cast.ngo.name)


def test_a_renamed_organization_is_found_by_its_former_name(cast: Cast) -> None:
    former = cast.ngo.name
    for _ in range(2):
        renamed = rename_organization(by=cast.staff, organization=cast.ngo, name="共信中心", until=date(2024, 1, 1))
    assert renamed.name == "共信中心"
    assert find_organization(identifiers={}, name=former) == cast.ngo
    assert cast.ngo.other_names.get().used_until == date(2024, 1, 1)
    with refused("name"):
        rename_organization(by=cast.staff, organization=cast.ngo, name=" ", until=date(2024, 1, 1))


def test_a_standing_is_recorded_with_its_level(cast: Cast) -> None:
    standing = record_standing(
        by=None, organization=cast.ngo, kind="CUL_RATING", effective_on=date(2023, 3, 1), level=4, provenance=OFFICIAL
    )
    assert Standing.objects.get() == standing
    assert (standing.level, standing.verification, standing.recorded_by) == (4, "official", None)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kind": "CUL_RATING"}, "level from 0 to 5"),
        ({"kind": "CUL_RATING", "level": 6}, "level from 0 to 5"),
        ({"kind": "CMP_ANNUAL"}, "pass, basic or fail"),
        ({"kind": "CMP_ANNUAL", "result": "pass", "level": 3}, "level from 0 to 5"),
        ({"kind": "CMP_SERIOUS", "result": "fail"}, "on or off"),
    ],
)
def test_a_standing_without_what_its_kind_needs_is_refused(given: dict[str, object], sentence: str, cast: Cast) -> None:
    with refused("__all__", sentence):
        record_standing(
            by=None,
            organization=cast.ngo,
            effective_on=date(2023, 3, 1),
            provenance=OFFICIAL,
            **given,  # type: ignore[arg-type]
        )


def test_ngo_managers_record_no_standing(cast: Cast) -> None:
    with pytest.raises(PermissionDenied, match="standing"):
        record_standing(
            by=cast.ngo_manager,
            organization=cast.ngo,
            kind="CUL_RATING",
            level=5,
            effective_on=date(2023, 3, 1),
            provenance=Provenance("single_doc", "ngo"),
        )


def test_opening_a_partnership_twice_gives_the_same(cast: Cast) -> None:
    first = open_partnership(by=cast.staff, government=cast.bureau, ngo=cast.other_ngo)
    assert open_partnership(by=cast.other_manager, government=cast.bureau, ngo=cast.other_ngo) == first
    assert Partnership.objects.count() == 3


def test_a_partnership_needs_a_body_and_an_ngo(cast: Cast) -> None:
    with refused("government", "Gongyi", "NGO"):
        open_partnership(by=None, government=cast.ngo, ngo=cast.other_ngo)
    with refused("ngo", "Anhe Street Office"):
        open_partnership(by=None, government=cast.bureau, ngo=cast.street_office)


def test_people_open_partnerships_of_their_own_side_only(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        open_partnership(by=cast.street_staff, government=cast.bureau, ngo=cast.other_ngo)
    with pytest.raises(PermissionDenied):
        open_partnership(by=cast.ngo_manager, government=cast.bureau, ngo=cast.other_ngo)
