"""Fixtures of the tests of the pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from partnerships.models import User
from tests.api.evidence import both

__all__ = ["both"]

SignIn = Callable[[User], Client]


@pytest.fixture
def signed_in() -> SignIn:
    """A browser of a person who has signed in."""

    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in
