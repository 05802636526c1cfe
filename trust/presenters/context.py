"""The context beside a stage in words: dependence on either side, competition, overdue claims. Shown, never scored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from partnerships.descriptions import money, written

from .figures import FULL


class ContextFigures(Protocol):
    """The figures, as they are gathered: shares from 0 to 1, None where the records do not tell."""

    @property
    def share_of_income(self) -> float | None: ...
    @property
    def government_share_of_income(self) -> float | None: ...
    @property
    def competitive_share(self) -> float | None: ...
    @property
    def overdue(self) -> Mapping[str, Decimal]: ...
    @property
    def oldest_due(self) -> date | None: ...
    @property
    def share_of_spending(self) -> float | None: ...
    @property
    def catalogue_code(self) -> str: ...


@dataclass(frozen=True)
class ContextLine:
    """One figure: what it is, its value in words, and where the records it comes from are listed."""

    label: str
    value: str
    address: str


@dataclass(frozen=True)
class Sources:
    """Addresses of the records behind the figures."""

    accounts: str
    contracts: str
    overdue: str
    payments: str


def context_lines(figures: ContextFigures, sources: Sources) -> list[ContextLine]:
    """Every figure, the unknown ones included: that something is not on record is worth knowing."""
    return [
        ContextLine(
            _("Share of the NGO's income that comes through this partnership"),
            _share(figures.share_of_income),
            sources.accounts,
        ),
        ContextLine(
            _("Share of the NGO's income that comes from all government bodies"),
            _share(figures.government_share_of_income),
            sources.accounts,
        ),
        ContextLine(
            _("Share of the contracts' value that was won in competition"),
            _share(figures.competitive_share),
            sources.contracts,
        ),
        ContextLine(_("Overdue payments"), _overdue(figures), sources.overdue),
        ContextLine(
            _("The NGO's share of what this body spends on the service it buys most from it"),
            _spending(figures),
            sources.payments,
        ),
    ]


def _share(value: float | None) -> str:
    if value is None:
        return _("not on record")
    return _("%(percent)s%%") % {"percent": round(FULL * value)}


def _overdue(figures: ContextFigures) -> str:
    if not figures.overdue or figures.oldest_due is None:
        return _("none on record")
    amounts = ", ".join(money(amount, currency) for currency, amount in figures.overdue.items())
    return _("%(amounts)s, the oldest due since %(day)s") % {"amounts": amounts, "day": written(figures.oldest_due)}


def _spending(figures: ContextFigures) -> str:
    if figures.share_of_spending is None:
        return _share(None)
    words = {"percent": round(FULL * figures.share_of_spending), "code": figures.catalogue_code}
    return _("%(percent)s%% (catalogue code %(code)s)") % words
