"""What became of every row of an import, for people and for programs."""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["refused", "remark"]
# Every row read ends as exactly one of these.
OUTCOMES = ("created", "unchanged", "corrected", "refused", "left_out")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something said about one row: why it was refused, or what is worth knowing about it."""

    file: str
    location: str
    field: str
    severity: Severity
    reason: str
    content: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(slots=True)
class FileCount:
    """Rows of one file by what became of them. `read` is the sum of the outcomes once the import is finished."""

    read: int = 0
    outcomes: Counter[str] = dataclasses.field(default_factory=Counter)

    def as_dict(self) -> dict[str, int]:
        """The counts by name, zeros included."""
        return {"read": self.read, **{name: self.outcomes[name] for name in OUTCOMES}}


@dataclass(slots=True)
class Report:
    """The result of one import: rows by file, records by model, and everything said about rows."""

    source: str
    path: str
    dry_run: bool = False
    files: dict[str, FileCount] = dataclasses.field(default_factory=dict)
    records: dict[str, Counter[str]] = dataclasses.field(default_factory=dict)
    findings: list[Finding] = dataclasses.field(default_factory=list)
    # The first rows as they were understood: where, and of each field its title, the cell and its meaning.
    sample: list[Any] = dataclasses.field(default_factory=list)
    new_organizations: list[str] = dataclasses.field(default_factory=list)
    # The titles in the order of the sheet, where the rows are one sheet's.
    titles: list[str] = dataclasses.field(default_factory=list)
    # The columns of refused rows by the names of their files, in the order of the file.
    columns: dict[str, list[str]] = dataclasses.field(default_factory=dict)

    def total(self, outcome: str) -> int:
        """Rows with the outcome, over all files."""
        return sum(count.outcomes[outcome] for count in self.files.values())

    def refused(self) -> Iterator[Finding]:
        """What was said about refused rows; a row can have several problems."""
        return (finding for finding in self.findings if finding.severity == "refused")

    def remarks(self) -> Iterator[Finding]:
        """What was said about rows that were imported or left out."""
        return (finding for finding in self.findings if finding.severity == "remark")

    def record(self, model: str, outcome: str, number: int = 1) -> None:
        """Counts records of a model: created, unchanged, corrected or completed."""
        self.records.setdefault(model, Counter())[outcome] += number

    def as_dict(self) -> dict[str, Any]:
        """The whole report in types JSON knows."""
        return {
            "source": self.source,
            "path": self.path,
            "dry_run": self.dry_run,
            "rows": {name: count.as_dict() for name, count in self.files.items()},
            "records": {model: dict(counts) for model, counts in sorted(self.records.items())},
            "refused": [_finding(finding) for finding in self.refused()],
            "remarks": [_finding(finding) for finding in self.remarks()],
        }


def _finding(finding: Finding) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in ("file", "location", "field", "reason", "content")}
