"""The choice of an administrative division above a list."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from partnerships.models import Jurisdiction, Organization

from .controls import Control, choice_control


def division_control(request: HttpRequest) -> Control:
    """The divisions in which the reader sees organizations, and those above these, from the top down."""
    seen = Organization.objects.visible_to(request.user).filter(jurisdiction__isnull=False)
    paths = list(seen.order_by().values_list("jurisdiction__path", flat=True).distinct())
    codes = {code for path in paths for code in path.strip("/").split("/")}
    divisions = Jurisdiction.objects.filter(code__in=codes).order_by("path")
    choices = [(division.code, "\u2003" * _depth(division) + str(division)) for division in divisions]
    return choice_control(request, "jurisdiction", _("Division"), choices)


def _depth(division: Jurisdiction) -> int:
    return division.path.count("/") - 2
