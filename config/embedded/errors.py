"""What can be wrong with the embedded server, in one sentence."""

from django.db.utils import OperationalError


class EmbeddedServerError(OperationalError):
    """The embedded PostgreSQL cannot be used. The message says why and what to do."""
