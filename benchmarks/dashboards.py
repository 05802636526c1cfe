"""`python -m benchmarks.dashboards [ORGANIZATIONS]`: what people wait for the dashboards, in how many queries.

By default 100,000 organizations, about 95,000 partnerships and four spells for each, always the same, made as those of
`benchmarks.search`. Every page whole, for an administrator who sees all, an analyst with a grant for all, and staff of
one of a hundred districts. Beside it in the same run: the floor, a page of this site that counts nothing.
With `DATABASE_URL` it measures that server, otherwise the embedded one.
"""

import argparse
import logging
import os
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from .search import _copy, _districts, _figures, _organization, _pairs, _times

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

MONTHS, FIRST_YEAR = 120, 2015  # a path takes 86 months at most
LENGTHS = (5, 11, 17, 8, 23, 14, 29)
PATHS = ((0, 1, 2, 3), (0, 1, 2, 1), (0, 1, 0, 2), (1, 2, 3, 2), (0, 2, 4, 1), (1, 2, 4), (0, 1, 2, 3, 2))
COLUMNS = (
    "partnership_id",
    "stage",
    "reason",
    "started_on",
    "ended_on",
    "last_on",
    "next_stage",
    "next_reason",
    "dimension_means",
)
PAGES = {
    "stages": "/dashboards/",
    "divisions and fields": "/dashboards/groups/",
    "time in a stage": "/dashboards/time/",
    "cohorts": "/dashboards/cohorts/",
    "rates": "/dashboards/rates/",
    "home": "/",
    "the list behind a flow": "/partnerships/?was=dependence&was_on=2023-11-30&then=contractual&then_on=2025-10-31",
    "the list behind a quarter": "/partnerships/?change=up&change_from=2024-01-01&change_before=2024-04-01",
    "floor: the to-do mark": "/todo/count/",
}


def main() -> None:
    """Makes the world, measures, and prints a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dashboards", description=__doc__)
    parser.add_argument("organizations", nargs="?", type=int, default=100_000)
    size = parser.parse_args().organizations
    import django

    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    logging.disable(logging.WARNING)
    from .databases import database, drop

    try:
        with database("dashboards"):
            _print_waits(size, _populate(size))
    finally:
        drop("dashboards")


def _populate(size: int) -> dict[str, Any]:
    """The world, and one person of each kind, by what they are."""
    from django.db import connection

    from partnerships.models import Organization, Partnership

    places = _districts()
    _copy(_placed(number, places) for number in range(size))
    _copy(_pairs(Organization))
    keys = list(Partnership.objects.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY trust_stagespell ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in _spells(keys):
                copy.write_row(row)
        cursor.execute("VACUUM ANALYZE")
    return _people(places)


def _placed(number: int, places: Sequence[Any]) -> Any:
    from .search import FIELDS

    organization = _organization(number, places)
    organization.service_field = FIELDS[number // 7 % len(FIELDS)]
    return organization


def _spells(keys: Sequence[int]) -> Iterator[Sequence[Any]]:
    ends = [date(FIRST_YEAR + at // 12, at % 12 + 1, 1) - timedelta(days=1) for at in range(1, MONTHS + 12)]
    last = ends[-2]
    for key in keys:
        path, at = PATHS[key % len(PATHS)], key * 31 % (MONTHS // 4)
        for place, state in enumerate(path):
            if place + 1 == len(path):
                means = [(key % 97 + 7 * dimension) / 120 for dimension in range(4)]
                yield key, *_outcome(state, key), ends[at], None, last, None, None, means
                continue
            until = at + LENGTHS[(key // 7 + place) % len(LENGTHS)]
            yield key, *_outcome(state, key), ends[at], ends[until], ends[until], *_outcome(path[place + 1], key), None
            at = until


def _outcome(state: int, key: int) -> tuple[int, int]:
    """The stage and the reason."""
    return (0 if state == 4 else state), {0: 1 + key % 2, 4: 3}.get(state, 0)


def _people(places: Sequence[Any]) -> dict[str, Any]:
    from partnerships.models import AnalystGrant, Organization, User

    analyst = User.objects.create_user("analyst", role="analyst")
    for place in places:
        AnalystGrant.objects.create(
            user=analyst, jurisdiction=place, starts_on=date(2020, 1, 1), ends_on=date(2100, 1, 1), purpose="benchmark"
        )
    body = Organization.objects.filter(sector="government").order_by("pk")[3]
    return {
        "administrator": User.objects.create_user("administrator", role="administrator"),
        "analyst": analyst,
        "staff": User.objects.create_user("staff", role="staff", organization=body),
    }


def _print_waits(size: int, people: dict[str, Any]) -> None:
    """What each kind of person waits for each page, in milliseconds, and how many queries the page takes."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from partnerships.models import Partnership
    from trust.models import StageSpell

    facts = (
        f"{size:,} organizations, {Partnership.objects.count():,} partnerships, {StageSpell.objects.count():,} spells"
    )
    print(f"\nPostgreSQL {connection.pg_version // 10_000}: {facts}. Milliseconds, p50 / p95 (queries)")  # type: ignore[attr-defined]
    print(f"{'':28}" + "".join(f"{name:>24}" for name in people))
    for name, address in PAGES.items():
        line = f"{name:28}"
        for person in people.values():
            browser = Client(headers={"host": "localhost"})
            browser.force_login(person)
            with CaptureQueriesContext(connection) as queries:
                answer = browser.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answers {answer.status_code}")
            figures = _figures(_times(lambda: browser.get(address)))  # noqa: B023 used before the next round
            line += f"{f'{figures} ({len(queries)})':>24}"
        print(line)


if __name__ == "__main__":
    main()
