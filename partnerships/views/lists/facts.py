"""What the lists of all kinds of facts share: who stands behind each, and who the parties are."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import Fact, Organization, Side, Verification
from partnerships.models.languages import shown_name
from partnerships.services.provenance import ONE_SIDED

from .columns import Column
from .controls import Control, choice_control

WAITS_FOR = {
    Side.NGO: gettext_lazy("waits for the government body"),
    Side.GOVERNMENT: gettext_lazy("waits for the NGO"),
}


def waits_for(fact: Fact) -> Any:
    """Whose confirmation the fact waits for, in words; nothing where it waits for none."""
    if fact.is_voided or fact.is_contested or fact.verification not in ONE_SIDED:  # type: ignore[attr-defined]
        return ""
    return WAITS_FOR.get(Side(fact.recorded_side), "")


def evidence(fact: Fact) -> Any:
    """Whether the fact counts and who stands behind it, in words."""
    if fact.is_voided:
        return gettext_lazy("voided")
    if fact.is_contested:  # type: ignore[attr-defined]
        return gettext_lazy("contested")
    return waits_for(fact) or fact.get_verification_display()


def _tag(fact: Fact) -> str:
    if fact.is_voided:
        return "tag voided"
    if fact.is_contested:  # type: ignore[attr-defined]
        return "tag contested"
    return "tag attention" if waits_for(fact) else ""


BEHIND_IT = (
    Column("evidence", gettext_lazy("Evidence"), evidence, tag=_tag, style="state"),
    Column(
        "verification",
        gettext_lazy("Verification"),
        lambda fact: fact.get_verification_display(),
        is_shown=False,
    ),
    Column("recorded_side", gettext_lazy("Entered by"), lambda fact: fact.get_recorded_side_display(), is_shown=False),
    Column(
        "recorded_at",
        gettext_lazy("Recorded at"),
        lambda fact: fact.recorded_at,
        order="recorded_at",
        descends=True,
        is_shown=False,
    ),
)
"""The last columns of every list of facts."""


Party = Callable[[Any], Organization | None]


def party_columns(government: Party, ngo: Party) -> tuple[Column, Column]:
    """The two parties, each leading to its page. `government` and `ngo` take the party from a row."""
    return (
        party_column("government", gettext_lazy("Government body"), government),
        party_column("ngo", gettext_lazy("NGO"), ngo),
    )


def party_column(name: str, label: Any, party: Party) -> Column:
    """An organization, leading to its page."""

    def read(row: Any) -> str:
        return str(party(row) or "")

    def address(row: Any) -> str:
        found = party(row)
        return reverse("organization-detail", args=[found.pk]) if found else ""

    return Column(name, label, read, order=name, address=address, style="party")


def shown_parties(path: str) -> dict[str, Any]:
    """Annotations to order by the parties' names as the reader sees them. `path`: from the rows to the partnership."""
    return {"shown_government": shown_name(f"{path}government__"), "shown_ngo": shown_name(f"{path}ngo__")}


PARTY_ORDER = {"shown_government": "government", "shown_ngo": "ngo"}


def fact_controls(request: HttpRequest) -> list[Control]:
    """Filters by who stands behind a fact and what became of it."""
    return [
        choice_control(request, "verification", _("Verification"), Verification.choices),
        choice_control(request, "contested", _("Contested"), [("true", _("yes")), ("false", _("no"))]),
        choice_control(request, "include_voided", _("Voided"), [("true", _("shown too"))], neutral=_("left out")),
    ]
