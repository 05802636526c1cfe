"""`manage.py assess`: assess every partnership, monthly, over its whole history."""

from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.progress import Progress

from partnerships.management.tables import see_to_tables
from trust.services import assess_partnerships


class Command(BaseCommand):
    """Runs the engine and stores what is new."""

    help = "Assess partnerships at every month end of their history. Running twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which partnerships, as of when, as known when."""
        parser.add_argument("--partnership", type=int, action="append", metavar="ID", help="only this one (repeatable)")
        parser.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help="last date (default: last month end)")
        parser.add_argument("--known-at", type=_day, metavar="YYYY-MM-DD", help="as known at the end of that day")
        parser.add_argument(
            "--issue", action="store_true", help="issue at once, without hearing both sides: a history taken over"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Parses, assesses, reports counts and time."""
        see_to_tables()
        known_at = options["known_at"] and timezone.make_aware(
            datetime.combine(options["known_at"], datetime.max.time())
        )
        with Progress(transient=True) as bar:
            task = bar.add_task("Assessing partnerships", total=None)
            run = assess_partnerships(
                by=None,
                partnerships=options["partnership"],
                as_of=options["as_of"],
                known_at=known_at,
                hears=not options["issue"],
                progress=lambda done, of: bar.update(task, completed=done, total=of),
            )
        seconds = (run.finished_at - run.started_at).total_seconds()
        self.stdout.write(
            f"{run.partnerships} partnerships, {run.judged} partnership-months judged, "
            f"{run.written} assessments issued in {seconds:.1f} s (methodology {run.methodology})."
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is not a date: write it as YYYY-MM-DD, for example 2025-12-31.") from None
