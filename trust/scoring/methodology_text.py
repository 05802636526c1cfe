"""A methodology file as people read it: its numbers section by section, each with the comment beside it and its mark.

The comments are part of the method: they say which number has a source and which is judgement. They are read from the
file's own lines, so that no number is shown that is not in it and none is left out; the digest knows nothing of them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

SECTION = re.compile(r"^\[+(?P<name>[^\]]+)\]+\s*(?:#\s*(?P<comment>.*))?$")
NUMBER = re.compile(r"^(?P<key>\w+)\s*=\s*(?P<value>.*?)(?:\s+#\s*(?P<comment>.*))?$")
ITEM = re.compile(r"^\s*(?P<value>\{.*\}),?\s*(?:#\s*(?P<comment>.*))?$")
MARK = re.compile(r"\[(?P<mark>[TVJM])\]")
JUDGEMENT = "J"  # the file says so of every number that bears no mark


@dataclass(frozen=True)
class Line:
    """One number, list or rule of the file. `mark`: T thesis, V checked source, J judgement, M from memory."""

    key: str
    value: str
    comment: str
    mark: str


@dataclass(frozen=True)
class Section:
    """One table of the file, by its dotted name; empty for what stands before the first."""

    name: str
    comment: str
    lines: list[Line] = field(default_factory=list)


def sections(source: str) -> list[Section]:
    """The tables of a methodology file in its order."""
    found = [Section("", "")]
    for line in _logical_lines(source):
        if head := SECTION.match(line):
            found.append(Section(head["name"].strip(), head["comment"] or ""))
        elif number := NUMBER.match(line):
            found[-1].lines.append(_line(number.groupdict(), found[-1].comment))
        elif item := ITEM.match(line):
            found[-1].lines.append(_line({"key": "", **item.groupdict()}, found[-1].comment))
    return [section for section in found if section.lines]


def _logical_lines(source: str) -> Iterator[str]:
    """Lines that hold something; the brackets around rules written one to a line are left out."""
    for line in source.splitlines():
        stripped = line.strip()
        if stripped and not stripped.startswith("#") and stripped not in ("]", "rules = ["):
            yield stripped


def _line(parts: Mapping[str, str | None], heading: str) -> Line:
    comment = parts["comment"] or ""
    mark = MARK.search(comment) or MARK.search(heading)
    return Line(
        key=parts["key"] or "",
        value=(parts["value"] or "").strip(),
        comment=MARK.sub("", comment).strip(),
        mark=mark["mark"] if mark else JUDGEMENT,
    )
