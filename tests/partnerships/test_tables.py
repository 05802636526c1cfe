"""Commands on databases whose tables are missing or old."""

from typing import Any

import pytest
from django.core.management import CommandError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from partnerships.management import tables

WAITING = [("a migration", False)]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Migrations wait; which commands were called."""
    names: list[str] = []
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: WAITING)
    monkeypatch.setattr(tables, "call_command", lambda name, **_: names.append(name))
    return names


def test_a_new_database_gets_its_tables(db: None, monkeypatch: pytest.MonkeyPatch, called: list[str]) -> None:
    build = MigrationLoader.build_graph

    def as_if_new(self: Any) -> None:
        build(self)
        self.applied_migrations = {}

    monkeypatch.setattr(MigrationLoader, "build_graph", as_if_new)
    tables.see_to_tables()
    assert called == ["migrate"]


def test_an_older_database_is_left_to_its_operator(db: None, called: list[str]) -> None:
    with pytest.raises(CommandError, match=r"older version\. Run: python manage\.py migrate"):
        tables.see_to_tables()
    assert called == []


@pytest.mark.usefixtures("db")
def test_a_database_of_this_version_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "call_command", pytest.fail)
    tables.see_to_tables()
