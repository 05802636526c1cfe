"""`manage.py study_method KIND`: how robust and how sensitive the method is, and how far it agrees with experts."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import Progress

from partnerships.management.tables import see_to_tables
from trust.models import MethodStudy
from trust.services.studies import study_agreement, study_robustness, study_sensitivity
from trust.services.studies.keeping import DRAWS, PARTNERSHIPS, RUNS, SEED


class Command(BaseCommand):
    """Makes one study of the version in force and keeps it for the method card."""

    help = "Study the method on the partnerships on record. The result is kept, dated, and shown on the method card."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which study, on how many partnerships, with which seed."""
        parser.add_argument("kind", choices=MethodStudy.Kind.values)
        parser.add_argument(
            "--partnerships", type=int, default=PARTNERSHIPS, metavar="N", help="at most so many, drawn"
        )
        parser.add_argument("--runs", type=int, default=RUNS, metavar="N", help="perturbed versions (robustness)")
        parser.add_argument("--draws", type=int, default=DRAWS, metavar="N", help="a power of 2 (sensitivity)")
        parser.add_argument("--seed", type=int, default=SEED, metavar="N")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD", help="default: last month end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Parses, studies, reports."""
        see_to_tables()
        if min(options["partnerships"], options["runs"], options["draws"]) < 1:
            raise CommandError("Give numbers of 1 or more.")
        if options["draws"] & (options["draws"] - 1):
            raise CommandError("--draws must be a power of 2, such as 32 or 64.")
        with Progress(transient=True) as bar:
            task = bar.add_task("Studying the method", total=None)
            study = self._study(options, lambda done, of: bar.update(task, completed=done, total=of))
        self.stdout.write(f"{study.command}: {study.subjects} partnerships, methodology {study.methodology}.")
        self.stdout.write(str(study.result))

    def _study(self, options: dict[str, Any], progress: Any) -> MethodStudy:
        common = {"by": None, "as_of": options["as_of"]}
        if options["kind"] == MethodStudy.Kind.AGREEMENT:
            return study_agreement(**common)
        drawn = {**common, "partnerships": options["partnerships"], "seed": options["seed"]}
        if options["kind"] == MethodStudy.Kind.ROBUSTNESS:
            return study_robustness(runs=options["runs"], progress=progress, **drawn)
        return study_sensitivity(draws=options["draws"], **drawn)
