"""What a token is good for: each view names the kind of record it holds, each method reads or writes."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from partnerships.models import ApiToken


class WithinScope(BasePermission):
    """Lets a token do what it is good for, and everybody who signs in otherwise whatever they may.

    A view's `kind` is the first half of a scope; one without is reference data, which any token reads.
    `write_kind` is for views whose writes are narrower than their reads.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        """Always, or a refusal that names the scope that is missing."""
        needed = scope_needed(request.method or "", view)
        if isinstance(request.auth, ApiToken) and needed and needed not in request.auth.scopes:
            sentence = _("This token is not good for that: it lacks the scope “{scope}”. Make one that has it.")
            raise PermissionDenied(sentence.format(scope=needed), code="insufficient-scope")
        return True


def scope_needed(method: str, view: Any) -> str:
    """The scope a token needs for the method at the view; empty where any token will do."""
    kind: str = getattr(view, "kind", "")
    if method in SAFE_METHODS:
        return f"{kind}:read" if kind else ""
    return f"{getattr(view, 'write_kind', '') or kind}:write"
