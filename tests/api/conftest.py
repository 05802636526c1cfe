"""Fixtures of the tests of the API."""

from tests.api.evidence import both
from tests.api.hearings import said
from tests.api.methods import told

__all__ = ["both", "said", "told"]
