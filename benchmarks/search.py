"""`python -m benchmarks.search [ORGANIZATIONS]`: what people wait for a search, and what its indexes cost imports.

By default 100,000 organizations, three times as many contracts and as many events, always the same. Every search is the
whole page, for an administrator, for staff of one of a hundred districts, and for the manager of one NGO. Beside it in
the same run: the floor (a page of this site that reads one row by its key) and the rival (the same reads with ILIKE).
With `DATABASE_URL` it measures that server, otherwise the embedded one.
"""

import argparse
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from statistics import median, quantiles
from typing import Any
from unittest.mock import patch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

DISTRICTS, FACTS_EACH, ROUNDS, AT_ONCE, COPIED = 100, 3, 5, 20_000, 50_000
FIRST = "青晨春暖和融益乐心安瑞同友善恒新明启望知"
SECOND = "恒新明启望知益嘉众邻里行苇拾沐朴清"
FIELDS = (
    "社会工作",
    "为老",
    "青少年",
    "助残",
    "心理健康",
    "家庭教育",
    "社区发展",
    "环境保护",
    "法律援助",
    "文化",
    "志愿者",
)
KINDS = ("服务中心", "协会", "促进会", "基金会", "事务所", "社会组织联合会")
TITLES = ("居家养老", "社区矫正", "青少年成长", "残疾人日间照料", "心理疏导", "家庭教育指导", "志愿者培训")
NOTES = ("召开季度联席会议", "走访服务现场", "共同编制年度服务计划", "交流心理服务案例", "通报检查情况")
TYPES = ("REC_JOINT_PLAN", "REC_JOINT_BODY", "CUL_OFFICIAL_VISIT")
TYPED = {
    "one character, in most names": "社",
    "one character, in few names": "翱",
    "two characters, in most titles": "服务",
    "two characters": "心理",
    "four characters of a name": "青里助残",
    "two words": "晨 家庭教育",
    "part of an English name": "ation 777",
    "an identifier": "91ORG0000077777",
    "part of an identifier": "rg00000777",
    "a contract number, full-width": "ＨＴ－２０２３－０７７７７８",
    "the name of a type of event": "联合规划",
    "what nobody is called": "魑魅魍魉",
}
INDEXES = ("organization_search", "other_name_search", "identifier_search", "contract_search", "event_search")


