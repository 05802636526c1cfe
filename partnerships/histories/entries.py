"""Acts and entries of a history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from partnerships.models import User


@dataclass(frozen=True)
class Line:
    """One column: its name, and what it held before and after; `said` where there is one thing to say."""

    label: str
    old: str = ""
    new: str = ""
    said: str = ""


@dataclass(frozen=True)
class Entry:
    """One row's part in an act. `about` names the row where it is not the record itself."""

    moment: datetime
    person: User | None
    origin: str
    act: str
    about: str = ""
    lines: Sequence[Line] = ()


@dataclass(frozen=True)
class Act:
    """What one person did in one moment."""

    moment: datetime
    person: User | None
    origin: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class History:
    """All acts on a record, the newest first. `is_cut` where the oldest are left out."""

    acts: Sequence[Act]
    is_cut: bool
