"""Fixtures of the tests of the API."""

from tests.api.evidence import both

__all__ = ["both"]
