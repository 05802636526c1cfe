"""The real data, where it lies beside the project: exact counts, and that importing again changes nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.db.models import F

from partnerships.imports.importing import import_path
from partnerships.imports.report import Report
from partnerships.models import (
    Amendment,
    Contract,
    DocumentLink,
    Evaluation,
    Organization,
    OrganizationName,
    Partnership,
    Payment,
    ServiceTie,
)
from tests.cast import Cast

pytestmark = pytest.mark.django_db
GRANTS = "uk_360giving/trafford_council_voluntary_sector_grants"


def _rows(report: Report) -> dict[str, dict[str, int]]:
    return {
        name: {key: number for key, number in count.as_dict().items() if number} for name, count in report.files.items()
    }


def _twice(path: Path, **options: Any) -> Report:
    """Imports twice, checks that the second time changed nothing, and returns the first report."""
    first = import_path(path, by=None, **options)
    second = import_path(path, by=None, **options)
    for name, count in first.files.items():
        again = second.files[name].outcomes
        assert again["unchanged"] == count.outcomes["created"]
        assert (again["created"], again["corrected"]) == (0, 0)
        assert (again["refused"], again["left_out"]) == (count.outcomes["refused"], count.outcomes["left_out"])
    return first


@pytest.mark.slow
def test_minas_gerais_whole_and_twice(real_data: Path) -> None:
    report = _twice(real_data / "brazil_mg_partnerships")
    assert _rows(report) == {
        "partnerships.csv": {"read": 64, "created": 64},
        "instruments_and_amendments.csv": {"read": 306, "created": 293, "refused": 13},
        "transfers.csv": {"read": 807, "created": 802, "refused": 5},
        "evaluations.csv": {"read": 748, "created": 589, "refused": 9, "left_out": 150},
        "reports.csv": {"read": 633, "created": 581, "refused": 2, "left_out": 50},
    }
    # The data's README counts 43 pairs: it takes a mistyped CNPJ of the Instituto Elo for another organization.
    assert Partnership.objects.count() == 42
    assert (Organization.objects.governments().count(), Organization.objects.ngos().count()) == (20, 32)
    assert Contract.objects.exclude(terminated_on=None).count() == 6
    assert (Contract.objects.count(), Amendment.objects.count(), Evaluation.objects.count()) == (64, 226, 589)
    # 37 scores lie below 7; two of them stand in rows that are refused.
    assert Evaluation.objects.filter(result="fail").count() == 35
    assert DocumentLink.objects.count() == 669


@pytest.mark.slow
def test_minas_gerais_is_the_same_when_an_administrator_hands_it_in(real_data: Path, cast: Cast) -> None:
    report = import_path(real_data / "brazil_mg_partnerships", by=cast.administrator)
    assert not [finding for finding in report.findings if "had run out already" in finding.reason]
    assert Contract.objects.exclude(terminated_on=None).count() == 6
    assert (report.files["transfers.csv"].outcomes["created"], report.total("refused")) == (802, 29)


@pytest.mark.slow
def test_the_payments_of_minas_gerais_are_as_late_as_its_readme_says(real_data: Path) -> None:
    import_path(real_data / "brazil_mg_partnerships", by=None)
    paid = Payment.objects.exclude(paid_on=None)
    late = [payment for payment in paid.only("due_on", "paid_on") if (payment.paid_on - payment.due_on).days > 30]
    assert (paid.count(), len(late), Payment.objects.filter(paid_on=None).count()) == (671, 428, 131)
    assert Payment.objects.filter(amount_paid__gt=F("amount_due")).count() == 24


@pytest.mark.slow
def test_the_grants_of_trafford_are_the_same_as_csv_and_as_json(real_data: Path) -> None:
    in_csv = import_path(real_data / f"{GRANTS}.csv", by=None)
    in_json = import_path(real_data / f"{GRANTS}.json", by=None)
    assert _rows(in_csv) == {f"{Path(GRANTS).name}.csv": {"read": 555, "created": 555}}
    assert _rows(in_json) == {f"{Path(GRANTS).name}.json": {"read": 555, "unchanged": 555}}
    assert (Organization.objects.ngos().count(), Partnership.objects.count()) == (323, 323)
    assert OrganizationName.objects.count() == 37
    assert not list(in_json.findings)


def test_contracts_finder_gives_the_awards_to_ngos_and_says_why_it_leaves_the_others_out(real_data: Path) -> None:
    report = _twice(real_data / "ocds_real/uk_contracts_finder_2025-03-11_release_package.json.gz")
    (rows,) = _rows(report).values()
    assert rows == {"read": 312, "created": 8, "refused": 1, "left_out": 303}
    assert [finding.location for finding in report.refused()] == ["releases[137].awards[0].suppliers[0]"]
    assert Organization.objects.ngos().count() == 7


def test_the_malformed_taiwanese_notices_are_refused_one_by_one(real_data: Path) -> None:
    report = import_path(real_data / "ocds_real/taiwan_awards_zh_11.json", by=None)
    assert _rows(report) == {"taiwan_awards_zh_11.json": {"read": 11, "refused": 11}}
    places = {finding.location for finding in report.refused()}
    assert {f"[{number}].awards" for number in range(11)} <= places
    assert {f"[{number}].tender.tederPeriod" for number in range(11)} <= places
    assert not Organization.objects.exists()


def test_indiana_is_a_network_of_25_with_439_ties_and_17_partnerships(real_data: Path) -> None:
    report = _twice(real_data / "networks", options={"started_on": "2010-01-01"})
    assert _rows(report) == {
        "indiana_tobacco_nodes.csv": {"read": 25, "created": 25},
        "indiana_tobacco_edges.csv": {"read": 439, "created": 439},
    }
    assert Partnership.objects.count() == 17
    assert ServiceTie.objects.filter(kind="contact").count() == 175
