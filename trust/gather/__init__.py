"""From PostgreSQL to evidence frames, for any partnerships, as known at any moment, in a fixed number of queries."""

from .evidence import first_own_day, gather

__all__ = ["first_own_day", "gather"]
