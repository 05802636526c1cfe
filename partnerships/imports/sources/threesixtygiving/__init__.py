"""Grants published to the 360Giving standard, as CSV, Excel workbook or JSON."""

from django.utils.translation import gettext_lazy as _

from partnerships.imports.parties import JURISDICTION
from partnerships.imports.source import Source

from .load import load_grants, recognises

THREESIXTYGIVING = Source(
    name="threesixtygiving",
    label=_("360Giving: grants of public funders"),
    takes=_("a 360Giving file, as CSV, .xlsx or JSON"),
    recognises=recognises,
    load=load_grants,
    options=(JURISDICTION,),
)
