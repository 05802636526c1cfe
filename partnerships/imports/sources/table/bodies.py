"""The government bodies a sheet names: looked up, never registered by staff, since a slip would make a new one."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from partnerships.imports.parties import Kind, Party, Scheme, Sector
from partnerships.models import Organization
from partnerships.services.registering import look_up_organizations

from .plan import Setting
from .reading import TableCells


class Bodies:
    """The bodies of the rows of one chunk, by name or code."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._found: dict[str, list[Organization]] = {}

    def meet(self, words: Iterable[str]) -> None:
        """Looks up the names and codes. Five queries, or none where all are at hand."""
        new = {word for word in words if word} - set(self._found)
        if not new:
            return
        directory = look_up_organizations(numbers=[(Scheme.USCC, word) for word in new], names=new)
        found = {word: list(directory.by_name.get(word, ())) for word in new}
        for (_scheme, value), organization in directory.by_number.items():
            found[value] = [organization]
        reachable = self._reachable({each.pk for some in found.values() for each in some})
        self._found |= {
            word: [each for each in some if each.sector == Sector.GOVERNMENT and each.pk in reachable]
            for word, some in found.items()
        }

    def _reachable(self, keys: set[int]) -> set[int]:
        by = self._setting.by
        if by is None:
            return keys
        return set(Organization.objects.visible_to(by).filter(pk__in=keys).values_list("pk", flat=True))

    @property
    def known(self) -> list[Organization]:
        """The bodies at hand, and the one of the whole sheet."""
        own = [self._setting.government] if self._setting.government else []
        return [*own, *(some[0] for some in self._found.values() if len(some) == 1)]

    def of(self, cells: TableCells, name: str, code: str = "") -> Party | None:
        """The row's body; None, with a refusal, where it is not on record or names none."""
        found = self._found.get(code or name)
        if not (name or code):
            if self._setting.government is None:
                cells.refuse("government", _("No government body is named, here or for the whole sheet."))
                return None
            return _as_party(self._setting.government)
        if found and len(found) == 1:
            return _as_party(found[0])
        words = {"name": name or code}
        if found:
            cells.refuse("government", _("Several government bodies are called “%(name)s”. Give the code.") % words)
        elif self._setting.is_official and name:
            identifiers = {Scheme.USCC: code} if code else {}
            return Party(name, Sector.GOVERNMENT, Kind.GOVERNMENT_BODY, identifiers, known_by_name=True)
        else:
            sentence = _("No government body called “%(name)s” is on record in your jurisdiction. Correct the name.")
            cells.refuse("government", sentence % words)
        return None


def _as_party(body: Organization) -> Party:
    return Party(body.name, body.sector, body.kind, {}, known_by_name=True)
