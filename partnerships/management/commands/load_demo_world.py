"""Loads the demo world."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress

from partnerships.demo import SEED, build_world
from partnerships.demo.loading import DatabaseNotEmptyError, check_room, load_world, world_is_loaded
from partnerships.demo.people import SignIn


class Command(BaseCommand):
    """Fills an empty database with the demo world and prints who can sign in."""

    help = "Load the demo world: one fictional city, its government bodies and NGOs, ten years of partnerships."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The size of the world, and leave to load it beside other organizations."""
        parser.add_argument("--scale", type=_share, default=1.0, help="share of the 400 NGOs to load (default 1)")
        parser.add_argument("--seed", type=int, default=SEED, help=f"another seed, another world (default {SEED})")
        parser.add_argument("--beside", action="store_true", help="load although other organizations are there")

    def handle(self, *, scale: float, seed: int, beside: bool, **_options: Any) -> None:
        """Loads the world once; a second call changes nothing."""
        if world_is_loaded():
            self.stdout.write(_("The demo world is loaded already; nothing was changed."))
            return
        try:
            check_room(beside=beside)
        except DatabaseNotEmptyError as refusal:
            raise CommandError(str(refusal)) from None
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task(_("Loading the demo world"), total=None)
            world = build_world(seed, scale)
            progress.update(task, total=sum(world.counts().values()))
            sign_ins = load_world(world, beside=beside, watch=lambda written: progress.advance(task, written))
        self._report(world.counts(), sign_ins)

    def _report(self, counts: dict[str, int], sign_ins: list[SignIn]) -> None:
        self.stdout.write(
            _("Loaded %(parties)d organizations, %(pairs)d partnerships and %(facts)d facts.")
            % {
                "parties": counts["parties"],
                "pairs": counts["pairs"],
                "facts": sum(counts.values()) - counts["parties"] - counts["pairs"] - counts["divisions"],
            }
        )
        for sign_in in sign_ins:
            self.stdout.write(f"  {sign_in.username:<10} {sign_in.password}  {sign_in.description.both}")


def _share(text: str) -> float:
    """A number above 0, at most 1."""
    number = float(text)
    if not 0 < number <= 1:
        raise ValueError(text)
    return number
