"""Django database backend for the embedded server: PostgreSQL's own, which sees to the server before connecting."""

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL connection whose server this project starts itself."""
