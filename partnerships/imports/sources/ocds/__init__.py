"""Awards published to the Open Contracting Data Standard, version 1.1."""

from django.utils.translation import gettext_lazy as _

from partnerships.imports.parties import JURISDICTION
from partnerships.imports.source import Source

from .load import load_awards, recognises

OCDS = Source(
    name="ocds",
    label=_("OCDS 1.1: public contracts"),
    takes=_("an OCDS 1.1 release package or record package, as .json or .json.gz"),
    recognises=recognises,
    load=load_awards,
    options=(JURISDICTION,),
)