def main() -> None:
    """Makes the world, measures, and prints two tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("organizations", nargs="?", type=int, default=100_000)
    size = parser.parse_args().organizations
    import django

    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    logging.disable(logging.WARNING)
    from .databases import database, drop

    try:
        with database("search"):
            people = _populate(size)
            _print_waits(size, people)
            _print_costs()
    finally:
        drop("search")


def _populate(size: int) -> dict[str, Any]:
    """The world, and one person of each kind, by what they are."""
    from django.db import connection

    from partnerships.models import Contract, InteractionEvent, Organization, OrganizationIdentifier, Partnership

    with _without_indexes():
        places = make_districts()
        copy_in(organization_of(number, places) for number in range(size))
        copy_in(
            OrganizationIdentifier(organization_id=key, scheme="LOCAL", value=f"91ORG{key:010}")
            for key in Organization.objects.values_list("pk", flat=True)
        )
        copy_in(_pairs(Organization))
        pairs = list(Partnership.objects.values_list("pk", flat=True))
        copy_in(_facts(Contract, _contract, pairs, size * FACTS_EACH))
        copy_in(_facts(InteractionEvent, _event, pairs, size * FACTS_EACH))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return _people(Partnership.objects.select_related("government", "ngo").order_by("pk")[size // 3])


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Takes the indexes of the search away, and makes them again afterwards."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(INDEXES)])
        definitions = [definition for (definition,) in cursor.fetchall()]
        cursor.execute(f"DROP INDEX {', '.join(INDEXES)}")
        yield
        for definition in definitions:
            cursor.execute(definition)


def copy_in(rows: Iterable[Any]) -> None:
    from django.db import transaction

    from partnerships.services.copying import copy_rows

    left = iter(rows)
    while part := list(islice(left, AT_ONCE)):
        with transaction.atomic():
            copy_rows(part)


def make_districts() -> Sequence[Any]:
    from partnerships.models import Jurisdiction

    return [
        Jurisdiction.objects.create(code=f"99{n:04}", name=f"第{n}区", name_en=f"District {n}", level="district")
        for n in range(DISTRICTS)
    ]


def organization_of(number: int, places: Sequence[Any]) -> Any:
    from django.utils import timezone

    from partnerships.models import Organization

    mixed = number * 7919
    first = "翱" if number % 1000 == 7 else FIRST[mixed % len(FIRST)]
    name = first + SECOND[mixed // 20 % len(SECOND)] + FIELDS[mixed // 340 % len(FIELDS)] + KINDS[number % len(KINDS)]
    place = places[number % DISTRICTS]
    is_body = number // DISTRICTS % 20 == 0
    return Organization(
        name=place.name + name,
        name_en=f"Association {number} of {place.name_en}",
        sector="government" if is_body else "ngo",
        kind="government_body" if is_body else "social_service",
        jurisdiction=place,
        created_at=timezone.now(),
    )


def _pairs(model: Any) -> Iterator[Any]:
    """Every NGO with a body of its district."""
    from partnerships.models import Partnership

    bodies: dict[int, list[int]] = {}
    rows = list(model.objects.order_by("pk").values_list("pk", "sector", "jurisdiction"))
    for key, sector, place in rows:
        if sector == "government":
            bodies.setdefault(place, []).append(key)
    for key, sector, place in rows:
        if sector == "ngo":
            yield Partnership(government_id=bodies[place][key % len(bodies[place])], ngo_id=key)


def _facts(model: Any, columns: Callable[[int], dict[str, Any]], pairs: Sequence[int], number: int) -> Iterator[Any]:
    for each in range(number):
        yield model(
            partnership_id=pairs[each * 7919 % len(pairs)],
            verification="official",
            recorded_side="registry",
            **columns(each),
        )


def _contract(number: int) -> dict[str, Any]:
    day = date(2015, 1, 1) + timedelta(days=number % 3650)
    return {
        "number": f"HT-{2015 + number % 10}-{number:06}",
        "title": f"{2015 + number % 10}年度{TITLES[number % len(TITLES)]}服务项目",
        "title_en": f"Services {number % 977}",
        "method": "open_tender",
        "signed_on": day,
        "starts_on": day,
        "ends_on": day + timedelta(days=365),
        "value": number % 900 * 1000,
    }


def _event(number: int) -> dict[str, Any]:
    return {
        "type_id": TYPES[number % len(TYPES)],
        "occurred_on": date(2015, 1, 1) + timedelta(days=number % 3650),
        "note": f"{NOTES[number % len(NOTES)]}，第{number}次，双方负责人和志愿者代表参加",
    }


def _people(partnership: Any) -> dict[str, Any]:
    from partnerships.models import User

    return {
        "administrator": User.objects.create_user("administrator", role="administrator"),
        "staff": User.objects.create_user("staff", role="staff", organization=partnership.government),
        "NGO manager": User.objects.create_user("manager", role="ngo_manager", organization=partnership.ngo),
    }


def _print_waits(size: int, people: dict[str, Any]) -> None:
    """What each kind of person waits for each kind of search, in milliseconds: median and 95th percentile."""
    from django.db import connection
    from django.test import Client

    from partnerships.models import Organization
    from partnerships.search.sources import SOURCES

    facts = f"{size:,} organizations, {size * FACTS_EACH:,} contracts, {size * FACTS_EACH:,} events"
    print(f"\nPostgreSQL {connection.pg_version // 10_000}: {facts}. Milliseconds, p50 / p95")  # type: ignore[attr-defined]
    print(f"{'typed':34}{'':16}" + "".join(f"{name:>20}" for name in people))
    floors = []
    for kind, typed in TYPED.items():
        lines: dict[str, list[str]] = {"floor": [], "ours": [], "ILIKE": []}
        for person in people.values():
            browser = Client(headers={"host": "localhost"})
            browser.force_login(person)
            floors.append(times_of(lambda: Organization.objects.get(pk=size // 2)))
            lines["ours"].append(figures_of(times_of(lambda: browser.get("/search/", {"q": typed}))))  # noqa: B023
            with patch("partnerships.search.finding.SOURCES", [_by_ilike(source) for source in SOURCES]):
                lines["ILIKE"].append(figures_of(times_of(lambda: browser.get("/search/", {"q": typed}))))  # noqa: B023
        for name in ("ours", "ILIKE"):
            label = f"{kind}: {typed}" if name == "ours" else ""
            print(f"{label:40}{name:>10}" + "".join(f"{figures:>20}" for figures in lines[name]))
    print(f"{'one row by its key':40}{'floor':>10}{figures_of([each for times in floors for each in times]):>20}")


def times_of(act: Callable[[], Any]) -> list[float]:
    """Milliseconds of each round, the first, which fills caches, left out."""
    times = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return times[1:]


def figures_of(times: Sequence[float]) -> str:
    return f"{median(times):.1f} / {quantiles(times, n=20, method='inclusive')[-1]:.1f}"


COLUMNS = {
    "organization-list": ("name", "name_en", "other_names__name", "identifiers__value"),
    "contract-list": ("number", "title", "title_en"),
    "event-list": ("note", "type__name_zh", "type__name_en"),
    "network-list": ("name", "name_en"),
}


def _by_ilike(source: Any) -> Any:
    """The same source, its rows compared one by one."""
    from django.db.models import BooleanField, F, Func, Q, Value

    class ILike(Func):
        template, arg_joiner, output_field = "%(expressions)s", " ILIKE ", BooleanField()

    def fits(typed: str) -> Q:
        every = Q()
        for word in typed.split():
            some = Q()
            for column in COLUMNS[source.list_name]:
                some |= Q(ILike(F(column), Value(f"%{word}%")))
            every &= some
        return every

    return replace(
        source,
        ways=lambda typed: [fits(typed)],
        rows=lambda user: [part.distinct() for part in source.rows(user)],
        begins=lambda _typed: Q(pk__in=[]),
    )


def _print_costs() -> None:
    """What the indexes cost an import: rows written by the one way imports write, with them and without, in turn."""
    from partnerships.models import Contract, InteractionEvent, Partnership

    pairs = list(Partnership.objects.values_list("pk", flat=True)[:1000])
    kinds = {"contracts": (Contract, _contract), "events": (InteractionEvent, _event)}
    print(f"\n{COPIED:,} rows by COPY, as imports write them: median seconds with the indexes, without, ratio")
    for name, (model, columns) in kinds.items():
        with_indexes, without = [], []
        for _ in range(3):
            with_indexes.append(_seconds(_facts(model, columns, pairs, COPIED)))
            with _without_indexes():
                without.append(_seconds(_facts(model, columns, pairs, COPIED)))
        ratio = median(with_indexes) / median(without)
        print(f"{name:12}{median(with_indexes):8.2f}{median(without):8.2f}{ratio:8.2f}")


def _seconds(rows: Iterable[Any]) -> float:
    start = time.perf_counter()
    copy_in(rows)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
