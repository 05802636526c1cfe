"""What a file is, by what is in it: the ending and the sender's word are not believed."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .refusals import refuse_if

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.core.files import File

ZIP = (b"PK\x03\x04",)
OFFICE = "application/vnd.openxmlformats-officedocument."
# The list of contents of an office file is a few kilobytes; a longer one is no office file.
LONGEST_LIST = 1_000_000


@dataclass(frozen=True)
class Kind:
    """A kind of file: its media type, how it begins, and for archives what must be inside."""

    media_type: str
    begins: tuple[bytes, ...]
    holds: Callable[[zipfile.ZipFile], bool] | None = None


def _office(main_part: str) -> Callable[[zipfile.ZipFile], bool]:
    """Whether the archive says that its main part is of the type, and brings no program along."""
    declared = f"{OFFICE}{main_part}.main+xml".encode()

    def holds(archive: zipfile.ZipFile) -> bool:
        contents = archive.getinfo("[Content_Types].xml")
        if contents.file_size > LONGEST_LIST:
            return False
        return declared in archive.read(contents) and not any("vbaProject" in name for name in archive.namelist())

    return holds


def _open_fixed_layout(archive: zipfile.ZipFile) -> bool:
    """Whether it is a document in China's fixed layout (GB/T 33190-2016)."""
    return "OFD.xml" in archive.namelist()


KINDS: Mapping[str, Kind] = {
    ".pdf": Kind("application/pdf", (b"%PDF-",)),
    ".png": Kind("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": Kind("image/jpeg", (b"\xff\xd8\xff",)),
    ".docx": Kind(f"{OFFICE}wordprocessingml.document", ZIP, _office("wordprocessingml.document")),
    ".xlsx": Kind(f"{OFFICE}spreadsheetml.sheet", ZIP, _office("spreadsheetml.sheet")),
    ".ofd": Kind("application/ofd", ZIP, _open_fixed_layout),
}
ENDINGS = ", ".join(KINDS)


def kind_of(file: File[bytes]) -> tuple[str, Kind]:
    """The ending and the kind of the file; refuses one that is not what its ending says."""
    ending = PurePath(file.name or "").suffix.lower()
    kind = KINDS.get(ending)
    refuse_if(
        kind is None or not _is(file, kind),
        "file",
        _("“%(name)s” is not a readable file of its kind. Attach one of: %(known)s."),
        name=file.name,
        known=ENDINGS,
    )
    assert kind is not None  # noqa: S101 (refused above)
    return ending, kind


def _is(file: File[bytes], kind: Kind) -> bool:
    start = file.read(16)
    file.seek(0)
    if not any(start.startswith(signature) for signature in kind.begins):
        return False
    held = kind.holds is None or _holds(file, kind.holds)
    file.seek(0)
    return held


def _holds(file: File[bytes], test: Callable[[zipfile.ZipFile], bool]) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return test(archive)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, ValueError):
        return False  # what cannot be opened is not what it says
