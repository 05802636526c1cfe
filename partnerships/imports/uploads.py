"""Files handed in by a browser: stored out of reach of any address, and recognised or taken as a spreadsheet."""

import gzip
import hashlib
import shutil
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import get_valid_filename
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partnerships.models import ImportBatch, User
from partnerships.services.import_states import receive_import

from .cells import read_text
from .files import GZIP_MAGIC
from .findings import UnusableFileError
from .grids import grids_of
from .importing import recognise
from .registry import SOURCES, source_called
from .shape import Shape, is_workbook, look_at
from .source import Source
from .sources.table import TABLE

FOLDER = "imports"
ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".json", ".gz")
FILES_AT_MOST = 10
# A workbook of text shrinks to a tenth or a twentieth; a bomb to a thousandth.
RATIO_AT_MOST = 200
UNPACKED_AT_MOST = 20
BLOCK = 1 << 20


def folder_of(batch: ImportBatch) -> Path:
    """Where the files of an import lie."""
    return Path(settings.MEDIA_ROOT, FOLDER, batch.folder)


def path_of(batch: ImportBatch) -> Path:
    """What is imported: the only file of the folder, or the folder."""
    files = files_in(folder_of(batch))
    if not files:
        raise UnusableFileError(_("The uploaded file is no longer kept. Upload it again."), file=batch.file_name)
    return files[0] if len(files) == 1 else folder_of(batch)


def files_in(folder: Path) -> Sequence[Path]:
    """The uploaded files; what was made of them on the way begins with a point."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def receive_upload(*, by: User, files: Sequence[UploadedFile]) -> ImportBatch:
    """Stores the files and says what they are. Raises UnusableFileError, leaving nothing behind.

    Files are stored as they are; only their names are made safe.
    """
    folder = Path(settings.MEDIA_ROOT, FOLDER, uuid.uuid4().hex)
    folder.mkdir(parents=True, mode=0o700)
    try:
        _check_sizes(files)
        digest = hashlib.sha256()
        for file in files:
            _store(file, folder, digest)
        path = folder if len(files) > 1 else files_in(folder)[0]
        source = _recognise(path)
        return receive_import(
            by=by,
            source=source.name,
            file_name=", ".join(str(file.name) for file in files),
            sha256=digest.hexdigest(),
            folder=folder.name,
            language=get_language() or "",
            outline=_outline(source, path),
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _check_sizes(files: Sequence[UploadedFile]) -> None:
    if not 0 < len(files) <= FILES_AT_MOST:
        raise UnusableFileError(
            _("Choose one file, or up to %(number)d that belong together.") % {"number": FILES_AT_MOST}
        )
    size = sum(file.size or 0 for file in files)
    if size > settings.IMPORT_BYTES_AT_MOST:
        words = {"size": size // BLOCK + 1, "limit": settings.IMPORT_BYTES_AT_MOST // BLOCK}
        raise UnusableFileError(_("The upload has %(size)d MB; at most %(limit)d MB fit. Split the file.") % words)
    for file in files:
        if PurePath(str(file.name)).suffix.lower() not in ENDINGS:
            words = {"name": file.name, "known": ", ".join(ENDINGS)}
            raise UnusableFileError(_("“%(name)s” is of no kind that can be imported. Known are: %(known)s.") % words)


def _store(file: UploadedFile, folder: Path, digest: Any) -> None:
    name = get_valid_filename(PurePath(str(file.name)).name).lstrip(".") or "file"
    path = folder / name[-120:]
    with path.open("xb") as target:
        for chunk in file.chunks():
            digest.update(chunk)
            target.write(chunk)
    _check_unpacked(path)


def _check_unpacked(path: Path) -> None:
    """Refuses packed files that unpack to absurd sizes, before anything unpacks them."""
    packed = path.stat().st_size
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    elif _is_gzipped(path):
        unpacked = _gunzipped_size(path)
    else:
        return
    limit = max(RATIO_AT_MOST * packed, BLOCK)
    if unpacked > min(limit, UNPACKED_AT_MOST * settings.IMPORT_BYTES_AT_MOST):
        words = {"size": unpacked // BLOCK, "packed": packed // 1024}
        sentence = _("The file unpacks from %(packed)d KB to more than %(size)d MB; no table does. It is not opened.")
        raise UnusableFileError(sentence % words, file=path.name)


def _is_gzipped(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(GZIP_MAGIC)) == GZIP_MAGIC


def _gunzipped_size(path: Path) -> int:
    """The size unpacked, counted no further than allowed."""
    limit = UNPACKED_AT_MOST * settings.IMPORT_BYTES_AT_MOST
    size = 0
    try:
        with gzip.open(path) as content:
            while size <= limit and (block := content.read(BLOCK)):
                size += len(block)
    except (OSError, EOFError) as error:
        raise UnusableFileError(
            _("The compressed file is cut off or damaged; get it again."), file=path.name
        ) from error
    return size


def _recognise(path: Path) -> Source:
    """The source of the files; a single table of no known form is somebody's own spreadsheet."""
    shape = _look_at(path)
    if not any(source.recognises(shape) for source in SOURCES) and _is_table(shape):
        return TABLE
    return recognise(path, shape)


def _look_at(path: Path) -> Shape:
    """The shape of what was uploaded. A workbook is read in the process made for it, never in this one."""
    if path.is_dir() or not is_workbook(path):
        return look_at(path)
    titles = next(iter(grids_of(path)[0].rows()), (1, []))[1]
    return Shape(path, titles=frozenset(map(read_text, titles)))


def _is_table(shape: Shape) -> bool:
    return not shape.names and shape.list is None and not shape.members and not _is_json(shape.path)


def _is_json(path: Path) -> bool:
    """Whether it begins as JSON does; one that lists nothing known is no table either."""
    with path.open("rb") as file:
        return file.read(200).lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def _outline(source: Source, path: Path) -> Mapping[str, Any]:
    """What is said of the file at once: its tables with their lengths, or nothing but its kind."""
    if source is not TABLE:
        return {}
    grids = grids_of(path)
    return {
        "encoding": grids[0].file.encoding,
        "sheets": [{"name": grid.name, "rows": grid.rows_total, "hidden": grid.is_hidden} for grid in grids],
    }


def source_of(batch: ImportBatch) -> Source:
    """The source of an import."""
    return source_called(batch.source)


def delete_files(folder: str) -> None:
    """Deletes the files of an import. What is not there any more is deleted already."""
    if folder:
        shutil.rmtree(Path(settings.MEDIA_ROOT, FOLDER, folder), ignore_errors=True)
