"""A copy that follows the feed ends as the tables are, however the transactions lie across each other."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

from partnerships.datasets import data_tables
from partnerships.feed.positions import BadPositionError, Position, StalePositionError
from partnerships.feed.reading import FeedChange, present, read_feed
from partnerships.feed.triggers import install_feed
from partnerships.models import Contract, FeedEntry, Organization, OrganizationName, User
from partnerships.packages.making import one_moment
from partnerships.services.verification import void_fact
from tests.cast import Cast
from tests.facts import FACTS
from tests.sessions import server

WRITERS, COMMITS = 8, 1_250
# One writer: each transaction enters a row, then keeps, changes or deletes an earlier one of its own, and commits at
# once, late, or not at all.
WRITER = """
DO $$
DECLARE
    dice float;
    made bigint;
    last bigint;
BEGIN
    FOR turn IN 1..{commits} LOOP
        INSERT INTO partnerships_organizationname (organization_id, name)
        VALUES ({organization}, 'name {writer} ' || turn) RETURNING id INTO made;
        dice := random();
        IF dice < 0.2 AND last IS NOT NULL THEN
            UPDATE partnerships_organizationname SET name = name || '+' WHERE id = last;
        ELSIF dice < 0.3 AND last IS NOT NULL THEN
            DELETE FROM partnerships_organizationname WHERE id = last;
            last := NULL;
        ELSIF dice < 0.33 THEN
            PERFORM pg_sleep(0.02);
        END IF;
        IF dice > 0.95 THEN
            ROLLBACK;
        ELSE
            last := made;
            COMMIT;
        END IF;
    END LOOP;
END $$
"""


BULK_LOAD = """
INSERT INTO partnerships_organizationname (organization_id, name)
SELECT {organization}, 'name ' || n FROM generate_series(1, 2500) AS n
"""


def everything(user: User, since: Position | None, size: int = 1000) -> tuple[list[FeedChange], Position]:
    """All that waits after a position, and the position after it."""
    changes: list[FeedChange] = []
    while True:
        page = read_feed(user, since, size=size)
        changes += page.changes
        since = Position.read(str(page.position))
        if not page.has_more:
            return changes, since


class Copy:
    """Rows by table and number, kept by the feed alone."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, int], Any] = {}
        self.told = 0

    def apply(self, changes: list[FeedChange]) -> None:
        for change in changes:
            self.told += 1
            if change.record is None:
                self.rows.pop((change.table, change.id), None)
            else:
                self.rows[change.table, change.id] = change.record

    def table(self, name: str) -> dict[int, Any]:
        return {key: row for (table, key), row in self.rows.items() if table == name}


def write(statement: str) -> None:
    """Runs a statement in a session of its own, which commits as it goes."""
    with psycopg.connect(**server(), dbname=connection.settings_dict["NAME"], autocommit=True) as own:
        own.execute(statement)


@contextmanager
def writers(statements: Sequence[str]) -> Iterator[Callable[[], bool]]:
    """Sessions that write beside each other; the function given says whether any still does."""
    threads = [threading.Thread(target=write, args=[statement]) for statement in statements]
    for thread in threads:
        thread.start()
    try:
        yield lambda: any(thread.is_alive() for thread in threads)
    finally:
        for thread in threads:
            thread.join()


def test_a_copy_loses_nothing_in_ten_thousand_interleaved_commits(cast: Cast) -> None:
    mirror, since = Copy(), None
    statements = [WRITER.format(commits=COMMITS, organization=cast.ngo.pk, writer=number) for number in range(WRITERS)]
    rounds = 0
    with writers(statements) as are_writing:
        while are_writing():
            changes, since = everything(cast.administrator, since, size=137)
            mirror.apply(changes)
            rounds += bool(changes)
    changes, since = everything(cast.administrator, since)
    mirror.apply(changes)
    names = data_tables()["organization_names"]
    there = {row["as_id"]: row["as_name"] for row in names.rows(cast.administrator)}
    assert {key: row["name"] for key, row in mirror.table("organization_names").items()} == there
    assert len(there) > WRITERS * COMMITS / 2
    assert rounds > 1, "the copy must have followed while the writers wrote"
    assert everything(cast.administrator, since)[0] == []


def test_what_commits_late_is_told_then_and_holds_nobody_up(cast: Cast) -> None:
    _changes, since = everything(cast.administrator, None)
    name = connection.settings_dict["NAME"]
    with psycopg.connect(**server(), dbname=name) as slow:
        insert = "INSERT INTO partnerships_organizationname (organization_id, name) VALUES (%s, %s)"
        slow.execute(insert, [cast.ngo.pk, "late"])
        OrganizationName.objects.create(organization=cast.ngo, name="early")
        changes, since = everything(cast.administrator, since)
        assert [change.record["name"] for change in changes if change.record] == ["early"]
        slow.commit()
    changes, since = everything(cast.administrator, since)
    assert [change.record["name"] for change in changes if change.record] == ["late"]


def test_nothing_is_told_before_what_it_builds_on(cast: Cast) -> None:
    """The second transaction begins first, so its number is lower; but it uses what the first has committed."""
    _changes, since = everything(cast.administrator, None)
    with psycopg.connect(**server(), dbname=connection.settings_dict["NAME"]) as second:
        second.execute("SELECT pg_current_xact_id()")
        organization = Organization.objects.create(
            name="新", sector="ngo", kind="social_group", jurisdiction=cast.street
        )
        second.execute(
            "INSERT INTO partnerships_organizationname (organization_id, name) VALUES (%s, 'x')", [organization.pk]
        )
        second.commit()
    changes, _since = everything(cast.administrator, since)
    assert [change.table for change in changes] == ["organizations", "organization_names"]


