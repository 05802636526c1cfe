"""Purchases of services."""

from datetime import date, datetime, timedelta
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from .facts import Fact, FactQuerySet, Side, Verification, fact_constraints
from .partnerships import Partnership
from .people import User
from .scope import partnership_scope
from .searching import pairs_index


class Party(models.TextChoices):
    """Who ended a contract, or whose fault it was."""

    GOVERNMENT = "government", _("government body")
    NGO = "ngo", _("NGO")
    BOTH = "both", _("both sides")
    NONE = "none", _("neither side")


class ContractState(models.TextChoices):
    """Where a contract stands on a day; derived from its facts by `with_state`, never stored."""

    NOT_BEGUN = "not_begun", _("not yet begun")
    IN_FORCE = "in_force", _("in force")
    SUSPENDED = "suspended", _("work suspended")
    ENDED_EARLY = "ended_early", _("ended early")
    RUN_OUT = "run_out", _("run out")
    CLOSED = "closed", _("closed")
    VOIDED = "voided", _("voided")


class ContractQuerySet(FactQuerySet["Contract"]):
    """Reads of contracts."""

    def visible_to(self, user: User) -> Self:
        """Contracts of partnerships the person may see."""
        return self.filter(partnership_scope(user, "partnership__"))

    def signed_by(self, day: date) -> Self:
        """Contracts signed by the day."""
        return self.filter(signed_on__lte=day)

    def as_of(self, day: date, known_at: datetime | None = None) -> Self:
        """Contracts that ran on the day: begun, not past their end as it stood then, not ended early.

        With `known_at`, as far as amendments and endings were known at the moment.
        """
        over = Q(terminated_on__lte=day)
        if known_at is not None:
            over &= Q(termination_recorded_at__lte=known_at)
        running = self.with_present_end(day, known_at).filter(starts_on__lte=day, present_end_on__gte=day)
        return running.exclude(over)

    def with_present_end(self, day: date, known_at: datetime | None = None) -> Self:
        """Adds `present_end_on`: the last day of the term, as amendments signed by the day have moved it.

        With `known_at`, as far as the amendments were known at the moment.
        """
        return self.annotate(present_end_on=Coalesce(_amended("new_ends_on", day, known_at), F("ends_on")))

    def with_actual_end(self, day: date) -> Self:
        """Adds `actual_end_on`: the day it was ended early, or the last day of its present term, whichever is first."""
        return self.with_present_end(day).annotate(actual_end_on=Least("terminated_on", "present_end_on"))

    def with_present_value(self, day: date) -> Self:
        """Adds `present_value`: the value as amendments signed by the day have changed it; NULL where none is known."""
        return self.annotate(present_value=Coalesce(_amended("new_value", day), F("value")))

    def with_state(self, day: date) -> Self:
        """Adds `state`, a `ContractState`: the first that holds of voided, closed, ended early, not begun, run out,
        suspended, else in force. Adds `present_end_on`, too.
        """
        rows = _parts("Suspension").filter(contract=OuterRef("pk"), started_on__lte=day).exclude(ended_on__lte=day)
        holds = (
            (Q(voided_at__isnull=False), ContractState.VOIDED),
            (Q(closed_on__lte=day), ContractState.CLOSED),
            (Q(terminated_on__lte=day), ContractState.ENDED_EARLY),
            (Q(starts_on__gt=day), ContractState.NOT_BEGUN),
            (Q(present_end_on__lt=day), ContractState.RUN_OUT),
            (Exists(rows), ContractState.SUSPENDED),
        )
        cases = [When(condition, then=Value(state.value)) for condition, state in holds]
        state = Case(*cases, default=Value(ContractState.IN_FORCE.value), output_field=CharField())
        return self.with_present_end(day).annotate(state=state)

    def in_force(self, day: date) -> Self:
        """Contracts running on the day: begun, not past their present end, not terminated."""
        return self.standing().as_of(day)

    def ending_within(self, days: int, today: date) -> Self:
        """Contracts in force today whose present end comes in the next `days` days."""
        return self.in_force(today).filter(present_end_on__lte=today + timedelta(days=days))


def _parts(name: str, known_at: datetime | None = None) -> Any:
    """Rows of a part that stand, or stood at the moment. Parts point at contracts: their module is read after this."""
    return apps.get_model("partnerships", name)._default_manager.that_stood(known_at)  # type: ignore[attr-defined]


def _amended(column: str, day: date, known_at: datetime | None = None) -> Subquery:
    """What the amendment signed last by the day says in the column; NULL where none says anything."""
    saying = {f"{column}__isnull": False}
    rows = _parts("Amendment", known_at).filter(contract=OuterRef("pk"), signed_on__lte=day, **saying)
    return Subquery(rows.order_by("-signed_on", "-pk").values(column)[:1])


