"""The choice of an administrative division above a list."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext as _

from partnerships.models import Jurisdiction, Organization, Role, User

from .controls import Control, choice_control


def division_control(request: HttpRequest) -> Control:
    """The divisions in which the reader sees organizations, and those above these, from the top down."""
    paths = _paths_of(request.user)  # type: ignore[arg-type]
    codes = {code for path in paths for code in path.strip("/").split("/")}
    divisions = Jurisdiction.objects.filter(code__in=codes).order_by("path")
    choices = [(division.code, "\u2003" * _depth(division) + str(division)) for division in divisions]
    return choice_control(request, "jurisdiction", _("Division"), choices)


def _paths_of(user: User) -> Iterable[str]:
    """The paths of the divisions of organizations the person sees.

    Whoever may see nearly all finds one in each division at once; the few of others are gone through.
    """
    seen = Organization.objects.visible_to(user).order_by()
    if user.is_administrator or user.role == Role.ANALYST:
        divisions = Jurisdiction.objects.filter(Exists(seen.filter(jurisdiction=OuterRef("pk"))))
        return divisions.values_list("path", flat=True)
    return seen.filter(jurisdiction__isnull=False).values_list("jurisdiction__path", flat=True).distinct()  # type: ignore[no-any-return]


def _depth(division: Jurisdiction) -> int:
    return division.path.count("/") - 2
