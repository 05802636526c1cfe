"""From PostgreSQL to evidence frames, for any partnerships, as known at any moment, in a fixed number of queries."""

from .context import Context, context
from .evidence import first_own_day, gather
from .lineage import Inheritance, inheritances

__all__ = ["Context", "Inheritance", "context", "first_own_day", "gather", "inheritances"]
