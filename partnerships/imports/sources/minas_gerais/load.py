"""Reads the folder of Minas Gerais: which files it must hold, and in which order they build on each other.

The CSV files are what is imported. The official workbook beside them, where it lies there, is read for a cross-check
only: its list of published agreements is the one thing in it that the CSV files were not made from.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _

from partnerships.imports.files import SourceFile, examine_file
from partnerships.imports.findings import RawRow, UnusableFileError
from partnerships.imports.parties import Parties
from partnerships.imports.run import ImportRun, Part
from partnerships.imports.shape import Shape
from partnerships.imports.tables import Columns, read_csv

from . import rows
from .agreements import load_agreements
from .crosscheck import compare_with_workbook
from .documents import Documents
from .evaluations import load_evaluations, load_reports
from .transfers import OpenTransfers, load_transfers

T = TypeVar("T")

FILES: Mapping[str, Columns] = {
    "partnerships.csv": rows.AGREEMENTS,
    "instruments_and_amendments.csv": rows.DOCUMENTS,
    "transfers.csv": rows.TRANSFERS,
    "evaluations.csv": rows.EVALUATIONS,
    "reports.csv": rows.REPORTS,
}


def recognises(shape: Shape) -> bool:
    """Whether it is a folder with at least the agreements and the transfers."""
    return shape.names.issuperset({"partnerships.csv", "transfers.csv"})


def load_folder(run: ImportRun, path: Path, options: Mapping[str, str]) -> None:
    """Imports the folder. Raises UnusableFileError where a file is missing or is another kind of file."""
    files = _examine(path)
    parts = {name: run.open_part(file) for name, file in files.items()}
    parties = Parties.of_run(run, options)
    agreement_rows = list(_parsed(parts, files, "partnerships.csv", rows.parse_agreement))
    documents_part = parts["instruments_and_amendments.csv"]
    documents = Documents(documents_part, _parsed(parts, files, "instruments_and_amendments.csv", rows.parse_document))
    agreements = load_agreements(parts["partnerships.csv"], agreement_rows, documents, parties)
    unpaid = load_transfers(
        parts["transfers.csv"], _parsed(parts, files, "transfers.csv", rows.parse_transfer), agreements
    )
    evaluations = load_evaluations(
        parts["evaluations.csv"], _parsed(parts, files, "evaluations.csv", rows.parse_evaluation), agreements
    )
    load_reports(parts["reports.csv"], _parsed(parts, files, "reports.csv", rows.parse_report), agreements, evaluations)
    _remark_on_files(parts, unpaid)
    compare_with_workbook(parts["partnerships.csv"], path, agreement_rows)


def _examine(path: Path) -> dict[str, SourceFile]:
    missing = [name for name in FILES if not (path / name).is_file()]
    if missing:
        reason = _("The folder lacks these files: %(files)s.") % {"files": ", ".join(missing)}
        raise UnusableFileError(reason, file=path.name)
    return {name: examine_file(path / name) for name in FILES}


def _parsed(
    parts: Mapping[str, Part], files: Mapping[str, SourceFile], name: str, parse: Callable[[RawRow], T]
) -> Iterator[tuple[RawRow, T]]:
    return parts[name].parsed(read_csv(files[name], FILES[name]), parse)


def _remark_on_files(parts: Mapping[str, Part], unpaid: OpenTransfers) -> None:
    """What holds for every row of a file is said once."""
    parts["partnerships.csv"].remark_on_file(
        "",
        _(
            "The files do not say how an organization was chosen, nor on which day an agreement was signed. Entered are"
            " “competitive consultation” and the first day of validity."
        ),
    )
    if unpaid.unknown:
        words = {"number": unpaid.unknown, "day": unpaid.last_payment}
        parts["transfers.csv"].remark_on_file(
            "paid_date",
            _(
                "The file knows of no payment after %(day)s. Whether the %(number)d transfers planned for later were"
                " paid is not on record; read nothing into their being open."
            )
            % words,
        )
