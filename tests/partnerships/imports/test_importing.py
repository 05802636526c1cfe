"""The one way in: recognising sources, options, dry runs, people's rights, and files that cannot be used."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from partnerships.imports.findings import UnusableFileError
from partnerships.imports.importing import import_path, recognise
from partnerships.imports.registry import SOURCES
from partnerships.models import Contract, ImportBatch, Organization
from tests.cast import Cast
from tests.partnerships.imports.small_files import (
    AGREEMENT,
    GRANT,
    grant_in_json,
    release,
    write_agreements,
    write_json,
    write_network,
    write_table,
)

pytestmark = pytest.mark.django_db


def test_each_source_recognises_its_own_files_and_no_other(tmp_path: Path) -> None:
    paths = {
        write_agreements(tmp_path / "agreements"): "minas_gerais",
        write_network(tmp_path / "network"): "service_network",
        write_table(tmp_path / "grants.csv", [GRANT]): "threesixtygiving",
        write_json(tmp_path / "grants.json", {"grants": [grant_in_json(GRANT)]}): "threesixtygiving",
        write_json(tmp_path / "list.json", [grant_in_json(GRANT)]): "threesixtygiving",
        write_json(tmp_path / "package.json", {"releases": [release()]}): "ocds",
        write_json(tmp_path / "bare.json", [release()]): "ocds",
    }
    assert {path: recognise(path).name for path in paths} == paths
    assert {source.name for source in SOURCES} - {"table"} == set(paths.values())  # anything could be a table


def test_a_file_of_no_known_kind_is_told_what_could_be_imported(tmp_path: Path) -> None:
    path = write_table(tmp_path / "recipes.csv", [{"dish": "soup"}])
    with pytest.raises(UnusableFileError, match=r"none of the files.*minas_gerais.*360Giving"):
        recognise(path)


@pytest.mark.parametrize(("content", "words"), [("", "empty"), ('{"releases": [', "not valid JSON")])
def test_an_empty_or_broken_file_is_told_as_such_and_not_as_unknown(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "package.json"
    path.write_text(content)
    with pytest.raises(UnusableFileError, match=words):
        recognise(path)


def test_a_dry_run_reports_and_leaves_nothing(tmp_path: Path) -> None:
    report = import_path(write_agreements(tmp_path), by=None, dry_run=True)
    assert report.total("created") == 5
    assert not Contract.objects.exists()
    assert not Organization.objects.exists()
    assert not ImportBatch.objects.exists()


def test_a_refused_row_leaves_no_organization_behind(tmp_path: Path) -> None:
    foreign = {**GRANT, "Identifier": "2", "Recipient Org:Identifier": "GB-COH-x", "Recipient Org:Company Number": ""}
    report = import_path(write_table(tmp_path / "grants.csv", [foreign]), by=None)
    assert report.total("refused") == 1
    assert not Organization.objects.exists()


def test_an_unusable_file_is_kept_on_record_as_refused_and_nothing_else_is(tmp_path: Path) -> None:
    path = write_agreements(tmp_path / "agreements")
    write_table(path / "transfers.csv", [{"instrument_id": "TP-001/2010"}])
    with pytest.raises(UnusableFileError) as refusal:
        import_path(path, by=None)
    assert refusal.value.file == "transfers.csv"
    batch = ImportBatch.objects.get()
    assert (batch.file_name, batch.state, batch.rows.get().reason) == ("transfers.csv", "refused", refusal.value.reason)
    assert not Organization.objects.exists()


def test_a_missing_path_a_wrong_source_and_a_wrong_option_are_each_told(tmp_path: Path) -> None:
    path = write_table(tmp_path / "grants.csv", [GRANT])
    with pytest.raises(UnusableFileError, match="no file or folder"):
        import_path(tmp_path / "nowhere", by=None)
    with pytest.raises(UnusableFileError, match=r"no source “grants”. Known are: minas_gerais"):
        import_path(path, by=None, source="grants")
    with pytest.raises(UnusableFileError, match=r"no option “from”. Known are: jurisdiction"):
        import_path(path, by=None, options={"from": "2010"})


def test_the_bodies_of_a_file_are_placed_in_the_division_given(cast: Cast, tmp_path: Path) -> None:
    path = write_table(tmp_path / "grants.csv", [GRANT])
    import_path(path, by=None, options={"jurisdiction": cast.street.code})
    contract = Contract.objects.get()
    assert contract.partnership.government.jurisdiction == cast.street
    assert contract.partnership.ngo.jurisdiction is None
    with pytest.raises(UnusableFileError, match="no administrative division"):
        import_path(path, by=None, options={"jurisdiction": "000"})


def test_who_may_not_import_is_refused(cast: Cast, tmp_path: Path) -> None:
    path = write_agreements(tmp_path)
    for person in (cast.ngo_manager, cast.analyst):
        with pytest.raises(PermissionDenied):
            import_path(path, by=person)
    assert not ImportBatch.objects.exists()


def test_an_administrators_file_is_official_and_a_staff_members_is_one_sides_word(cast: Cast, tmp_path: Path) -> None:
    options = {"jurisdiction": cast.street.code}
    import_path(write_agreements(tmp_path / "one"), by=cast.administrator, options=options)
    other = {**AGREEMENT, "instrument_id": "TP-002/2010", "gov_acronym": "SEE", "gov_name": "Educação", "gov_code": "9"}
    import_path(
        write_agreements(
            tmp_path / "two",
            agreements=[other],
            documents=[
                {
                    "instrument_id": "TP-002/2010",
                    "status": "",
                    "document": "Termo de Parceria",
                    "amends_document": "",
                    "start_date": "2010-01-01",
                    "end_date": "2010-12-31",
                    "url": "",
                }
            ],
        ),
        by=cast.staff,
        options=options,
    )
    standing = dict(Contract.objects.values_list("number", "verification"))
    assert standing == {"TP-001/2010": "official", "TP-002/2010": "single"}


def test_progress_is_told_for_every_file(tmp_path: Path) -> None:
    told: dict[str, int] = {}
    import_path(write_agreements(tmp_path), by=None, progress=told.__setitem__)
    assert told == dict.fromkeys(told, 1)
    assert len(told) == 5
