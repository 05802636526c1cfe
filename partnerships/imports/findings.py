"""What an import has to say about a row or a file: remarks, refusals, and files nothing can be read from.

Reasons are whole sentences in the reader's language: what is wrong, where, and what to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it was read.

    `location` says where in the file it stands ("line 12", "[3]", "releases[3]"); `fault` why it could not be split
    into cells; `names` what the file calls the columns, where the values go by other names.
    """

    location: str
    values: Mapping[str, Any]
    fault: str = ""
    names: Mapping[str, str] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with, or worth saying about, one row. `within` narrows the place: "awards[0]", or nothing."""

    field: str
    reason: str
    within: str = ""


class RowRefusedError(Exception):
    """A row cannot be imported. Carries every problem found in it, so that it can be put right in one go."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.reason for problem in problems))
        self.problems = tuple(problems)


class UnusableFileError(Exception):
    """Nothing can be read from the file, or it is another kind of file. The message is for the person importing it."""

    def __init__(self, reason: str, *, file: str = "", location: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.file = file
        self.location = location
