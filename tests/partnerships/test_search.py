"""The search: any part of a name in any script, whoever writes the rows, and never what the person may not see."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from partnerships.models import (
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    ServiceNetwork,
    User,
)
from partnerships.models.searching import Where, holds
from partnerships.search import direct_hit, search
from partnerships.services.copying import copy_rows
from tests import facts
from tests.api.evidence import record_contract, record_event
from tests.cast import Cast


def titles(user: User, typed: str, label: str = "Organizations") -> list[str]:
    """What is found of one kind, best first."""
    groups = {str(group.label): group for group in search(user, typed, 12)}
    return ["".join(part for part, _ in hit.title) for hit in groups[label].hits] if label in groups else []


@pytest.mark.parametrize("typed", ["共", "共益", "益社", "会工作", "社会工作服务", "共益社会工作服务中心", "心"])
def test_any_part_of_a_chinese_name_finds_it(cast: Cast, typed: str) -> None:
    assert "Gongyi Social Work Centre" in titles(cast.administrator, typed)


@pytest.mark.parametrize(
    "typed",
    ["gongyi", "GONGYI soc", "ＧＯＮＧＹＩ", "work　centre", "centre gongyi", "共益 服务中心", "（共益）", "gongyisoc"],
)
def test_width_capitals_spaces_and_punctuation_make_no_difference(cast: Cast, typed: str) -> None:
    assert titles(cast.administrator, typed) == ["Gongyi Social Work Centre"]


@pytest.mark.parametrize("typed", ["", " ", "—", "·", "共工", "益共", "gongyi qingquan", "翱", "心共"])
def test_what_is_in_no_name_finds_nothing(cast: Cast, typed: str) -> None:
    assert titles(cast.administrator, typed) == []


def test_pairs_that_stand_apart_are_no_match(cast: Cast) -> None:
    Organization.objects.filter(pk=cast.ngo.pk).update(name="会工工作", name_en="")
    assert titles(cast.administrator, "会工工") == ["会工工作"]
    assert titles(cast.administrator, "会工作") == []


@pytest.mark.parametrize("typed", ["'", "''", "\\", "a'b", "& | !", "(:*)", "%", "_", "$^", "\u2028", "😀", "x" * 200])
def test_no_text_breaks_the_search(cast: Cast, typed: str) -> None:
    assert titles(cast.administrator, typed) == []
    assert direct_hit(cast.administrator, typed) == ""


def test_former_names_and_parts_of_identifiers_find_organizations(cast: Cast) -> None:
    OrganizationName.objects.create(organization=cast.ngo, name="旧名服务社")
    OrganizationIdentifier.objects.create(organization=cast.ngo, scheme="CN-USCC", value="51310101MJ1234567X")
    for typed in ("旧名", "mj12345", "51310101mj1234567x"):
        assert titles(cast.administrator, typed) == ["Gongyi Social Work Centre"]


def test_contracts_are_found_by_number_and_title_and_events_by_note_and_type(cast: Cast) -> None:
    record_contract(cast.partnership, number="沪民采〔2024〕17号")
    record_event(cast.partnership, note="召开第三季度联席会议")
    for typed in ("2024 17", "民采", "居家养老", "home care"):
        assert titles(cast.administrator, typed, "Contracts") == ["Home care"]
    with translation.override("zh-hans"):
        assert len(titles(cast.administrator, "联席会", "互动事件")) == 1
    for typed in ("季度", "needs assessment"):
        assert len(titles(cast.administrator, typed, "Interaction events")) == 1


def test_networks_are_found(cast: Cast) -> None:
    network = ServiceNetwork.objects.create(name="临江助老服务网络", name_en="Linjiang Care Network")
    facts.membership(cast.partnership, network=network).save()
    assert titles(cast.staff, "助老", "Service networks") == ["Linjiang Care Network"]


def _network(pair: Any, place: str) -> None:
    facts.membership(pair, network=ServiceNetwork.objects.create(name=f"养老 {place}")).save()


SEEN = {
    "staff": {"district", "street"},
    "street_staff": {"street"},
    "ngo_manager": {"district"},
    "other_manager": {"street"},
    "analyst": {"street"},
    "administrator": {"district", "street"},
}


@pytest.mark.parametrize("person", SEEN)
@pytest.mark.parametrize(
    ("label", "record"),
    [
        ("Contracts", lambda pair, place: record_contract(pair, title=f"养老 {place}", title_en="")),
        ("Interaction events", lambda pair, place: record_event(pair, note=f"养老 {place}")),
        (
            "Interaction events",
            lambda pair, place: record_event(None, organization=pair.ngo, type_id="NET_LEAD", note=f"养老 {place}"),
        ),
        ("Service networks", _network),
    ],
    ids=["contracts", "events", "events of NGOs", "networks"],
)
def test_each_person_finds_what_they_may_see_and_no_more(
    cast: Cast, person: str, label: str, record: Callable[[Any, str], Any]
) -> None:
    record(cast.partnership, "district")
    record(cast.street_partnership, "street")
    groups = {str(group.label): group for group in search(getattr(cast, person), "养老", 12)}
    shown = [[part for part, _ in (*hit.title, *hit.text)] for hit in groups[label].hits]
    assert {place for place in ("district", "street") if any(place in "".join(hit) for hit in shown)} == SEEN[person]


def test_organizations_out_of_sight_are_not_found_not_even_by_their_identifier(cast: Cast) -> None:
    OrganizationIdentifier.objects.create(organization=cast.ngo, scheme="LOCAL", value="SECRET-1")
    assert titles(cast.street_staff, "共益") == titles(cast.street_staff, "SECRET") == []
    assert direct_hit(cast.street_staff, "SECRET-1") == ""
    assert direct_hit(cast.staff, "SECRET-1") == reverse("organization-detail", args=[cast.ngo.pk])


def test_an_identifier_or_a_contract_number_leads_straight_to_the_only_one(cast: Cast) -> None:
    contract = record_contract(cast.partnership, number="HT-2024-17")
    page = reverse("contract-detail", args=[contract.pk])
    assert direct_hit(cast.staff, "ＨＴ－2024－17") == direct_hit(cast.staff, "ht202417") == page
    assert direct_hit(cast.staff, "HT-2024-1") == direct_hit(cast.staff, "居家养老服务") == ""
    record_contract(cast.street_partnership, number="HT-2024-17")
    assert direct_hit(cast.staff, "HT-2024-17") == ""
    assert direct_hit(cast.street_staff, "HT-2024-17") != ""


def test_voided_records_are_not_found(cast: Cast) -> None:
    event = record_event(cast.partnership, note="误登记的走访")
    assert titles(cast.staff, "误登记", "Interaction events")
    event.voided_at, event.void_reason = timezone.now(), "mistaken"
    event.save()
    assert not titles(cast.staff, "误登记", "Interaction events")


def test_of_very_many_the_one_that_begins_so_comes_first(cast: Cast) -> None:
    copy_rows([_organization(f"某{number}养老院") for number in range(150)])
    copy_rows([_organization("养老之家"), _organization("养老")])
    group = search(cast.administrator, "养老", 3)[0]
    assert (group.number, group.is_more) == (100, True)
    assert titles(cast.administrator, "养老")[:2] == ["养老", "养老之家"]
    assert group.address == "/organizations/?q=%E5%85%BB%E8%80%81"


def _organization(name: str) -> Organization:
    return Organization(name=name, sector="ngo", kind="charity", created_at=timezone.now())


def test_rows_that_came_by_copy_and_rows_that_changed_are_found(cast: Cast) -> None:
    copy_rows([_organization("新翱养老院")])
    assert titles(cast.administrator, "翱") == ["新翱养老院"]
    Organization.objects.filter(name="新翱养老院").update(name="新恒养老院")
    assert titles(cast.administrator, "翱") == []
    assert titles(cast.administrator, "新恒") == ["新恒养老院"]


@pytest.mark.parametrize("where", Where)
def test_the_index_answers(cast: Cast, where: Where) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Organization.objects.filter(holds("共益社", "name", "name_en", where=where)).explain()
    assert "Bitmap Index Scan on organization_search" in plan


def test_what_was_typed_is_marked_and_a_long_note_is_cut_around_it(cast: Cast) -> None:
    record_event(cast.partnership, note="甲" * 200 + "联席会议" + "乙" * 200, occurred_on=date(2025, 1, 2))
    (group,) = search(cast.staff, "联席", 12)
    text = group.hits[0].text
    assert ("联席", True) in text
    assert len("".join(part for part, _ in text)) < 130


def test_a_search_takes_a_fixed_number_of_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    copy_rows([_organization(f"某{number}养老院") for number in range(150)])
    for number in range(20):
        record_contract(cast.partnership, number=f"N{number}", title="养老")
        record_event(cast.partnership, note="养老")
    with django_assert_max_num_queries(16):
        search(cast.staff, "养老", 12)
