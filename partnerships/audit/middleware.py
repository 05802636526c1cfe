"""Who acts in a request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .acting import acting


class WhoActs:
    """Puts what a request writes on record as the act of whoever is signed in, at the request's address.

    Stands behind the authentication. The API may sign somebody in later still, so the person is asked for when needed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting(lambda: request.user, f"{request.method} {request.path}"):
            return self.get_response(request)
