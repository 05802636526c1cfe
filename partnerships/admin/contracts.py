"""Contracts and what happens under them."""

from django.contrib import admin

from partnerships.models import Amendment, Contract, Evaluation, Milestone, Payment, Suspension

from .facts import FactAdmin
from .reading import ReadOnlyInline


class AmendmentInline(ReadOnlyInline):
    """Amendments of a contract."""

    model = Amendment
    fields = ["number", "signed_on", "new_ends_on", "new_value", "description", "verification", "voided_at"]


class MilestoneInline(ReadOnlyInline):
    """Milestones of a contract."""

    model = Milestone
    fields = ["title", "due_on", "reached_on", "verification", "voided_at"]


class SuspensionInline(ReadOnlyInline):
    """Suspensions of a contract."""

    model = Suspension
    fields = ["started_on", "ended_on", "reason", "verification", "voided_at"]


class PaymentInline(ReadOnlyInline):
    """Instalments of a contract."""

    model = Payment
    fields = ["stage", "due_on", "amount_due", "paid_on", "amount_paid", "verification", "voided_at"]


class EvaluationInline(ReadOnlyInline):
    """Evaluations of a contract."""

    model = Evaluation
    fields = ["phase", "held_on", "result", "score", "score_maximum", "evaluator", "verification", "voided_at"]


@admin.register(Contract)
class ContractAdmin(FactAdmin):
    """Contracts."""

    about = ("title", "partnership", "method", "signed_on", "ends_on", "value", "currency", "terminated_on")
    filters = ("method", "currency", "partnership__government__jurisdiction__level")
    search_fields = ["number", "title", "title_en", "partnership__ngo__name", "partnership__government__name"]
    list_select_related = ["partnership__government", "partnership__ngo"]
    date_hierarchy = "signed_on"
    inlines = [AmendmentInline, MilestoneInline, SuspensionInline, PaymentInline, EvaluationInline]


class ContractPartAdmin(FactAdmin):
    """What happens under a contract."""

    search_fields = ["contract__number", "contract__title", "contract__partnership__ngo__name"]
    list_select_related = ["contract"]


@admin.register(Amendment)
class AmendmentAdmin(ContractPartAdmin):
    """Amendments."""

    about = ("contract", "number", "signed_on", "new_ends_on", "new_value")
    date_hierarchy = "signed_on"


@admin.register(Milestone)
class MilestoneAdmin(ContractPartAdmin):
    """Milestones."""

    about = ("contract", "title", "due_on", "reached_on")
    date_hierarchy = "due_on"


@admin.register(Suspension)
class SuspensionAdmin(ContractPartAdmin):
    """Suspensions."""

    about = ("contract", "started_on", "ended_on")
    date_hierarchy = "started_on"


@admin.register(Payment)
class PaymentAdmin(ContractPartAdmin):
    """Instalments."""

    about = ("contract", "stage", "due_on", "amount_due", "paid_on", "amount_paid")
    filters = ("stage", ("paid_on", admin.EmptyFieldListFilter))
    date_hierarchy = "due_on"


@admin.register(Evaluation)
class EvaluationAdmin(ContractPartAdmin):
    """Evaluations."""

    about = ("contract", "phase", "held_on", "result", "score", "score_maximum", "evaluator")
    filters = ("phase", "result", "paid_for_by")
    date_hierarchy = "held_on"
