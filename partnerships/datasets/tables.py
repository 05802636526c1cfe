"""Tables that go out as data, and where each app names its own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from django.db import models
from django.db.models import F

from partnerships.models import User

from .columns import Column, column_of

MODULES = ("partnerships.published", "trust.published")


@dataclass(frozen=True)
class DataTable:
    """One table. `columns` are made when asked for: some depend on what is stored, such as the indicators there are.

    `in_feed` says whether its changes are told one by one; tables that are derived anew, or whose rows have no number,
    are in snapshots alone.
    """

    name: str
    model: type[models.Model]
    make_columns: Callable[[], Sequence[Column]]
    title: Any
    in_feed: bool = True

    @property
    def columns(self) -> Sequence[Column]:
        """The columns, in order; the first is the key."""
        return self.make_columns()

    @property
    def is_fact(self) -> bool:
        """Whether its rows can be voided."""
        return any(field.name == "voided_at" for field in self.model._meta.concrete_fields)

    def rows(self, user: User) -> models.QuerySet[Any, dict[str, Any]]:
        """The rows the person may see, by key, as dictionaries of the columns."""
        seen: Any = self.model._default_manager.all()
        seen = seen.visible_to(user) if hasattr(seen, "visible_to") else seen
        # A name of its own for each: a column may be called like a field it is not.
        made = {f"as_{column.name}": _expression(column) for column in self.columns}
        rows: models.QuerySet[Any, dict[str, Any]] = seen.order_by("pk").values(**made)
        return rows


def _expression(column: Column) -> Any:
    return F(column.source) if isinstance(column.source, str) else column.source


def table_of(
    name: str,
    model: type[models.Model],
    paths: Sequence[str],
    *,
    units: dict[str, Any] | None = None,
    in_feed: bool = True,
) -> DataTable:
    """A table whose columns are fields of a model. A path `contract__currency currency` renames the column."""

    def columns() -> Sequence[Column]:
        named = [path.split() for path in paths]
        return [
            column_of(model, path, name=(as_ or [path])[0], unit=(units or {}).get(path, "")) for path, *as_ in named
        ]

    return DataTable(name, model, columns, model._meta.verbose_name_plural, in_feed)


@lru_cache(maxsize=1)
def data_tables() -> dict[str, DataTable]:
    """Every table by its name: records first, then judgements."""
    return {table.name: table for table in _published()}


def _published() -> Iterator[DataTable]:
    for module in MODULES:
        yield from import_module(module).TABLES


def data_table(model: type[models.Model]) -> DataTable | None:
    """The table a model goes out as, if it does."""
    return next((table for table in data_tables().values() if table.model is model), None)
