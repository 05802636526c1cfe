"""A network's page: around one organization, as of a day, and what people enter of networks."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import NetworkMembership, Organization, ServiceNetwork, ServiceTie
from tests.cast import Cast
from tests.facts import PROVENANCE
from tests.trust.views.conftest import SignIn

SINCE = date(2024, 1, 1)


@pytest.fixture
def network(cast: Cast) -> ServiceNetwork:
    """A network the NGO leads, with the other NGO and a school, who know each other."""
    network = ServiceNetwork.objects.create(name="养老服务网络", name_en="Elder network", convened_by=cast.ngo)
    school = Organization.objects.create(name="临江小学", sector="other", kind="school", jurisdiction=cast.district)
    for organization, role in ((cast.ngo, "lead"), (cast.other_ngo, "member"), (school, "member")):
        row = {"network": network, "organization": organization, "role": role}
        NetworkMembership.objects.create(started_on=SINCE, **row, **PROVENANCE)
    for one, other, ended in (
        (cast.ngo, cast.other_ngo, None),
        (cast.ngo, school, None),
        (cast.other_ngo, school, date(2024, 7, 1)),
    ):
        row = {"organization": one, "partner": other, "network": network, "started_on": SINCE, "ended_on": ended}
        end = {"end_recorded_at": timezone.now()} if ended else {}
        ServiceTie.objects.create(**row, **end, **PROVENANCE)
    return network


def shown(response: object) -> tuple[list[str], int]:
    """Names in the drawing in their order, and the number of lines."""
    graph = response.context["shown"].graph  # type: ignore[attr-defined]
    return [node.organization.name for node in graph.nodes], len(graph.lines)


def test_the_convener_stands_in_the_middle_and_the_table_needs_no_script(
    cast: Cast, network: ServiceNetwork, signed_in: SignIn
) -> None:
    response = signed_in(cast.staff).get(reverse("network-detail", args=[network.pk]))
    assert shown(response) == ([cast.ngo.name, cast.other_ngo.name, "临江小学"], 2)
    page = response.content.decode()
    assert "Around Gongyi Social Work Centre" in page
    assert "0.50" in page  # its constraint: two partners who do not know each other


@pytest.mark.parametrize(("day", "lines"), [("2023-12-31", 0), ("2024-01-01", 3), ("2024-06-30", 3), ("2024-07-01", 2)])
def test_a_network_is_shown_as_of_a_day(
    cast: Cast, network: ServiceNetwork, signed_in: SignIn, day: str, lines: int
) -> None:
    response = signed_in(cast.staff).get(reverse("network-detail", args=[network.pk]), {"on": day, "whole": "yes"})
    assert shown(response)[1] == lines


def test_another_organization_is_put_in_the_middle_and_the_view_is_kept(
    cast: Cast, network: ServiceNetwork, signed_in: SignIn
) -> None:
    asked = {"on": "2024-03-01", "centre": str(cast.other_ngo.pk), "kind": "cooperation"}
    response = signed_in(cast.staff).get(reverse("network-detail", args=[network.pk]), asked)
    assert shown(response)[0][0] == cast.other_ngo.name
    node = response.context["shown"].drawing["nodes"][1]
    assert node["address"].endswith(f"?centre={node['key']}&on=2024-03-01&kind=cooperation")


def test_a_kind_of_tie_is_picked_out(cast: Cast, network: ServiceNetwork, signed_in: SignIn) -> None:
    address = reverse("network-detail", args=[network.pk])
    assert shown(signed_in(cast.staff).get(address, {"kind": "referral"}))[1] == 0


@pytest.mark.parametrize("asked", [{"on": "soon"}, {"centre": "x"}, {"kind": "love"}, {"colour": "red"}])
def test_an_address_that_means_nothing_is_refused_in_words(
    cast: Cast, network: ServiceNetwork, signed_in: SignIn, asked: dict[str, str]
) -> None:
    response = signed_in(cast.staff).get(reverse("network-detail", args=[network.pk]), asked)
    assert response.status_code == 400
    assert f"“{next(iter(asked))}”" in response.content.decode()


def test_voided_ties_are_not_drawn(cast: Cast, network: ServiceNetwork, signed_in: SignIn) -> None:
    ServiceTie.objects.update(voided_at=timezone.now(), void_reason="wrong")
    assert shown(signed_in(cast.staff).get(reverse("network-detail", args=[network.pk])))[1] == 0


def test_a_manager_sees_what_the_own_organization_has_part_in(
    cast: Cast, network: ServiceNetwork, signed_in: SignIn
) -> None:
    response = signed_in(cast.other_manager).get(reverse("network-detail", args=[network.pk]), {"on": "2024-03-01"})
    assert shown(response)[1] == 2
    ServiceTie.objects.all().delete()
    NetworkMembership.objects.filter(organization=cast.other_ngo).delete()
    assert signed_in(cast.other_manager).get(reverse("network-detail", args=[network.pk])).status_code == 404


def test_an_empty_network_says_what_to_do(cast: Cast, signed_in: SignIn) -> None:
    network = ServiceNetwork.objects.create(name="N", convened_by=cast.ngo)
    page = signed_in(cast.staff).get(reverse("network-detail", args=[network.pk])).content.decode()
    assert "Add a member, or choose another day." in page
    assert reverse("membership-new", args=[network.pk]) in page


def test_an_organizations_page_shows_its_ties_and_networks(
    cast: Cast, network: ServiceNetwork, signed_in: SignIn
) -> None:
    response = signed_in(cast.staff).get(reverse("organization-detail", args=[cast.ngo.pk]))
    graph = response.context["surroundings"]["graph"]
    assert graph.nodes[0].organization == cast.ngo
    assert len(graph.lines) == 2
    assert reverse("network-detail", args=[network.pk]) in response.content.decode()


def test_staff_found_a_network_and_add_a_member(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.staff)
    response = browser.post(
        reverse("network-new"), {"name": "助餐网络", "convened_by": "临江区民政局", "founded_on": "2024-01-01"}
    )
    network = ServiceNetwork.objects.get()
    assert response["Location"] == reverse("network-detail", args=[network.pk])
    address = reverse("membership-new", args=[network.pk])
    given = {"organization": "Gongyi", "role": "lead", "started_on": "2024-02-01"}
    assert browser.post(address, given)["Location"] == reverse("network-detail", args=[network.pk])
    membership = NetworkMembership.objects.get()
    assert (membership.organization, membership.role, membership.verification) == (cast.ngo, "lead", "single")
    response = browser.post(address, given)
    assert response.status_code == 422
    assert "member of this network already" in response.content.decode()


def test_a_membership_and_a_tie_are_ended_once(cast: Cast, network: ServiceNetwork, signed_in: SignIn) -> None:
    browser = signed_in(cast.staff)
    membership = NetworkMembership.objects.get(organization=cast.ngo)
    tie = ServiceTie.objects.filter(ended_on__isnull=True).first()
    assert tie is not None
    for row, address in ((membership, "membership-end"), (tie, "tie-end")):
        form = reverse(address, args=[row.pk])
        assert browser.post(form, {"ended_on": "2023-01-01"}).status_code == 422
        assert browser.post(form, {"ended_on": "2025-01-01"}).status_code == 302
        row.refresh_from_db()
        assert row.ended_on == date(2025, 1, 1)
        assert "ended on" in browser.post(form, {"ended_on": "2025-02-01"}).content.decode()


def test_a_manager_records_a_tie_of_the_own_organization(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.ngo_manager)
    address = reverse("tie-new", args=[cast.ngo.pk])
    given = {"partner": cast.bureau.name, "kind": "referral", "started_on": "2024-01-01"}
    assert browser.post(address, given)["Location"] == reverse("organization-detail", args=[cast.ngo.pk])
    tie = ServiceTie.objects.get()
    assert (tie.partner, tie.kind, tie.recorded_side) == (cast.bureau, "referral", "ngo")
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert browser.post(address, {**given, "kind": "contact", "started_on": tomorrow.isoformat()}).status_code == 422


def test_a_network_nobody_belongs_to_any_more_offers_its_last_day(
    cast: Cast, network: ServiceNetwork, signed_in: SignIn
) -> None:
    end = {"ended_on": date(2025, 7, 1), "end_recorded_at": timezone.now()}
    NetworkMembership.objects.update(**end)
    ServiceTie.objects.filter(ended_on=None).update(**end)
    client, address = signed_in(cast.staff), reverse("network-detail", args=[network.pk])
    empty = client.get(address)
    assert shown(empty) == ([], 0)
    assert 'value="2025-06-30"' in empty.content.decode()
    assert shown(client.get(f"{address}?on=2025-06-30"))[0]
