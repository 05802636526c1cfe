"""Service networks: members, ties in both directions once, partnerships of the lead agency."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from partnerships.imports.findings import UnusableFileError
from partnerships.imports.importing import import_path
from partnerships.imports.report import Report
from partnerships.models import NetworkMembership, Partnership, ServiceNetwork, ServiceTie
from tests.partnerships.imports.small_files import EDGES, NODES, Row, write_network

pytestmark = pytest.mark.django_db


def _imported(folder: Path, options: dict[str, str] | None = None, **tables: list[Row]) -> Report:
    return import_path(
        write_network(folder, **tables), by=None, options={"started_on": "2010-01-01", **(options or {})}
    )


def test_every_organization_is_a_member_and_the_lead_agency_leads_and_convenes(tmp_path: Path) -> None:
    _imported(tmp_path)
    network = ServiceNetwork.objects.get()
    assert (network.name, network.convened_by.name) == ("Small town", "Agency")
    assert NetworkMembership.objects.count() == 5
    assert NetworkMembership.objects.get(role="lead").organization.name == "Agency"


def test_the_lead_agency_has_a_partnership_with_those_it_works_through_only(tmp_path: Path) -> None:
    _imported(tmp_path)
    assert sorted(Partnership.objects.values_list("government__name", "ngo__name")) == [
        ("Agency", "Clinic"),
        ("Agency", "Coalition"),
    ]


def test_ties_carry_their_kind_strength_and_day(tmp_path: Path) -> None:
    _imported(tmp_path)
    tie = ServiceTie.objects.get(kind="contact")
    assert (tie.organization.name, tie.partner.name, tie.strength) == ("Agency", "Clinic", Decimal(5))
    assert (tie.started_on, tie.ended_on) == (date(2010, 1, 1), None)


def test_a_tie_given_in_both_directions_is_one_tie(tmp_path: Path) -> None:
    back = {**EDGES[0], "a": "Clinic", "b": "Agency"}
    report = _imported(tmp_path, edges=[EDGES[0], back])
    assert ServiceTie.objects.count() == 1
    assert [finding.location for finding in report.refused()] == ["line 3"]


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    first, second = _imported(tmp_path), _imported(tmp_path)
    assert (first.total("created"), second.total("unchanged")) == (7, 7)
    assert ServiceNetwork.objects.count() == 1


def test_ties_of_a_study_that_has_ended_are_closed(tmp_path: Path) -> None:
    _imported(tmp_path, {"ended_on": "2011-01-01"})
    assert set(ServiceTie.objects.values_list("ended_on", flat=True)) == {date(2011, 1, 1)}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"started_on": ""}, "“started_on” is missing"),
        ({"started_on": "2010-13-01"}, "does not exist"),
        ({"ended_on": "2010-01-01"}, "must lie after"),
    ],
)
def test_days_that_are_missing_or_wrong_are_told(tmp_path: Path, options: dict[str, str], words: str) -> None:
    with pytest.raises(UnusableFileError, match=words):
        _imported(tmp_path, options)


@pytest.mark.parametrize(
    ("edge", "field"),
    [
        ({"b": "Nobody"}, "b"),
        ({"b": "Agency"}, "b"),
        ({"relation": "kinship"}, "relation"),
        ({"strength": "-1"}, "strength"),
    ],
)
def test_an_edge_that_cannot_be_is_refused(tmp_path: Path, edge: Row, field: str) -> None:
    report = _imported(tmp_path, edges=[{**EDGES[0], **edge}])
    assert [finding.field for finding in report.refused()] == [field]


def test_an_unknown_agency_type_refuses_the_organization_and_its_ties(tmp_path: Path) -> None:
    nodes = [NODES[0], {**NODES[1], "agency_type": "club"}, *NODES[2:]]
    report = _imported(tmp_path, nodes=nodes)
    assert {(finding.file, finding.field) for finding in report.refused()} == {
        ("small_town_nodes.csv", "agency_type"),
        ("small_town_edges.csv", "b"),
        ("small_town_edges.csv", "a"),
    }


def test_two_networks_in_one_folder_are_told(tmp_path: Path) -> None:
    write_network(tmp_path)
    (tmp_path / "other_nodes.csv").write_text("name,agency_type,is_lead_agency\n")
    with pytest.raises(UnusableFileError, match=r"exactly one file that ends in _nodes\.csv"):
        import_path(tmp_path, by=None, options={"started_on": "2010-01-01"})
