"""Networks as they are drawn: who is shown, where, and what is measured."""

from datetime import date

import pytest

from partnerships.models import NetworkMembership, Organization, ServiceNetwork, ServiceTie
from trust.presenters.networks import Graph, drawing_of, graph_of

NAMES = ("bureau", "a", "b", "c", "d")


def organization(key: int) -> Organization:
    """One of the five; the first is a government body."""
    sector = "government" if key == 0 else "ngo"
    return Organization(pk=key + 1, name=NAMES[key], sector=sector, kind="charity")


def tie(one: int, other: int, kind: str = "cooperation") -> ServiceTie:
    """A tie between two of the five."""
    return ServiceTie(
        organization=organization(one), partner=organization(other), kind=kind, started_on=date(2024, 1, 1)
    )


def member(key: int, role: str = "member") -> NetworkMembership:
    """A membership of one of the five."""
    network = ServiceNetwork(pk=1, name="N")
    return NetworkMembership(network=network, organization=organization(key), role=role, started_on=date(2024, 1, 1))


def names(graph: Graph) -> list[str]:
    """Those shown, in their order."""
    return [node.organization.name for node in graph.nodes]


STAR = [tie(0, 1), tie(0, 2), tie(0, 3)]


def test_around_one_stand_its_partners_and_those_who_are_no_partners_are_left_out() -> None:
    graph = graph_of([*STAR, tie(3, 4)], centre=1, whole=False)
    assert names(graph) == ["bureau", "a", "b", "c"]
    assert len(graph.lines) == 3
    assert names(graph_of([*STAR, tie(3, 4)], centre=5, whole=False)) == ["d", "c"]


def test_other_members_stand_around_the_centre_too_without_a_line() -> None:
    graph = graph_of([tie(0, 1)], [member(4)], centre=1, whole=False)
    assert names(graph) == ["bureau", "a", "d"]
    assert len(graph.lines) == 1


def test_the_whole_holds_everybody_and_nobody_stands_in_the_middle() -> None:
    graph = graph_of([*STAR, tie(3, 4)], centre=1, whole=True)
    assert len(graph.nodes) == 5
    assert all(node.place != (0.0, 0.0) for node in graph.nodes)
    assert drawing_of(graph, str)["whole"]


def test_several_ties_of_two_organizations_are_one_line_and_one_partner() -> None:
    graph = graph_of([tie(0, 1), tie(1, 0, "referral")], centre=1, whole=False)
    assert [len(line.ties) for line in graph.lines] == [2]
    assert [len(node.partners) for node in graph.nodes] == [1, 1]
    assert drawing_of(graph, str)["lines"][0]["kinds"] == 2


def test_constraint_and_effective_size_of_a_broker_and_of_a_clique() -> None:
    star = graph_of(STAR, centre=1, whole=False).nodes[0]
    assert (star.constraint, star.effective_size) == (pytest.approx(1 / 3), 3.0)
    clique = [*STAR, tie(1, 2), tie(1, 3), tie(2, 3)]
    tight = graph_of(clique, centre=1, whole=False).nodes[0]
    assert tight.constraint == pytest.approx(0.9259, abs=1e-4)  # Burt 1992: a clique of four
    assert tight.effective_size == 1.0


def test_nothing_is_measured_of_whoever_stands_between_nobody() -> None:
    graph = graph_of(STAR, centre=1, whole=False)
    assert [node.constraint for node in graph.nodes[1:]] == [None, None, None]


def test_the_same_network_is_drawn_the_same_whatever_the_order_of_its_ties() -> None:
    one = drawing_of(graph_of(STAR, centre=1, whole=False), str)
    other = drawing_of(graph_of(STAR[::-1], centre=1, whole=False), str)
    assert one == other
    assert one["nodes"][0] | {"x": 0.0, "y": 0.0, "centre": True, "number": 1} == one["nodes"][0]


def test_many_partners_stand_on_two_rings_and_no_two_at_one_place() -> None:
    centre = Organization(pk=100, name="z", sector="ngo", kind="charity")
    ties = [
        ServiceTie(organization=centre, partner=Organization(pk=key, name=str(key), sector="ngo", kind="charity"))
        for key in range(1, 31)
    ]
    places = [node.place for node in graph_of(ties, centre=100, whole=False).nodes]
    assert len(set(places)) == 31
    assert len({round(x * x + y * y, 2) for x, y in places}) == 3


def test_density_is_the_share_of_pairs_that_are_connected() -> None:
    assert graph_of(STAR, centre=1, whole=False).density == 0.5
    assert graph_of([], [member(1)], centre=2, whole=False).density is None


def test_the_drawing_says_in_words_what_it_shows() -> None:
    words = drawing_of(graph_of(STAR, [member(0, "lead")], centre=1, whole=False), str)
    assert words["description"] == "bureau in the middle with 3 partners; 4 organizations and 3 connections in all."
    assert words["nodes"][0]["lead"]
    assert [node["symbol"] for node in words["nodes"]] == ["rect", "circle", "circle", "circle"]
    assert drawing_of(graph_of([], centre=None, whole=False), str)["nodes"] == []
