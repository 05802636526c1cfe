"""People's own spreadsheets, with any column names."""

from django.utils.translation import gettext_lazy as _

from partnerships.imports.parties import JURISDICTION
from partnerships.imports.source import Option, Source

from .load import CURRENCY, GOVERNMENT, KIND, METHOD, REGISTER, load_table

TABLE = Source(
    name="table",
    label=_("a spreadsheet of your own"),
    takes=_("a sheet of contracts, payments, events, NGOs or annual finance, as .xlsx or CSV, with any column names"),
    recognises=lambda _shape: False,  # anything could be one; it is taken where nothing else is recognised
    load=load_table,
    options=(
        Option(KIND, _("kind of record in its rows: contracts, payments, events, organizations or finance")),
        Option(GOVERNMENT, _("number of the government body of rows that name none")),
        Option(METHOD, _("procurement method of rows that name none")),
        Option(CURRENCY, _("currency of rows that name none, if not CNY")),
        Option(REGISTER, _("“no” refuses rows of NGOs that are not on record, instead of registering them")),
        JURISDICTION,
    ),
)
