"""What a source of records is: how it is recognised, which options it takes, and how it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise

from .run import ImportRun
from .shape import Shape

Options = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    """Something a person may, or must, say about a source because its files do not."""

    name: str
    description: str | Promise
    required: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of file or folder. `takes` tells people what to hand in; `load` reads it into a run."""

    name: str
    label: str | Promise
    takes: str | Promise
    recognises: Callable[[Shape], bool]
    load: Callable[[ImportRun, Path, Options], None]
    options: tuple[Option, ...] = ()
