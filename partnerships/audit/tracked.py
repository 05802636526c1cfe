"""What can be said of a table whose changes are tracked, and where every app says it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import models


@dataclass(frozen=True)
class Tracked:
    """How a table is tracked: UPDATE and DELETE always, INSERT where `inserts`.

    Of columns that are `secret` only the fact of the change is kept; a change of `ignored` columns is none.
    """

    inserts: bool = False
    secret: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def registers() -> Iterator[tuple[str, Mapping[str, Tracked], Mapping[str, str]]]:
    """Each app's label with its tables `TRACKED` and `EXEMPT`, from its module `tracked`."""
    for app in apps.get_app_configs():
        # Looking for a submodule imports its package: done for our own apps alone, which lie beside this one.
        if app.name in {"partnerships", "trust"} and find_spec(f"{app.name}.tracked"):
            module = import_module(f"{app.name}.tracked")
            yield app.label, module.TRACKED, module.EXEMPT


def tracked_models() -> dict[type[models.Model], Tracked]:
    """Every tracked model."""
    return {
        apps.get_model(label, name): how for label, tracked, _exempt in registers() for name, how in tracked.items()
    }
