"""Who must have a second factor and has none is led to set it up before anything else."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.api.problems import MEDIA_TYPE, problem

from .second_factor import lacks_second_factor

# What is needed to set one up, and to leave.
OPEN = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_reauthenticate",
        "account_set_password",
        "account_logout",
        "sign-out",
        "set_language",
    }
)


class SecondFactorMiddleware:
    """Pages lead to the set-up; the API says so in a problem."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing of its own: what is asked for is known only once the address is resolved."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """The way to the set-up in place of the page; None to go on."""
        match = request.resolver_match
        if match is None or match.url_name in OPEN or not lacks_second_factor(request):
            return None
        if "api" in match.namespaces:
            return JsonResponse(second_factor_problem(), status=HTTPStatus.FORBIDDEN, content_type=MEDIA_TYPE)
        if request.htmx:  # type: ignore[attr-defined]
            # A part of a page is left out: led elsewhere, it would make the set-up page load itself again and again.
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return HttpResponseRedirect(reverse("mfa_index"))


def second_factor_problem() -> dict[str, Any]:
    """The body of the API's refusal."""
    return problem(HTTPStatus.FORBIDDEN, "second-factor-required", second_factor_sentence())


def second_factor_sentence() -> str:
    """What is wrong and what to do."""
    return _("Your account needs a second factor beside the password. Sign in on the pages first and set it up.")
