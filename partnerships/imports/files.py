"""Files as they come in: what they hash to, which encoding they are in, and how to read them as a stream.

A first pass over the bytes finds the hash and the encoding; nothing is held in memory but one block.
"""

import codecs
import gzip
import hashlib
import io
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from django.utils.translation import gettext as _

from .findings import UnusableFileError

BLOCK = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Tried in this order where no byte order mark decides. GB18030 is what Chinese versions of Excel write.
CANDIDATES = ("utf-8", "gb18030")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to import. `encoding` is empty for binary files; `label` is how people know the file."""

    path: Path
    label: str
    sha256: str
    encoding: str

    @contextmanager
    def bytes(self) -> Iterator[BinaryIO]:
        """The content, unpacked where the file is gzipped."""
        with self.path.open("rb") as packed:
            if not _is_gzipped(packed):
                yield packed
                return
            with gzip.open(packed) as unpacked:
                yield unpacked  # type: ignore[misc]  # a GzipFile reads like any binary file

    @contextmanager
    def text(self) -> Iterator[TextIO]:
        """The content as text; line ends are left to the CSV reader."""
        with self.bytes() as content:
            yield io.TextIOWrapper(content, encoding=self.encoding, newline="")

    @contextmanager
    def utf8(self) -> Iterator[BinaryIO]:
        """The content as UTF-8 bytes without a byte order mark, whatever its encoding."""
        with self.bytes() as content:
            if self.encoding == "utf-8":
                yield content
            else:
                yield Recoded(content, self.encoding)  # type: ignore[misc]  # read(size) is all that is asked of it


class Recoded:
    """A binary stream in some encoding, read as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()

    def read(self, size: int = -1) -> bytes:
        """Some bytes of UTF-8, about as many as asked for; none only at the end."""
        while block := self._stream.read(size):
            if text := self._decoder.decode(block):
                return text.encode()
        return self._decoder.decode(b"", final=True).encode()


def examine_file(path: Path, *, is_text: bool = True) -> SourceFile:
    """Reads the file once for its hash and encoding. Raises UnusableFileError where it cannot be read as asked."""
    label = path.name
    try:
        digest, size = _digest(path)
        if not size:
            raise UnusableFileError(_("The file is empty."), file=label)
        plain = SourceFile(path, label, digest, "")
        return SourceFile(path, label, digest, _encoding(plain)) if is_text else plain
    except OSError as error:
        reason = _("The file cannot be read: %(error)s.") % {"error": error.strerror or error}
        raise UnusableFileError(reason, file=label) from error
    except EOFError as error:
        raise UnusableFileError(_("The compressed file is cut off; get it again."), file=label) from error


def _digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size in bytes of the file as it lies there, packed or not."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size


def _is_gzipped(file: BinaryIO) -> bool:
    start = file.read(len(GZIP_MAGIC))
    file.seek(0)
    return start == GZIP_MAGIC


def _encoding(file: SourceFile) -> str:
    """The encoding of a text file: by its byte order mark, else the first candidate the whole file is valid in."""
    with file.bytes() as content:
        start = content.read(BLOCK)
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return encoding
    if b"\x00" in start:
        reason = _("This is not a text file. Save the table as CSV or the data as JSON, in UTF-8, and import that.")
        raise UnusableFileError(reason, file=file.label)
    for encoding in CANDIDATES:
        if _is_valid_in(file, encoding):
            return encoding
    reason = _("The file's encoding is neither UTF-8 nor GB18030. Save it as UTF-8 and import it again.")
    raise UnusableFileError(reason, file=file.label)


def _is_valid_in(file: SourceFile, encoding: str) -> bool:
    """Whether the whole file decodes in the encoding (and, for GB18030, into assigned characters only)."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with file.bytes() as content:
        try:
            while block := content.read(BLOCK):
                text = decoder.decode(block)
                if encoding == "gb18030" and _has_unassigned(text):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _has_unassigned(text: str) -> bool:
    """GB18030 maps almost any bytes to something; private and unassigned characters tell that it was not GB18030."""
    return any(unicodedata.category(character) in {"Co", "Cn"} for character in set(text))
