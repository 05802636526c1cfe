"""What a token is good for: each view names the kind of record it holds, each method reads or writes."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from partnerships.models import ApiToken


class WithinScope(BasePermission):
    """Lets a token do what it is good for, and everybody who signs in otherwise whatever they may.

    A view's `kind` is the first half of a scope; one without is reference data, which any token reads.
    `write_kind` is for views whose writes are narrower than their reads. `kinds` is for views of what belongs to
    records of several kinds: a token needs one of them, and the view shows what belongs to those it has (`kinds_of`).
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        """Always, or a refusal that names the scope that is missing."""
        needed = scopes_needed(request.method or "", view)
        if not isinstance(request.auth, ApiToken) or not needed:
            return True
        if not set(needed) & set(request.auth.scopes):
            raise PermissionDenied(_refusal(needed), code="insufficient-scope")
        return True


def scopes_needed(method: str, view: Any) -> Sequence[str]:
    """The scopes of which a token needs one for the method at the view; none where any token will do."""
    kind: str = getattr(view, "kind", "")
    if method not in SAFE_METHODS:
        return [f"{getattr(view, 'write_kind', '') or kind}:write"]
    return [f"{each}:read" for each in getattr(view, "kinds", ()) or ([kind] if kind else [])]


def kinds_of(request: Request) -> Sequence[str] | None:
    """The kinds of record that the reader's token reads; None for whoever signed in without one."""
    if not isinstance(request.auth, ApiToken):
        return None
    return [scope.removesuffix(":read") for scope in request.auth.scopes if scope.endswith(":read")]


def _refusal(needed: Sequence[str]) -> str:
    if len(needed) == 1:
        sentence = _("This token is not good for that: it lacks the scope “{scope}”. Make one that has it.")
        return sentence.format(scope=needed[0])
    sentence = _("This token is not good for that: it has none of the scopes {scopes}. Make one that has.")
    return sentence.format(scopes=", ".join(needed))
