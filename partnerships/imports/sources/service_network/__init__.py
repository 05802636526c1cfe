"""Service networks as a table of organizations and a table of the ties between them."""

from django.utils.translation import gettext_lazy as _

from partnerships.imports.parties import JURISDICTION
from partnerships.imports.source import Option, Source

from .load import load_network, recognises

SERVICE_NETWORK = Source(
    name="service_network",
    label=_("Service network: organizations and ties"),
    takes=_("a folder with one …_nodes.csv and one …_edges.csv"),
    recognises=recognises,
    load=load_network,
    options=(
        Option(
            "started_on",
            _("the day from which the ties hold, such as 2010-01-01; the tables have no dates"),
            required=True,
        ),
        Option("ended_on", _("the first day on which they hold no longer, where the study says so")),
        Option("name", _("the network's name; without it the name of the files is used")),
        JURISDICTION,
    ),
)
