"""Agreements between the state of Minas Gerais and non-profit organizations, with all that happened under them."""

from django.utils.translation import gettext_lazy as _

from partnerships.imports.parties import JURISDICTION
from partnerships.imports.source import Source

from .load import load_folder, recognises

MINAS_GERAIS = Source(
    name="minas_gerais",
    label=_("Minas Gerais: agreements with non-profit organizations"),
    takes=_(
        "a folder with partnerships.csv, instruments_and_amendments.csv, transfers.csv, evaluations.csv, reports.csv"
    ),
    recognises=recognises,
    load=load_folder,
    options=(JURISDICTION,),
)
