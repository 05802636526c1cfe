"""Fixtures of the tests of the API."""

from tests.api.evidence import both
from tests.api.hearings import said

__all__ = ["both", "said"]
