"""The sources that can be imported. A new one is added here, and nowhere else."""

from django.utils.translation import gettext as _

from .findings import UnusableFileError
from .source import Source
from .sources.minas_gerais import MINAS_GERAIS
from .sources.ocds import OCDS
from .sources.service_network import SERVICE_NETWORK
from .sources.table import TABLE
from .sources.threesixtygiving import THREESIXTYGIVING

SOURCES: tuple[Source, ...] = (MINAS_GERAIS, THREESIXTYGIVING, OCDS, SERVICE_NETWORK, TABLE)


def source_called(name: str) -> Source:
    """The source of that name. Raises UnusableFileError naming those there are."""
    for source in SOURCES:
        if source.name == name:
            return source
    words = {"name": name, "known": ", ".join(source.name for source in SOURCES)}
    raise UnusableFileError(_("There is no source “%(name)s”. Known are: %(known)s.") % words)
