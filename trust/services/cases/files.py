"""Reads case files (`trust-vignette/1`; format at the end of METHOD section 10)."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

SCHEMA = "trust-vignette/1"
LABELS = ("none", "dependence", "contractual", "equal")
LISTS = ("contracts", "payments", "events", "ties", "requests", "finance", "checkpoints")


class CaseError(ValueError):
    """A case file cannot be used; the message names the file, the place and what is wrong there."""


@dataclass(frozen=True)
class Checkpoint:
    """What an expert reading says of one date: the label, other labels it accepts, and its reason for no stage."""

    as_of: date
    label: str
    acceptable: tuple[str, ...]
    reason: str | None


@dataclass(frozen=True)
class Case:
    """One NGO and one government body. The lists hold the rows as they stand in the file."""

    name: str
    file: str
    content: dict[str, Any]
    checkpoints: tuple[Checkpoint, ...]

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of one list of the file."""
        return list(self.content.get(name, []))


def read_cases(folder: Path) -> list[Case]:
    """All case files of a folder, by name; other JSON files are left aside. Raises CaseError."""
    if not folder.is_dir():
        raise CaseError(f"{folder} is not a folder. Name a folder with case files ({SCHEMA}).")
    read = [(file, _parsed(file)) for file in sorted(folder.glob("*.json"))]
    cases = [
        _case(file, content) for file, content in read if isinstance(content, dict) and content.get("schema") == SCHEMA
    ]
    if not cases:
        raise CaseError(f"{folder} holds no case file: a JSON file whose schema is {SCHEMA!r}.")
    return cases


def day(text: Any, place: str) -> date:
    """A date of a case file. Raises CaseError naming the place."""
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise CaseError(f"{place}: {text!r} is not a date. Write it as YYYY-MM-DD.") from None


def _parsed(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise CaseError(f"{file.name} is not valid JSON: {error}") from error


def _case(file: Path, content: dict[str, Any]) -> Case:
    for name in LISTS:
        if not isinstance(content.get(name, []), list):
            raise CaseError(f"{file.name}: {name!r} must be a list.")
    checkpoints = tuple(
        _checkpoint(row, f"{file.name}: checkpoints[{number}]")
        for number, row in enumerate(content.get("checkpoints", []))
    )
    return Case(str(content.get("id", file.stem)), file.name, content, checkpoints)


def _checkpoint(row: dict[str, Any], place: str) -> Checkpoint:
    accepted = tuple(row.get("acceptable") or ())
    for label in (row.get("label"), *accepted):
        if label not in LABELS:
            raise CaseError(f"{place}: {label!r} is not a label. Use one of {', '.join(LABELS)}.")
    return Checkpoint(day(row.get("as_of"), place), row["label"], accepted, row.get("reason"))
