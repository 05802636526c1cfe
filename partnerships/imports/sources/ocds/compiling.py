"""Releases of one contracting process, merged into its present state as OCDS 1.1 says.

Later releases win. Objects are merged member by member, lists of objects with ids by id, all else is replaced, and null
takes a member away. Source: standard.open-contracting.org/1.1/en/schema/merging/ (without versioned ids, which packages
of releases do not use).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from partnerships.imports.findings import RawRow


@dataclass(frozen=True, slots=True)
class Process:
    """A contracting process as its releases leave it. `row` is the latest of them, `releases` their number."""

    row: RawRow
    state: Mapping[str, Any]
    releases: int


def compiled(rows: Iterable[RawRow], counts: Mapping[str, int]) -> Iterator[Process]:
    """The processes, each once its last release has been read. `counts` says how many releases each ocid has.

    Only releases that have others to wait for are held in memory.
    """
    waiting: dict[str, list[RawRow]] = defaultdict(list)
    for row in rows:
        ocid = row.values["ocid"]
        releases = waiting[ocid]
        releases.append(row)
        if len(releases) >= counts[ocid]:
            del waiting[ocid]
            yield _process(releases)


def _process(releases: list[RawRow]) -> Process:
    """`sorted` keeps the order of the file for releases of the same moment."""
    releases = sorted(releases, key=lambda row: str(row.values.get("date") or ""))
    state: Mapping[str, Any] = {}
    for row in releases:
        state = merged(state, row.values)
    return Process(releases[-1], state, len(releases))


def merged(old: Any, new: Any) -> Any:
    """The value after a release that gives it as `new`."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        both = {**old, **{name: merged(old.get(name), value) for name, value in new.items()}}
        return {name: value for name, value in both.items() if value is not None}
    if _has_ids(old) and _has_ids(new):
        by_id = {item["id"]: item for item in old}
        for item in new:
            by_id[item["id"]] = merged(by_id.get(item["id"]), item)
        return list(by_id.values())
    return new


def _has_ids(value: Any) -> bool:
    """Whether it is a list of objects that all have an id of their own."""
    if not (isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value)):
        return False
    ids = [item.get("id") for item in value]
    return None not in ids and len(set(map(str, ids))) == len(ids)
