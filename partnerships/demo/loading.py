"""Loads a generated world into a database that is empty, or beside what is there, once."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.models import Organization, OrganizationIdentifier

from .organization_x import ORGANIZATION_X
from .people import SignIn
from .sign_ins import create_sign_ins
from .surveys import open_present_round, write_surveys
from .world import World
from .writer import Writer


class DatabaseNotEmptyError(Exception):
    """The database holds other organizations, and loading beside them was not asked for."""


def world_is_loaded() -> bool:
    """Whether organization X, which belongs to every demo world, is there."""
    return OrganizationIdentifier.objects.filter(scheme="CN-USCC", value=ORGANIZATION_X.uscc).exists()


def check_room(*, beside: bool = False) -> int:
    """How many other organizations the database holds; raises `DatabaseNotEmptyError` when there should be none."""
    others = Organization.objects.count()
    if others and not beside:
        raise DatabaseNotEmptyError(
            _(
                "This database holds %(count)d other organizations. Use an empty database, "
                "or add --beside to load the demo world next to them."
            )
            % {"count": others}
        )
    return others


def load_world(
    world: World, *, beside: bool = False, watch: Callable[[int], None] = lambda _written: None
) -> list[SignIn]:
    """Writes the world and its accounts in one transaction; returns the accounts created.

    `watch` is called with the number of records written, portion by portion. Raises `DatabaseNotEmptyError`.
    """
    with transaction.atomic():
        others = check_room(beside=beside)
        shelf = Writer(world, watch).write()
        write_surveys(world, shelf)
        sign_ins = create_sign_ins(shelf, with_administrator=not others)
        open_present_round(shelf)
        return sign_ins
