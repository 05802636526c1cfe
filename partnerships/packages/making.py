"""Making data packages: one transaction that repeats its reads, so that all tables are of one moment."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone, translation

from partnerships.datasets import DataTable, data_tables
from partnerships.feed.reading import present
from partnerships.feed.scope import scope_mark
from partnerships.models import DataPackage
from partnerships.pulse import Pulse
from partnerships.services.locks import session_lock

from .archive import Archive, checksum, new_archive
from .dictionary import dictionary
from .formats import Source, Written, write_csv, write_ndjson, write_parquet, write_workbook
from .graphs import GRAPHS
from .releases import write_ocds
from .stata import write_stata

FORMATS: Mapping[str, Callable[[Archive, Iterable[Source]], list[Written]]] = {
    "csv": write_csv,
    "ndjson": write_ndjson,
    "parquet": write_parquet,
    "xlsx": write_workbook,
    "dta": write_stata,
}
State = DataPackage.State
LOCKS = 7_302
ATTEMPTS = 3
SILENT_AFTER = timedelta(seconds=20)


def path_of(package: DataPackage) -> Path:
    """Where the file of a package lies."""
    return Path(settings.MEDIA_ROOT, "packages", f"{package.pk}.zip")


def make(key: int) -> str:
    """Makes a package that is due, unless somebody is at it; returns its state then. Safe to run twice."""
    with session_lock(LOCKS, key) as is_held:
        package = DataPackage.objects.select_related("made_for__organization__jurisdiction").filter(pk=key).first()
        if package is None or not is_held or not package.is_due:
            return package.state if package else ""
        _attempt(package)
        return str(DataPackage.objects.get(pk=key).state)


def take_up() -> int:
    """Makes packages that nobody is at; returns how many."""
    keys = list(DataPackage.objects.silent_since(timezone.now() - SILENT_AFTER).values_list("pk", flat=True))
    for key in keys:
        make(key)
    return len(keys)


def delete_old() -> int:
    """Deletes packages whose time is over, with their files; returns how many."""
    old = list(DataPackage.objects.older_than(settings.PACKAGE_KEEP_DAYS))
    for package in old:
        path_of(package).unlink(missing_ok=True)
        package.delete()
    return len(old)


def _attempt(package: DataPackage) -> None:
    """One attempt. A database that is gone leaves the package for the next; what else goes wrong ends it."""
    rows = DataPackage.objects.filter(pk=package.pk)
    if package.attempts >= ATTEMPTS:
        rows.update(state=State.FAILED, finished_at=timezone.now())
        return
    rows.update(state=State.WORKING, attempts=F("attempts") + 1, rows_done=0, rows_total=0, beat_at=timezone.now())
    try:
        with translation.override(package.language):
            _write(package)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        rows.update(state=State.FAILED, finished_at=timezone.now())
        raise


def _write(package: DataPackage) -> None:
    path, rows = path_of(package), DataPackage.objects.filter(pk=package.pk)
    scope = scope_mark(package.made_for)
    tables = list(data_tables().values())

    def beat(done: int) -> None:
        rows.filter(state=State.WORKING, rows_total__gte=done).update(rows_done=done, beat_at=timezone.now())

    with Pulse(f"package {package.pk}", beat) as pulse:
        total = _expected(package, tables)
        rows.update(rows_total=total)
        with one_moment(), new_archive(path) as archive:
            counted = _fill(archive, package, tables, pulse)
    rows.update(
        state=State.DONE, finished_at=timezone.now(), size=path.stat().st_size, sha256=checksum(path), scope=scope,
        rows_total=counted, rows_done=counted,
    )  # fmt: skip


def _expected(package: DataPackage, tables: Iterable[DataTable]) -> int:
    return sum(table.rows(package.made_for).count() for table in tables)


def _fill(archive: Archive, package: DataPackage, tables: Sequence[DataTable], pulse: Pulse) -> int:
    """Writes everything; returns how many rows were read."""
    user = package.made_for
    position = str(present(user))
    created = timezone.now().isoformat(timespec="seconds")
    sources = [Source(table, table.columns, user, _counted(pulse, table.name)) for table in tables]
    if package.format == DataPackage.Format.OCDS:
        write_ocds(archive, user, lambda items: _told(pulse, "contracts", items))
    elif package.format in GRAPHS:
        GRAPHS[package.format](archive, user, lambda name, items: _told(pulse, name, items))
    else:
        written = FORMATS[package.format](archive, sources)
        text = dictionary(written, format=package.format, created=created, position=position)
        archive.add("datapackage.json", [text])
    return pulse.rows


def _counted(pulse: Pulse, name: str) -> Callable[[Iterable[bytes]], Iterator[bytes]]:
    return lambda lines: _told(pulse, name, lines)


def _told(pulse: Pulse, name: str, lines: Iterable[Any]) -> Iterator[Any]:
    """The same rows, with the pulse told how many have passed."""
    number = 0
    for number, line in enumerate(lines, start=1):
        if number % 1000 == 0:
            pulse.tell(name, number)
        yield line
    pulse.tell(name, number)


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction in which every table is read as it was at its start. Inside another one, that one's rules hold."""
    is_first = not connection.in_atomic_block
    with transaction.atomic():
        if is_first:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
