"""What can be wrong with a methodology file, as data: so that pages can say it in the reader's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

SHOWN_AT_MOST = 60

# What each kind of problem says, in English; `found` and `expected` are filled in.
SENTENCES: Mapping[str, str] = {
    "missing": "is missing",
    "unknown": "is read by nothing; leave it out",
    "table": "must be a table, not {found}",
    "number": "must be a number {expected}, not {found}",
    "whole": "must be a whole number {expected}, not {found}",
    "wholes": "must be a list of {expected}, not {found}",
    "word": "must be one word or more in quotation marks, not {found}",
    "choice": "must be one of {expected}, not {found}",
    "words": "must be a list of words in quotation marks, not {found}",
    "day": "must be a day such as 2027-01-01, without quotation marks, not {found}",
    "flag": "must be true or false, not {found}",
    "rules": "must be a list of tables, not {found}",
    "idle": "adds nothing: give it building or eroding",
    "both": "has both outcome and unless; one of them at most",
    "sum": "the weights must add up to 1, not {found}",
    "order": "must not be less than {expected}; it is {found}",
    "above": "must be more than {expected}; it is {found}",
    "window": "must not be longer than the window of {expected} months; it is {found}",
    "event": "names an event type that does not exist: {found}",
    "outcome": "names an outcome that the event type does not have: {found}; it has {expected}",
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, of what kind (a key of `SENTENCES`), what was found and what is expected."""

    table: str
    key: str
    kind: str
    found: str = ""
    expected: str = ""

    @property
    def place(self) -> str:
        """Table and key as the file writes them."""
        table = f"[{self.table}]" if self.table else ""
        return " ".join(filter(None, (table, self.key)))

    def __str__(self) -> str:
        return f"{self.place}: {SENTENCES[self.kind].format(found=self.found, expected=self.expected)}."


Problems = Iterator[Problem]


def shown(value: Any) -> str:
    """A value as the file would write it, cut where it is long."""
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value)
    if isinstance(value, date):
        text = value.isoformat()
    elif isinstance(value, str):
        text = f'"{value}"'
    return text if len(text) <= SHOWN_AT_MOST else f"{text[:SHOWN_AT_MOST]}…"
