"""`python -m benchmarks.feed [ROWS]`: what the feed of changes costs whoever writes, and how fast it is read.

Each write is done on the same table twice, without the triggers of the feed and with them, by turns; the median counts.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

ROWS = 30_000
SINGLE = 2_000
TURNS = 5
TABLE = "partnerships_request"


def main() -> None:
    """Measures in a database of its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.feed", description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=ROWS)
    rows = parser.parse_args().rows
    import django

    django.setup()
    from .databases import database

    with database("feed"):
        partnership = _partnership()
        print(f"{'':<44}{'without':>10}{'with':>10}{'ratio':>8}")
        for words, act in _acts(partnership, rows):
            _tell(words, act)
        _tell_reading()


def _partnership() -> int:
    from partnerships.models import Jurisdiction, Organization, Partnership

    place = Jurisdiction.objects.create(code="990101", name="临江区", level="district")
    body, ngo = (
        Organization.objects.create(name=name, sector=sector, kind=kind, jurisdiction=place)
        for name, sector, kind in (("民政局", "government", "government_body"), ("共益", "ngo", "social_service"))
    )
    return int(Partnership.objects.create(government=body, ngo=ngo).pk)


def _acts(partnership: int, rows: int) -> Iterator[tuple[str, Callable[[], None]]]:
    columns = (
        f"COPY {TABLE} (partnership_id, kind, subject, opened_on, answer, verification, recorded_side, recorded_at, "
        "void_reason, source_key) FROM STDIN"
    )
    line = f"{partnership}\tgeneral\tHeating\t2024-03-01\t\tsingle\tngo\t2024-03-02 00:00+00\t\t\n"

    def copy() -> None:
        from django.db import connection

        with connection.cursor() as cursor, cursor.copy(columns) as taken:
            for _ in range(rows):
                taken.write(line)

    def single() -> None:
        from partnerships.models import Request

        for _ in range(SINGLE):
            Request.objects.create(
                partnership_id=partnership, kind="general", subject="Heating", opened_on=date(2024, 3, 1),
                verification="single", recorded_side="ngo",
            )  # fmt: skip

    def update() -> None:
        from partnerships.models import Request

        keys = list(Request.objects.order_by("-pk").values_list("pk", flat=True)[:rows])
        Request.objects.filter(pk__gte=keys[-1]).update(subject="Heating, again")

    yield f"COPY of {rows:,} facts, seconds", copy
    yield f"update of {rows:,} facts at once, seconds", update
    yield f"{SINGLE:,} facts one by one, seconds", single


def _tell(words: str, act: Callable[[], None]) -> None:
    taken: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(TURNS):
        for is_fed in (False, True):
            with _feed(is_fed):
                started = time.perf_counter()
                act()
                taken[is_fed].append(time.perf_counter() - started)
    without, with_ = (statistics.median(taken[is_fed]) for is_fed in (False, True))
    print(f"{words:<44}{without:>10.3f}{with_:>10.3f}{with_ / without:>7.2f}x")


@contextmanager
def _feed(is_fed: bool) -> Iterator[None]:
    from django.db import connection

    with connection.cursor() as cursor:
        for event in ("insert", "update"):
            cursor.execute(f"ALTER TABLE {TABLE} {'ENABLE' if is_fed else 'DISABLE'} TRIGGER feed_{event}")
    yield


def _tell_reading() -> None:
    from django.db import connection

    from partnerships.feed.positions import Position
    from partnerships.feed.reading import read_feed
    from partnerships.models import User

    reader = User.objects.create_superuser("reader", role="administrator")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), pg_total_relation_size('partnerships_feedentry') FROM partnerships_feedentry")
        entries, size = cursor.fetchone()
    started, told, position = time.perf_counter(), 0, None
    slowest = 0.0
    while True:
        page_started = time.perf_counter()
        page = read_feed(reader, position, size=1000)
        slowest = max(slowest, time.perf_counter() - page_started)
        told += len(page.changes)
        position = Position.read(str(page.position))
        if not page.has_more:
            break
    seconds = time.perf_counter() - started
    print(f"\n{entries:,} entries, {size / entries:.0f} bytes each with indexes")
    print(f"{told:,} changes read, with records: {told / seconds:,.0f} a second, slowest page {slowest * 1000:.0f} ms")


if __name__ == "__main__":
    main()
