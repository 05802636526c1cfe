"""Answers to addresses that ask for something that cannot be shown."""

from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, problems: Sequence[str]) -> HttpResponse:
    """A page that names each problem and its remedy."""
    return render(request, "400.html", {"problems": problems}, status=HTTPStatus.BAD_REQUEST)
