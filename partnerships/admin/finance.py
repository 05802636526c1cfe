"""Income of NGOs by year."""

from django.contrib import admin

from partnerships.models import AnnualFinance, IncomeLine

from .facts import FactAdmin
from .reading import ReadOnlyInline


class IncomeLineInline(ReadOnlyInline):
    """The parts of a year's income that came through partnerships."""

    model = IncomeLine
    show_change_link = False
    fields = ["partnership", "amount"]


@admin.register(AnnualFinance)
class AnnualFinanceAdmin(FactAdmin):
    """Annual finances."""

    about = ("organization", "year", "total_income", "government_income", "currency")
    filters = ("year",)
    search_fields = ["organization__name", "organization__name_en"]
    list_select_related = ["organization"]
    inlines = [IncomeLineInline]
