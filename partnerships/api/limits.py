"""Rate limits of the API: so many requests a minute for each token, and for each person who signs in without one."""

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from partnerships.models import ApiToken
from partnerships.services.limits import SECONDS, Allowance, count_request

POLICY = "minute"


class PerMinute(BaseThrottle):
    """Counts in the database. What is open to everybody is not counted: it asks nothing of it."""

    def allow_request(self, request: Request, view: object) -> bool:  # noqa: ARG002 (the REST framework's signature)
        """Whether the request is within the limit; Throttled with a sentence where it is not."""
        if not request.user.is_authenticated:
            return True
        allowance = count_request(_key(request), settings.API_REQUESTS_PER_MINUTE)
        request.allowance = allowance  # type: ignore[attr-defined]
        if allowance.is_used_up:
            sentence = _("More than {most} requests in a minute. Ask less often, or for more rows at once.")
            raise Throttled(allowance.seconds, sentence.format(most=allowance.most))
        return True


def _key(request: Request) -> str:
    if isinstance(request.auth, ApiToken):
        return f"token {request.auth.pk}"
    return f"person {request.user.pk}"


def tell_allowance(request: Request, response: Response) -> None:
    """Says what is left, by the headers of draft-ietf-httpapi-ratelimit-headers."""
    allowance: Allowance | None = getattr(request, "allowance", None)
    if allowance is not None:
        response["RateLimit-Policy"] = f'"{POLICY}";q={allowance.most};w={SECONDS}'
        response["RateLimit"] = f'"{POLICY}";r={max(0, allowance.remaining)};t={allowance.seconds}'
