"""The choice of an administrative division above a list."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from partnerships.models import Jurisdiction, Organization, Role, User

from .controls import Control, choice_control


def division_control(request: HttpRequest) -> Control:
    """The divisions in which the reader sees organizations, and those above these, from the top down."""
    paths = _places_of(request.user).values_list("path", flat=True)  # type: ignore[arg-type]
    codes = {code for path in paths for code in path.strip("/").split("/")}
    divisions = Jurisdiction.objects.filter(code__in=codes).order_by("path")
    choices = [(division.code, "\u2003" * _depth(division) + str(division)) for division in divisions]
    return choice_control(request, "jurisdiction", _("Division"), choices)


def _places_of(user: User) -> QuerySet[Jurisdiction]:
    """The divisions of organizations the person sees.

    Whoever may see nearly all finds one in each division at once; the few of others are gone through.
    """
    seen = Organization.objects.visible_to(user).order_by()
    if user.is_administrator or user.role == Role.ANALYST:
        return Jurisdiction.objects.filter(Exists(seen.filter(jurisdiction=OuterRef("pk"))))
    return Jurisdiction.objects.filter(pk__in=seen.values("jurisdiction"))


def _depth(division: Jurisdiction) -> int:
    return division.path.count("/") - 2