def _person(label: Any) -> "models.ForeignKey[User | None, User | None]":
    """Somebody who did something with a contract."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=label,
    )


class Contract(Fact):
    """An agreement to deliver services. `ends_on` is the last day of the original term; amendments move it."""

    class Method(models.TextChoices):
        OPEN_TENDER = "open_tender", _("open tender")
        INVITED = "invited", _("invited tender")
        NEGOTIATION = "negotiation", _("competitive negotiation")
        CONSULTATION = "consultation", _("competitive consultation")
        INQUIRY = "inquiry", _("inquiry")
        FRAMEWORK = "framework", _("framework agreement")
        SINGLE_SOURCE = "single_source", _("single source")
        DIRECT = "direct_below_threshold", _("direct, below the threshold")
        VENTURE = "venture", _("public venture philanthropy")
        ENTRUSTED = "entrusted", _("entrusted appropriation")

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="contracts", db_index=False, verbose_name=_("partnership")
    )
    number = models.CharField(_("contract number"), max_length=100, blank=True)
    title = models.CharField(_("title"), max_length=1000)
    title_en = models.CharField(_("title in English"), max_length=1000, blank=True)
    method = models.CharField(_("procurement method"), max_length=30, choices=Method)
    catalogue_code = models.CharField(_("catalogue code"), max_length=50, blank=True)
    signed_on = models.DateField(_("signed on"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on (last day)"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    renews = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewals", verbose_name=_("renews")
    )
    terminated_on = models.DateField(_("ended early on"), null=True, blank=True)
    termination_party = models.CharField(_("ended by"), max_length=10, choices=Party, blank=True)
    termination_fault = models.CharField(_("fault"), max_length=10, choices=Party, blank=True)
    termination_reason = models.TextField(_("reason for ending early"), blank=True)
    termination_verification = models.CharField(_("verification of the ending"), max_length=10, blank=True)
    termination_recorded_at = models.DateTimeField(_("ending recorded at"), null=True, blank=True)
    termination_side = models.CharField(_("ending entered by"), max_length=8, blank=True)
    termination_recorded_by = _person(_("ending recorded by"))
    # The verification stays what was claimed, so that any past moment reads as it was known then.
    termination_confirmed_at = models.DateTimeField(_("ending confirmed at"), null=True, blank=True)
    termination_confirmed_by = _person(_("ending confirmed by"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_note = models.TextField(_("note on closing"), blank=True)
    closing_recorded_at = models.DateTimeField(_("closing recorded at"), null=True, blank=True)
    closing_recorded_by = _person(_("closing recorded by"))
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("corrects")
    )

    objects: Any = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        indexes = [
            models.Index(fields=["partnership", "signed_on"], name="contract_history"),
            models.Index(fields=["ends_on"], name="contract_ends_on"),
            models.Index(fields=["signed_on"], name="contract_signed_on"),
            pairs_index("contract_search", "number", "title", "title_en"),
        ]
        constraints = [
            *fact_constraints("contract"),
            models.CheckConstraint(
                name="contract_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A contract cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="contract_value_not_negative",
                condition=Q(value__isnull=True) | Q(value__gte=0),
                violation_error_message=_("A contract's value cannot be negative."),
            ),
            models.CheckConstraint(
                name="contract_method_known",
                condition=Q(
                    method__in=[
                        "open_tender",
                        "invited",
                        "negotiation",
                        "consultation",
                        "inquiry",
                        "framework",
                        "single_source",
                        "direct_below_threshold",
                        "venture",
                        "entrusted",
                    ]
                ),
                violation_error_message=_("Choose one of the procurement methods."),
            ),
            models.CheckConstraint(
                name="contract_termination_complete",
                condition=Q(
                    terminated_on__isnull=True,
                    termination_party="",
                    termination_fault="",
                    termination_verification="",
                    termination_recorded_at__isnull=True,
                    termination_side="",
                    termination_confirmed_at__isnull=True,
                )
                | Q(
                    terminated_on__isnull=False,
                    termination_recorded_at__isnull=False,
                    termination_party__in=Party.values,
                    termination_fault__in=Party.values,
                    termination_verification__in=Verification.values,
                    termination_side__in=Side.values,
                ),
                violation_error_message=_(
                    "Ending a contract early needs the date, who ended it, whose fault it was, and its verification."
                ),
            ),
            models.CheckConstraint(
                name="contract_terminated_after_signed",
                condition=Q(terminated_on__isnull=True) | Q(terminated_on__gte=F("signed_on")),
                violation_error_message=_("A contract cannot be ended before it was signed."),
            ),
            models.CheckConstraint(
                name="contract_does_not_renew_itself",
                condition=Q(renews__isnull=True) | ~Q(renews=F("id")),
                violation_error_message=_("A contract cannot renew itself."),
            ),
            models.CheckConstraint(
                name="contract_does_not_correct_itself",
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")),
                violation_error_message=_("A contract cannot correct itself."),
            ),
            models.CheckConstraint(
                name="contract_closing_complete",
                condition=Q(closed_on__isnull=True, closing_recorded_at__isnull=True, closing_note="")
                | Q(closed_on__isnull=False, closing_recorded_at__isnull=False),
                violation_error_message=_("Closing a contract needs the day and the moment that was recorded."),
            ),
            models.CheckConstraint(
                name="contract_closed_after_signed",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("signed_on")),
                violation_error_message=_("A contract cannot be closed before it was signed."),
            ),
        ]

    @property
    def ending_verification(self) -> str:
        """Who stands behind the early ending now: a `Verification`, empty where the contract was not ended early."""
        return Verification.DUAL.value if self.termination_confirmed_at else self.termination_verification

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.title) if part)
