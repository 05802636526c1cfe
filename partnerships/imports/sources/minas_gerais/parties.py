"""The two parties of an agreement of Minas Gerais."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from stdnum.br import cnpj

from partnerships.imports.findings import Problem
from partnerships.imports.parties import Kind, Parties, Party, Scheme, Sector
from partnerships.models import Organization
from partnerships.services.successions import record_succession

from .rows import Agreement

# The first word of an NGO's name tells its legal form; an "instituto" is a private non-profit institution.
KIND_OF_NGO = {"fundação": Kind.FOUNDATION, "federação": Kind.NGO_FEDERATION, "associação": Kind.SOCIAL_GROUP}
# State foundations and institutes (FCS, IEPHA …) are bodies of the administration with a legal person of their own.
KIND_OF_BODY = {"fundação": Kind.PUBLIC_INSTITUTION, "instituto": Kind.PUBLIC_INSTITUTION}
# Legal entity and branch: the first twelve digits of a CNPJ. Two check digits follow.
BRANCH = 12

Numbers = dict[tuple[str, str], str]


def registered_numbers(agreements: Iterable[Agreement]) -> Numbers:
    """The valid CNPJ by organization name and branch."""
    valid = [agreement for agreement in agreements if cnpj.is_valid(agreement.cnpj)]
    return {(agreement.ngo_name, cnpj.compact(agreement.cnpj)[:BRANCH]): agreement.cnpj for agreement in valid}


def settle_parties(
    agreement: Agreement, numbers: Numbers, parties: Parties
) -> tuple[Organization, Organization, list[Problem]]:
    """The government body, the NGO, and what is to be said about both."""
    identifiers, remarks = _identifiers(agreement, numbers)
    body, about_body = parties.settle(
        Party(
            name=agreement.government_name,
            sector=Sector.GOVERNMENT,
            kind=_kind(agreement.government_name, KIND_OF_BODY, Kind.GOVERNMENT_BODY),
            # The state hands a code on to the body that takes over from another; the acronym tells them apart.
            identifiers={Scheme.LOCAL: f"minas_gerais:{agreement.government_code}:{agreement.government_acronym}"},
            named_on=agreement.starts_on,
        )
    )
    ngo, about_ngo = parties.settle(
        Party(
            name=agreement.ngo_name,
            sector=Sector.NGO,
            kind=_kind(agreement.ngo_name, KIND_OF_NGO, Kind.SOCIAL_SERVICE),
            identifiers=identifiers,
            service_field=agreement.area,
            named_on=agreement.starts_on,
        )
    )
    return body, ngo, [*remarks, *about_body, *about_ngo]


def _identifiers(agreement: Agreement, numbers: Numbers) -> tuple[dict[str, str], list[Problem]]:
    """The NGO's CNPJ. One with wrong check digits is taken for the valid one of the same name and branch.

    Where there is none it is kept as the source's own id, which claims nothing. Both are said.
    """
    if cnpj.is_valid(agreement.cnpj):
        return {Scheme.CNPJ: agreement.cnpj}, []
    words = {"wrong": agreement.cnpj, "right": numbers.get((agreement.ngo_name, cnpj.compact(agreement.cnpj)[:BRANCH]))}
    if words["right"]:
        reason = (
            _("The check digits of %(wrong)s are wrong. The same name has %(right)s elsewhere; that is used.") % words
        )
        return {Scheme.CNPJ: words["right"]}, [Problem("ngo_cnpj", reason)]
    reason = _("The check digits of %(wrong)s are wrong. It is kept as the source's own id, not as a CNPJ.") % words
    return {Scheme.LOCAL: f"minas_gerais:{agreement.cnpj}"}, [Problem("ngo_cnpj", reason)]


def _kind(name: str, kinds: dict[str, Kind], otherwise: Kind) -> Kind:
    return kinds.get(name.split(maxsplit=1)[0].casefold(), otherwise)


class Successions:
    """Bodies that took a code over from another: the later succeeds the former. Agreements come oldest first."""

    def __init__(self, parties: Parties) -> None:
        self._parties = parties
        self._last: dict[str, Organization] = {}

    def note(self, agreement: Agreement, body: Organization) -> None:
        """Records the succession where the code belonged to another body until now."""
        former = self._last.get(agreement.government_code)
        if former is not None and former.pk != body.pk:
            record_succession(by=self._parties.by, organization=former, successor=body)
        self._last[agreement.government_code] = body
