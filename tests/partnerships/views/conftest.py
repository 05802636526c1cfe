"""Fixtures of the tests of the pages of records."""

from tests.api.evidence import both
from tests.trust.views.conftest import signed_in

__all__ = ["both", "signed_in"]
