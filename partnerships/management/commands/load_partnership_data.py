"""`manage.py load_partnership_data [SOURCE] PATH`: imports a file or folder of records and reports on every row."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from partnerships.imports.findings import UnusableFileError
from partnerships.imports.importing import import_path
from partnerships.imports.registry import SOURCES
from partnerships.imports.rendering import render_report
from partnerships.imports.report import Report
from partnerships.management.tables import see_to_tables

REFUSED_ROWS, UNUSABLE = 1, 2


class Command(BaseCommand):
    """Parses the arguments, imports, and prints the report. Exit code 0, 1 (rows were refused) or 2 (file unusable)."""

    help = "Imports partnerships from a file or folder: " + ", ".join(source.name for source in SOURCES) + "."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The source may be left out where the file's form tells it."""
        parser.add_argument("words", nargs="+", metavar="[SOURCE] PATH")
        parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE", help="what the file omits")
        parser.add_argument("--dry-run", action="store_true", help="do everything, then undo it")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--remarks", action="store_true", help="print every remark, not only their number")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Imports and reports."""
        see_to_tables()
        if len(options["words"]) > 2:
            raise CommandError(_("Give a source and a path, or a path alone."), returncode=UNUSABLE)
        *source, path = options["words"]
        try:
            report = self._import("".join(source), Path(path), options)
        except UnusableFileError as error:
            place = f"{error.file}: " if error.file else ""
            raise CommandError(f"{place}{error.reason}", returncode=UNUSABLE) from error
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(render_report(report, with_remarks=options["remarks"]))
        if report.total("refused"):
            sys.exit(REFUSED_ROWS)

    def _import(self, source: str, path: Path, options: dict[str, Any]) -> Report:
        console = Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task(path.name)

            def tell(file: str, rows: int) -> None:
                words = {"file": file, "rows": rows}
                bar.update(task, description=_("%(file)s: %(rows)d rows") % words)

            return import_path(
                path,
                by=None,
                source=source,
                options=_named(options["option"]),
                dry_run=options["dry_run"],
                progress=tell,
            )


def _named(pairs: list[str]) -> dict[str, str]:
    """NAME=VALUE pairs by name. Raises CommandError for a pair without an equals sign."""
    named = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(named) != len(pairs):
        raise CommandError(_("Write each option once, as NAME=VALUE."), returncode=UNUSABLE)
    return named
