"""`manage.py check_cases DIR`: run case chronologies through records and engine, and compare with the labels."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partnerships.management.tables import see_to_tables
from trust.services.cases import Agreement, CaseError, CheckedPoint, agreement, check_cases, read_cases

CAVEAT = "Labels by one author show consistency with one reading of the thesis, not validity."


class Command(BaseCommand):
    """Checks a folder of case files; nothing stays in the database."""

    help = "Check the method against a folder of case files (trust-vignette/1). Nothing is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, and the form of the answer."""
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, checks, prints."""
        see_to_tables()
        try:
            points, refused = check_cases(read_cases(options["folder"]))
        except CaseError as error:
            raise CommandError(str(error)) from error
        found = agreement([(p.stage, p.checkpoint.label, p.checkpoint.acceptable) for p in points])
        self.stdout.write(_as_json(points, refused, found) if options["as_json"] else _as_table(points, found))
        if refused:
            raise CommandError("Not checked:\n" + "\n".join(str(error) for error in refused))


def _as_json(points: list[CheckedPoint], refused: list[CaseError], found: Agreement) -> str:
    rows = [
        {
            "case": point.case,
            "as_of": point.checkpoint.as_of.isoformat(),
            "label": point.checkpoint.label,
            "acceptable": point.checkpoint.acceptable,
            "label_reason": point.checkpoint.reason,
            "stage": point.stage,
            "reason": point.reason,
            "p_at_least": [1.0, *point.odds],
            "exact": point.stage == point.checkpoint.label,
        }
        for point in points
    ]
    answer = {
        "checkpoints": rows,
        "refused": [str(error) for error in refused],
        "agreement": asdict(found),
        "caveat": CAVEAT,
    }
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _as_table(points: list[CheckedPoint], found: Agreement) -> str:
    head = f"{'case':<28} {'as of':<10} {'label':<12} {'stage':<12} {'P>=1':>5} {'P>=2':>5} {'P>=3':>5}  reason"
    lines = [head, "-" * len(head), *(_line(point) for point in points), ""]
    kappa = "–" if found.kappa is None else f"{found.kappa:.2f}"
    lines.append(
        f"{found.checkpoints} checkpoints: {found.exact} exact, {found.with_alternatives} with alternatives, "
        f"quadratic-weighted kappa {kappa} (stages 1-3), abstention agrees at {found.abstention}, "
        f"false equal {found.false_equal}."
    )
    return "\n".join([*lines, CAVEAT])


def _line(point: CheckedPoint) -> str:
    label = point.checkpoint.label
    mark = "" if point.stage == label else " (accepted)" if point.stage in point.checkpoint.acceptable else " (differs)"
    odds = " ".join(f"{chance:5.2f}" for chance in point.odds)
    return f"{point.case:<28} {point.checkpoint.as_of} {label:<12} {point.stage:<12} {odds}  {point.reason or ''}{mark}"
