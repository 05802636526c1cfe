"""What goes out as data: tables, their columns and what they mean, for snapshots and for the feed of changes."""

from .columns import Column
from .tables import DataTable, data_table, data_tables

__all__ = ["Column", "DataTable", "data_table", "data_tables"]
