"""The form of a year's income, with a line for each government body."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Partnership

from .entry import EntryForm
from .fields import MoneyField, TextArea

LINE = "line-"


class FinanceForm(EntryForm):
    """Income of a calendar year. Each line is what came through one partnership; lines left open are not stated."""

    year = forms.IntegerField(label=_("Year"), min_value=1978, max_value=2200)
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3, initial="CNY")
    total_income = MoneyField(label=_("Total income"))
    government_income = MoneyField(
        label=_("From all government bodies"),
        required=False,
        help_text=_("Together, whether or not there are lines for each below."),
    )

    def __init__(self, *args: Any, partnerships: Iterable[Partnership], **kwargs: Any) -> None:
        self.partnerships = list(partnerships)
        super().__init__(*args, **kwargs)

    @classmethod
    def of(cls, partnerships: Iterable[Partnership], *args: Any, **kwargs: Any) -> "FinanceForm":
        """The form with a line for each partnership."""
        rows = list(partnerships)
        lines = {f"{LINE}{row.pk}": MoneyField(label=row.government, required=False) for row in rows}
        groups = [
            (_("Income of the year"), ("year", "currency", "total_income", "government_income")),
            (_("Of this, through each partnership"), tuple(lines)),
        ]
        parts = {"groups": groups if lines else groups[:1], **lines}
        form: FinanceForm = type(cls.__name__, (cls,), parts)(*args, partnerships=rows, **kwargs)
        return form

    def clean_currency(self) -> str:
        """Three capital letters."""
        return str(self.cleaned_data["currency"]).upper()

    def values(self) -> dict[str, Any]:
        """The arguments of the service."""
        names = ("year", "currency", "total_income", "government_income")
        return {**{name: self.cleaned_data[name] for name in names}, "lines": self._lines()}

    def _lines(self) -> dict[Partnership, Decimal]:
        given = {row: self.cleaned_data.get(f"{LINE}{row.pk}") for row in self.partnerships}
        return {row: amount for row, amount in given.items() if amount is not None}


class CorrectionForm(FinanceForm):
    """The same, to stand for accounts that were wrong."""

    reason = forms.CharField(label=_("Why it was wrong"), widget=TextArea(2))

    @classmethod
    def of(cls, partnerships: Iterable[Partnership], *args: Any, **kwargs: Any) -> "FinanceForm":
        """The form with a line for each partnership, and the reason at its end."""
        form = super().of(partnerships, *args, **kwargs)
        form.groups = [*form.groups, (_("Correction"), ("reason",))]  # type: ignore[misc]
        return form
