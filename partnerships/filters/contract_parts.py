"""Filters of what happens under a contract."""

from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    Amendment,
    Contract,
    Evaluation,
    Milestone,
    Organization,
    Partnership,
    Party,
    Suspension,
)
from partnerships.models.naming import titled_like

from .facts import AsOfFilter, FactFilter
from .fields import (
    CodesFilter,
    DayFilter,
    DivisionFilter,
    RecordFilter,
    Rows,
    StableOrdering,
    TextFilter,
    YesNoFilter,
)

BODY, NGO = "contract__partnership__government", "contract__partnership__ngo"


class ContractPartFilter(FactFilter):
    """Abstract: under which contract it happened, and between whom."""

    q = TextFilter(method="of_contract", label=_("words in the contract's title or number"))
    contract = RecordFilter(Contract, label=_("contract (id)"))
    partnership = RecordFilter(Partnership, "contract__partnership", label=_("partnership (id)"))
    organization = RecordFilter(Organization, paths=(BODY, NGO), label=_("either party (id)"))
    government = RecordFilter(Organization, BODY, label=_("government body (id)"))
    ngo = RecordFilter(Organization, NGO, label=_("NGO (id)"))
    jurisdiction = DivisionFilter(f"{BODY}__jurisdiction", label=_("government body in this division or below (code)"))

    def of_contract(self, rows: Rows, _name: str, value: str) -> Rows:
        """Rows of contracts with each of the words in their number or titles."""
        return rows.filter(contract__in=Contract.objects.filter(titled_like(value)).values("pk"))


class AmendmentFilter(ContractPartFilter):
    """Filters of amendments."""

    signed_from = DayFilter("signed_on", "gte", label=_("signed on or after"))
    signed_before = DayFilter("signed_on", "lt", label=_("signed before"))
    moves_end = YesNoFilter("new_ends_on", "isnull", exclude=True, label=_("moves the last day"))
    changes_value = YesNoFilter("new_value", "isnull", exclude=True, label=_("changes the value"))
    ordering = StableOrdering(fields=["id", "signed_on", "new_ends_on", "recorded_at"], label=_("order"))

    class Meta:
        model = Amendment
        fields: list[str] = []


class MilestoneFilter(ContractPartFilter):
    """Filters of milestones."""

    reached = YesNoFilter("reached_on", "isnull", exclude=True, label=_("reached"))
    due_from = DayFilter("due_on", "gte", label=_("due on or after"))
    due_before = DayFilter("due_on", "lt", label=_("due before"))
    reached_from = DayFilter("reached_on", "gte", label=_("reached on or after"))
    reached_before = DayFilter("reached_on", "lt", label=_("reached before"))
    ordering = StableOrdering(fields=["id", "due_on", "reached_on", "recorded_at"], label=_("order"))

    class Meta:
        model = Milestone
        fields: list[str] = []


class SuspensionFilter(ContractPartFilter):
    """Filters of suspensions."""

    as_of = AsOfFilter(label=_("work rested on this day"))
    ended = YesNoFilter("ended_on", "isnull", exclude=True, label=_("ended"))
    started_from = DayFilter("started_on", "gte", label=_("from this day or later"))
    started_before = DayFilter("started_on", "lt", label=_("from before this day"))
    ordering = StableOrdering(fields=["id", "started_on", "ended_on", "recorded_at"], label=_("order"))

    class Meta:
        model = Suspension
        fields: list[str] = []


class EvaluationFilter(ContractPartFilter):
    """Filters of evaluations."""

    phase = CodesFilter(choices=Evaluation.Phase.choices, label=_("phase"))
    result = CodesFilter(choices=Evaluation.Result.choices, label=_("result"))
    paid_for_by = CodesFilter(choices=Party.choices, label=_("evaluator paid by"))
    held_from = DayFilter("held_on", "gte", label=_("held on or after"))
    held_before = DayFilter("held_on", "lt", label=_("held before"))
    ordering = StableOrdering(fields=["id", "held_on", "score", "recorded_at"], label=_("order"))

    class Meta:
        model = Evaluation
        fields: list[str] = []
