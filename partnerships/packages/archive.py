"""The archive a package comes in, written from front to back: no file of it ever lies whole in memory."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

AT_ONCE = 1 << 20
QUICK = 1  # the least compression: a third more bytes than the most, in a fifth of the time


@dataclass(frozen=True)
class Stored:
    """A file of the archive: its size before compression and its checksum."""

    path: str
    size: int
    sha256: str


@dataclass
class Archive:
    """A ZIP archive under way."""

    file: zipfile.ZipFile
    stored: list[Stored] = field(default_factory=list)

    def add(self, path: str, parts: Iterable[bytes], *, is_dense: bool = False) -> Stored:
        """Writes a file from parts of any size. What is dense already is not compressed again."""
        self.file.compression = zipfile.ZIP_STORED if is_dense else zipfile.ZIP_DEFLATED
        digest, size = hashlib.sha256(), 0
        with self.file.open(path, "w", force_zip64=True) as out:
            for part in _gathered(parts):
                digest.update(part)
                size += len(part)
                out.write(part)
        self.stored.append(Stored(path, size, digest.hexdigest()))
        return self.stored[-1]

    def add_file(self, path: str, source: IO[bytes], *, is_dense: bool = True) -> Stored:
        """Writes a file from one that is open for reading."""
        return self.add(path, iter(lambda: source.read(AT_ONCE), b""), is_dense=is_dense)


def _gathered(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in larger parts: compressing row by row would take twice the time."""
    buffer = bytearray()
    for part in parts:
        buffer += part
        if len(buffer) >= AT_ONCE:
            yield bytes(buffer)
            buffer.clear()
    yield bytes(buffer)


@contextmanager
def new_archive(path: Path) -> Iterator[Archive]:
    """An archive at the path, which appears there once it is whole."""
    draft = path.with_suffix(".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(draft, "w", compresslevel=QUICK) as file:
            yield Archive(file)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def checksum(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
