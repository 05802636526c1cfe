"""What the list of every kind of fact shares."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import Fact
from partnerships.services.verification import void_fact

from .reading import ReadOnly, act_with_reason


class StandingFilter(admin.SimpleListFilter):
    """Facts that stand, or those that were voided; both by default."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> Iterable[tuple[str, Any]]:
        """The two states."""
        return [("stands", _("stands")), ("voided", _("voided"))]

    def queryset(self, _request: HttpRequest, facts: QuerySet[Any]) -> QuerySet[Any]:
        """The facts of the state chosen."""
        if self.value() is None:
            return facts
        return facts.filter(voided_at__isnull=self.value() == "stands")


class FactAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """A list of facts, the voided ones among them, with voiding as the only act."""

    actions = ["void"]
    list_per_page = 50
    # Counting a million rows twice for one page helps nobody.
    show_full_result_count = False
    about: tuple[str, ...] = ()
    filters: tuple[Any, ...] = ()

    def get_list_display(self, _request: HttpRequest) -> list[str]:
        """The columns of the kind, then those of every fact."""
        return [*self.about, "verification", "recorded_side", "recorded_at", "state"]

    def get_list_filter(self, _request: HttpRequest) -> list[Any]:
        """The filters of every fact, then those of the kind."""
        return [StandingFilter, "verification", "recorded_side", *self.filters]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """All facts, each with whether it is contested."""
        facts: QuerySet[Any] = self.model._default_manager.with_contested(timezone.now())  # type: ignore[attr-defined]
        return facts.order_by("-pk") if not self.get_ordering(request) else facts.order_by(*self.get_ordering(request))

    @admin.display(description=gettext_lazy("state"))
    def state(self, fact: Any) -> str:
        """Whether the fact counts."""
        if fact.voided_at is not None:
            return _("voided: %(reason)s") % {"reason": fact.void_reason}
        return _("contested") if fact.is_contested else _("stands")

    @admin.action(description=gettext_lazy("Void the selected entries…"))
    def void(self, request: HttpRequest, facts: QuerySet[Any]) -> HttpResponse | None:
        """Takes the selected facts back, with one reason for all."""

        def take_back(fact: Fact, reason: str) -> Fact:
            return void_fact(by=request.user, fact=fact, reason=reason)  # type: ignore[arg-type]

        return act_with_reason(self, request, facts, title=_("Void entries"), act=take_back)