def test_every_act_is_told_with_its_name(cast: Cast) -> None:
    _changes, since = everything(cast.administrator, None)
    contract = FACTS[Contract](cast.partnership)
    contract.save()
    contract.title = "Home care, extended"
    contract.save()
    void_fact(by=cast.administrator, fact=contract, reason="entered twice")
    name = OrganizationName.objects.create(organization=cast.ngo, name="old name")
    key = name.pk
    name.delete()
    changes, _since = everything(cast.administrator, since)
    told = [(change.table, change.id, change.act) for change in changes if change.record or change.act == "delete"]
    assert [each for each in told if each[0] == "contracts"] == [
        ("contracts", contract.pk, act) for act in ("insert", "update", "void")
    ]
    assert told[-1] == ("organization_names", key, "delete")
    assert next(change.record["void_reason"] for change in changes if change.act == "void") == "entered twice"


def test_a_bulk_load_is_one_entry_and_a_reader_goes_on_within_it(cast: Cast) -> None:
    _changes, since = everything(cast.administrator, None)
    before = FeedEntry.objects.count()
    write(BULK_LOAD.format(organization=cast.ngo.pk))
    assert FeedEntry.objects.count() == before + 1
    changes, _since = everything(cast.administrator, since, size=999)
    keys = [change.id for change in changes]
    assert len(keys) == len(set(keys)) == 2500
    assert keys == sorted(keys)


def test_readers_are_told_what_they_may_see_and_of_rows_that_are_gone_only_their_number(cast: Cast) -> None:
    ours, theirs = FACTS[Contract](cast.partnership), FACTS[Contract](cast.street_partnership)
    ours.save()
    theirs.save()
    for person, seen in (
        (cast.ngo_manager, {ours.pk}),
        (cast.other_manager, {theirs.pk}),
        (cast.analyst, {theirs.pk}),
    ):
        changes, _since = everything(person, None)
        assert {change.id for change in changes if change.table == "contracts"} == seen
    name = OrganizationName.objects.create(organization=cast.ngo, name="old name")
    since = present(cast.other_manager)
    name.delete()
    [gone], _since = everything(cast.other_manager, since)
    assert (gone.act, gone.record) == ("delete", None)


def test_a_position_of_another_view_or_server_asks_for_a_new_copy(cast: Cast) -> None:
    since = present(cast.ngo_manager)
    for stale, person in (
        (since, cast.other_manager),
        (replace(since, server=since.server + 1), cast.ngo_manager),
        (replace(since, seen="7:999999999:"), cast.ngo_manager),
    ):
        with pytest.raises(StalePositionError):
            read_feed(person, stale, size=10)


def test_a_table_that_joins_tells_what_it_holds_and_one_that_is_emptied_what_it_held(cast: Cast) -> None:
    OrganizationName.objects.create(organization=cast.ngo, name="old name")
    with connection.cursor() as cursor:
        for event in ("insert", "update", "delete", "truncate"):
            cursor.execute(f"DROP TRIGGER feed_{event} ON partnerships_organizationname")
    since = present(cast.administrator)
    install_feed()
    changes, since = everything(cast.administrator, since)
    assert [(change.table, change.act) for change in changes] == [("organization_names", "insert")]
    write("TRUNCATE partnerships_organizationname")
    changes, since = everything(cast.administrator, since)
    assert [(change.table, change.act) for change in changes] == [("organization_names", "delete")]
    install_feed()
    assert everything(cast.administrator, since)[0] == []


def test_entries_of_another_servers_future_are_told_as_of_now(cast: Cast) -> None:
    since = present(cast.administrator)
    write(
        'INSERT INTO partnerships_feedentry (transaction, "table", act, keys) '
        "VALUES ('999999999', 'organization_names', 'delete', '{[5,6)}')"
    )
    assert everything(cast.administrator, since)[0] == []
    install_feed()
    changes, _since = everything(cast.administrator, since)
    assert [(change.id, change.act) for change in changes] == [(5, "delete")]


def test_a_package_and_the_feed_meet_without_a_gap(cast: Cast) -> None:
    """What commits while a package is being made is not in it, and comes after its position."""
    with one_moment():
        position = present(cast.administrator)
        names = data_tables()["organization_names"]
        before = names.rows(cast.administrator).count()
        write(BULK_LOAD.format(organization=cast.ngo.pk))
        assert names.rows(cast.administrator).count() == before
        assert present(cast.administrator) == position
    changes, _since = everything(cast.administrator, position)
    assert len(changes) == 2500


@pytest.mark.parametrize(
    "text", ["", "x", "W10", "é" * 4, "A" * 30_000, *(str(Position(1, "", seen)) for seen in ("0:0:", "5:3:", "3:5:9"))]
)
def test_what_is_no_position_is_refused(text: str) -> None:
    with pytest.raises(BadPositionError):
        Position.read(text)


def test_the_address_tells_changes_and_where_to_go_on(cast: Cast, client: Client) -> None:
    client.force_login(cast.ngo_manager)
    first = client.get("/api/v1/changes/", {"page_size": 2}).json()
    assert len(first["changes"]) == 2
    assert first["has_more"] is True
    rest = client.get("/api/v1/changes/", {"since": first["position"]}).json()
    assert rest["has_more"] is False
    assert {change["table"] for change in first["changes"] + rest["changes"]} >= {"organizations", "partnerships"}
    again = client.get("/api/v1/changes/", {"since": rest["position"]}).json()
    assert again["changes"] == []
    assert client.get("/api/v1/changes/", {"since": "nonsense!"}).status_code == 400
    client.force_login(cast.other_manager)
    answer = client.get("/api/v1/changes/", {"since": rest["position"]})
    assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
