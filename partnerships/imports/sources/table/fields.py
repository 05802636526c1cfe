"""What a column of somebody's own spreadsheet can mean: the fields of each kind of record, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .vocabulary import TITLES


class Content(Enum):
    """What the cells of a column hold; guessing compares it with the first rows."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    AMOUNT = "amount"
    YEAR = "year"
    USCC = "uscc"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a column can hold. `synonyms`, what people call it, come from the vocabulary."""

    name: str
    label: str | Promise
    content: Content
    synonyms: Sequence[str] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record a sheet can hold. `one_of` are fields of which at least one column is needed."""

    name: str
    label: str | Promise
    hint: str | Promise
    fields: tuple[Field, ...]
    one_of: tuple[tuple[str, ...], ...] = ()

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((field for field in self.fields if field.name == name), None)

    def missing(self, names: set[str]) -> list[str]:
        """What is needed and not among the names, in words."""
        missing = [str(field.label) for field in self.fields if field.required and field.name not in names]
        for group in self.one_of:
            if not names & set(group):
                labels = [str(field.label) for field in self.fields if field.name in group]
                missing.append(str(_(" or ")).join(labels))
        return missing


_T, _N, _D, _A, _U, _W = Content.TEXT, Content.NUMBER, Content.DAY, Content.AMOUNT, Content.USCC, Content.WORD
Row = tuple[str, str | Promise, Content]

_NGO: tuple[Row, ...] = (
    ("ngo", _("NGO: name"), _T),
    ("ngo_uscc", _("NGO: unified social credit code"), _U),
)
_GOVERNMENT: Row = ("government", _("government body: name"), _T)
_CURRENCY: Row = ("currency", _("currency"), _W)
CONTRACT_NUMBER = _("contract number")

CONTRACT_FIELDS: tuple[Row, ...] = (
    ("number", CONTRACT_NUMBER, _N),
    ("title", _("title"), _T),
    _GOVERNMENT,
    ("government_uscc", _("government body: unified social credit code"), _U),
    *_NGO,
    ("ngo_number", _("NGO: number in another register"), _N),
    ("method", _("procurement method"), _W),
    ("signed_on", _("signed on"), _D),
    ("starts_on", _("starts on"), _D),
    ("ends_on", _("ends on (last day)"), _D),
    ("value", _("contract value"), _A),
    _CURRENCY,
    ("catalogue_code", _("catalogue code"), _N),
    ("first_amount", _("first instalment: amount"), _A),
    ("first_due_on", _("first instalment: due on"), _D),
    ("first_paid_on", _("first instalment: paid on"), _D),
    ("interim_amount", _("interim instalment: amount"), _A),
    ("interim_due_on", _("interim instalment: due on"), _D),
    ("interim_paid_on", _("interim instalment: paid on"), _D),
    ("balance_amount", _("balance: amount"), _A),
    ("balance_due_on", _("balance: due on"), _D),
    ("balance_paid_on", _("balance: paid on"), _D),
    ("whole_amount", _("payment in one sum: amount"), _A),
    ("whole_due_on", _("payment in one sum: due on"), _D),
    ("whole_paid_on", _("payment in one sum: paid on"), _D),
)
PAYMENT_FIELDS: tuple[Row, ...] = (
    ("number", CONTRACT_NUMBER, _N),
    _GOVERNMENT,
    *_NGO,
    ("stage", _("instalment"), _W),
    ("sequence", _("number of the payment"), _N),
    ("due_on", _("due on"), _D),
    ("amount_due", _("amount due"), _A),
    ("paid_on", _("paid on"), _D),
    ("amount_paid", _("amount paid"), _A),
)
EVENT_FIELDS: tuple[Row, ...] = (
    ("type", _("type of event"), _W),
    ("occurred_on", _("happened on"), _D),
    _GOVERNMENT,
    *_NGO,
    ("outcome", _("outcome"), _W),
    ("party", _("ended by"), _W),
    ("amount", _("amount"), _A),
    _CURRENCY,
    ("contract", CONTRACT_NUMBER, _N),
    ("note", _("note"), _T),
)
ORGANIZATION_FIELDS: tuple[Row, ...] = (
    *_NGO,
    ("ngo_number", _("NGO: number in another register"), _N),
    ("name_en", _("name in English"), _T),
    ("kind", _("kind"), _W),
    ("service_field", _("service field"), _T),
    ("mission", _("mission"), _T),
    ("registered_on", _("registered on"), _D),
    ("place", _("administrative division: name or code"), _W),
    ("former_name", _("former or other name"), _T),
)
FINANCE_FIELDS: tuple[Row, ...] = (
    *_NGO,
    ("year", _("year"), Content.YEAR),
    ("total_income", _("total income"), _A),
    ("government_income", _("income from all government bodies"), _A),
    _CURRENCY,
)


def _fields(kind: str, rows: Sequence[Row], *required: str) -> tuple[Field, ...]:
    return tuple(
        Field(name, label, content, TITLES[kind].get(name, ()), name in required) for name, label, content in rows
    )


_NAMED = ("ngo", "ngo_uscc")
KINDS: tuple[Kind, ...] = (
    Kind(
        "contracts",
        _("contracts, with payments if the sheet has them"),
        _("One contract in each row."),
        _fields("contracts", CONTRACT_FIELDS, "title", "signed_on", "ends_on"),
        (_NAMED,),
    ),
    Kind(
        "payments",
        _("payments under contracts on record"),
        _("One payment in each row; the contract is found by its number."),
        _fields("payments", PAYMENT_FIELDS, "number"),
        (("amount_due", "amount_paid"), ("due_on", "paid_on")),
    ),
    Kind(
        "events",
        _("interaction events"),
        _("One event in each row; the type by its code or its name in either language."),
        _fields("events", EVENT_FIELDS, "type", "occurred_on"),
        (_NAMED,),
    ),
    Kind(
        "organizations",
        _("NGOs"),
        _("One NGO in each row; those on record already are completed, not doubled."),
        _fields("organizations", ORGANIZATION_FIELDS, "ngo"),
    ),
    Kind(
        "finance",
        _("annual finance of NGOs"),
        _("One NGO and year in each row."),
        _fields("finance", FINANCE_FIELDS, "year", "total_income"),
        (_NAMED,),
    ),
)


@cache
def kinds_by_name() -> Mapping[str, Kind]:
    """The kinds, by name."""
    return {kind.name: kind for kind in KINDS}
