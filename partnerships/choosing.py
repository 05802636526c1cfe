"""Records a person can choose in a form, and how they are found by what was typed: one row per kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.utils.translation import get_language

from .models import (
    Contract,
    Jurisdiction,
    Organization,
    OrganizationIdentifier,
    Partnership,
    Role,
    ServiceNetwork,
    User,
)
from .models.languages import in_reader_language
from .models.naming import named_like, titled_like

AT_ONCE = 12


@dataclass(frozen=True)
class Choosable:
    """Records of one kind. `named` finds those a word may mean; `among` are the columns a form may narrow them by."""

    rows: Callable[[User], QuerySet[Any]]
    named: Callable[[str], Q]
    label: Callable[[Any], str]
    hint: Callable[[Any], str]
    name_column: str
    among: Sequence[str] = ()

    def seen(self, user: User, among: Mapping[str, Any]) -> QuerySet[Any]:
        """What the person may see of them, narrowed."""
        return self.rows(user).filter(**among)

    def first(self, rows: QuerySet[Any], typed: str, number: int) -> list[Any]:
        """The first of those that every typed word fits, the closest name first. Two queries, and those of the rows.

        Sorting keys touches no wide row and no table that only the label reads.
        """
        keys = list(self.found(rows.select_related(None).prefetch_related(None), typed).values_list("pk")[:number])
        found = {record.pk: record for record in rows.filter(pk__in=[key for (key,) in keys])}
        return [found[key] for (key,) in keys if key in found]

    def found(self, rows: QuerySet[Any], typed: str) -> QuerySet[Any]:
        """Those that every typed word fits, the closest name first."""
        words = typed.replace("×", " ").split()
        for word in words:
            rows = rows.filter(self.named(word))
        if not words:
            return rows.order_by(self.name_column, "pk")
        closest = Case(
            When(**{f"{self.name_column}__iexact": typed}, then=Value(0)),
            When(**{f"{self.name_column}__istartswith": typed}, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return rows.order_by(closest, self.name_column, "pk")

    def option(self, record: Any) -> dict[str, str]:
        """The record as it stands in a list of choices."""
        return {"key": str(record.pk), "label": self.label(record), "hint": self.hint(record)}


def _organizations(user: User) -> QuerySet[Organization]:
    codes = OrganizationIdentifier.objects.filter(scheme=OrganizationIdentifier.Scheme.USCC)
    rows = Organization.objects.visible_to(user).select_related("jurisdiction")
    return rows.prefetch_related(Prefetch("identifiers", codes, to_attr="codes"))  # type: ignore[no-any-return]


def _organization_hint(organization: Organization) -> str:
    place = organization.jurisdiction
    names = [in_reader_language(place.name, place.name_en) if place else "", _other_name(organization)]
    codes = [code.value for code in organization.codes]  # type: ignore[attr-defined]
    return " · ".join(part for part in [*names, *codes] if part)


def _other_name(organization: Organization) -> str:
    """The name in the language the reader did not choose, by which somebody may know it better."""
    chinese = (get_language() or "").startswith("zh")
    return organization.name_en if chinese else organization.name if organization.name_en else ""


def _of_either_party(word: str) -> Q:
    """One set of keys, each part found by an index; joined by "or", every partnership would be tried."""
    return Q(pk__in=_of_named_body(word).union(_of_named_ngo(word), all=True))


def _of_named_body(word: str) -> QuerySet[Any]:
    return Partnership.objects.filter(government__in=Organization.objects.filter(named_like(word))).values("pk")


def _of_named_ngo(word: str) -> QuerySet[Any]:
    return Partnership.objects.filter(ngo__in=Organization.objects.filter(named_like(word))).values("pk")


def _partnership_hint(partnership: Partnership) -> str:
    names = [_other_name(partnership.government), _other_name(partnership.ngo)]
    return " × ".join(names) if all(names) else ""


def _contract_named(word: str) -> Q:
    titled = Contract.objects.filter(titled_like(word)).values("pk")
    of_parties = [
        Contract.objects.filter(partnership__in=partnerships).values("pk")
        for partnerships in (_of_named_body(word), _of_named_ngo(word))
    ]
    return Q(pk__in=titled.union(*of_parties, all=True))


def _contract_hint(contract: Contract) -> str:
    term = f"{contract.starts_on} – {contract.ends_on}"
    return " · ".join(part for part in [contract.number, term, str(contract.partnership)] if part)


def _places(user: User) -> QuerySet[Jurisdiction]:
    """The divisions whose organizations a person keeps: the own body's and below for staff, all for administrators."""
    rows = Jurisdiction.objects.select_related("parent")
    own = user.organization.jurisdiction if user.role == Role.STAFF and user.organization else None
    if user.is_administrator:
        return rows
    return rows.filter(path__startswith=own.path) if own else rows.none()


CHOOSABLE: Mapping[str, Choosable] = {
    "organization": Choosable(
        rows=_organizations,
        named=named_like,
        label=str,
        hint=_organization_hint,
        name_column="name",
        among=("sector",),
    ),
    "place": Choosable(
        rows=_places,
        named=lambda word: Q(name__icontains=word) | Q(name_en__icontains=word) | Q(code__startswith=word),
        label=str,
        hint=lambda place: " · ".join(str(part) for part in (place.parent, place.code) if part),
        name_column="name",
    ),
    "network": Choosable(
        rows=lambda user: ServiceNetwork.objects.visible_to(user).select_related("convened_by"),
        named=lambda word: Q(name__icontains=word) | Q(name_en__icontains=word),
        label=str,
        hint=lambda network: str(network.convened_by or ""),
        name_column="name",
    ),
    "partnership": Choosable(
        rows=lambda user: Partnership.objects.visible_to(user).with_parties(),
        named=_of_either_party,
        label=str,
        hint=_partnership_hint,
        name_column="ngo__name",
        among=("government", "ngo"),
    ),
    "contract": Choosable(
        rows=lambda user: (
            Contract.objects.visible_to(user).standing().select_related("partnership__government", "partnership__ngo")
        ),
        named=_contract_named,
        label=lambda contract: in_reader_language(contract.title, contract.title_en),
        hint=_contract_hint,
        name_column="title",
        among=("partnership",),
    ),
}
