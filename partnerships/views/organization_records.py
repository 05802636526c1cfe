"""What is on record of an organization itself: numbers, names, standings, accounts, people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.access import Action, Parties, Reach, parties_of, reach_of
from partnerships.acts import Act, acts_on
from partnerships.descriptions import Description, describe, written
from partnerships.models import (
    AnnualFinance,
    IncomeLine,
    Organization,
    OrganizationIdentifier,
    OrganizationMerge,
    OrganizationName,
    Standing,
    Succession,
    User,
)
from partnerships.services.credit_codes import CreditCode, read_credit_code


@dataclass(frozen=True)
class Number:
    """A number in a register; `says` for a unified social credit code."""

    label: str
    value: str
    says: CreditCode | None


@dataclass(frozen=True)
class StandingLine:
    """A standing on the timeline."""

    fact: Standing
    description: Description
    acts: Sequence[Act]
    is_bad: bool


@dataclass(frozen=True)
class Ancestry:
    """A succession as seen from one side: `other` is the predecessor or the successor."""

    succession: Succession
    other: Organization
    is_predecessor: bool
    acts: Sequence[Act]


@dataclass(frozen=True)
class Year:
    """A year's accounts with the lines the reader may see; `share`: the government's part, in per cent."""

    fact: AnnualFinance
    lines: Sequence[IncomeLine]
    share: int | None
    acts: Sequence[Act]


def records_of(organization: Organization, user: User) -> dict[str, Any]:
    """The sections of the organization's page that show records. A fixed number of queries."""
    parties = parties_of(organization)
    standings = standing_lines(organization, user, parties)
    return {
        "acts": acts_on(user, organization, parties),
        "numbers": [_number(row) for row in organization.identifiers.order_by("scheme", "value")],
        "names": names_through_time(organization),
        "standing_lines": standings,
        "standing_today": today(line.fact for line in standings),
        "years": finance_years(organization, user, parties),
        "lineage": lineage_of(organization, user, parties),
        "merges": OrganizationMerge.objects.standing().filter(kept=organization).select_related("duplicate")
        if reach_of(user, Action.VIEW, OrganizationMerge) != Reach.NOTHING
        else (),
        "people": organization.people.order_by("username") if user.is_administrator else (),
    }


def _number(row: OrganizationIdentifier) -> Number:
    says = None
    if row.scheme == OrganizationIdentifier.Scheme.USCC:
        try:
            says = read_credit_code(row.value)
        except ValidationError:
            says = None  # written past the check, by an import of long ago: shown as it is, without a reading
    return Number(row.get_scheme_display(), row.value, says)


def names_through_time(organization: Organization) -> Sequence[OrganizationName]:
    """Former names, the last first, then names it was never registered under."""
    rows = OrganizationName.objects.filter(organization=organization)
    return sorted(rows, key=lambda row: (row.used_until is None, -(row.used_until or date.min).toordinal(), row.name))


def standing_lines(organization: Organization, user: User, parties: Parties) -> list[StandingLine]:
    """What registers said, the latest first; voided entries stay."""
    rows = Standing.objects.filter(organization=organization).with_contested(timezone.now())
    rows = rows.select_related("recorded_by").order_by("-effective_on", "-pk")
    return [StandingLine(row, describe(row), acts_on(user, row, parties, in_row=True), _is_bad(row)) for row in rows]


def _is_bad(standing: Standing) -> bool:
    bad = {Standing.Result.FAIL, Standing.Result.ON, Standing.Result.REVOKED}
    return standing.kind == Standing.Kind.PENALTY or standing.result in bad or standing.level == 0


def today(standings: Any) -> list[tuple[str, bool]]:
    """What holds today, each with whether it is bad: the rating in force, the last inspection, the lists."""
    day = timezone.localdate()
    latest: dict[str, Standing] = {}
    for standing in standings:
        if not standing.is_voided and not standing.is_contested and standing.effective_on <= day:
            latest.setdefault(standing.kind, standing)
    found = [_rating(latest.get(Standing.Kind.RATING), day), _inspection(latest.get(Standing.Kind.ANNUAL))]
    for kind in (Standing.Kind.ABNORMAL, Standing.Kind.SERIOUS, Standing.Kind.REGISTRATION):
        standing = latest.get(kind)
        if standing is not None and _is_bad(standing):
            words = {"what": standing.get_kind_display(), "result": standing.get_result_display()}
            since = {"day": written(standing.effective_on)}
            found.append(((_("%(what)s: %(result)s") % words) + " " + (_("since %(day)s") % since), True))
    return [line for line in found if line]


def _rating(standing: Standing | None, day: date) -> tuple[str, bool] | None:
    if standing is None or not standing.level:
        return None
    words = {"level": standing.level, "day": written(standing.valid_until) if standing.valid_until else ""}
    if standing.valid_until is not None and standing.valid_until <= day:
        return _("rating %(level)sA, expired on %(day)s") % words, True
    sentence = _("rated %(level)sA until %(day)s") if standing.valid_until else _("rated %(level)sA")
    return sentence % words, False


def _inspection(standing: Standing | None) -> tuple[str, bool] | None:
    if standing is None:
        return None
    words = {"result": standing.get_result_display(), "day": written(standing.effective_on)}
    return _("last inspection: %(result)s, %(day)s") % words, _is_bad(standing)


def lineage_of(organization: Organization, user: User, parties: Parties) -> list[Ancestry]:
    """From whom it took over and who took over from it, the earliest first; voided entries are left out."""
    rows = Succession.objects.standing().filter(Q(organization=organization) | Q(successor=organization))
    rows = rows.select_related("organization__jurisdiction", "successor").order_by("happened_on", "pk")
    return [
        Ancestry(
            row,
            row.organization if row.successor_id == organization.pk else row.successor,
            row.successor_id == organization.pk,
            acts_on(user, row, parties, in_row=True),
        )
        for row in rows
    ]


def finance_years(organization: Organization, user: User, parties: Parties) -> list[Year]:
    """Accounts by year, the latest first, with the lines the reader may see."""
    lines = IncomeLine.objects.visible_to(user).select_related("partnership__government").order_by("-amount", "pk")
    rows = AnnualFinance.objects.filter(organization=organization).with_contested(timezone.now())
    rows = rows.select_related("recorded_by").prefetch_related(Prefetch("lines", lines)).order_by("-year", "-pk")
    return [Year(row, list(row.lines.all()), _share(row), acts_on(user, row, parties, in_row=True)) for row in rows]


def _share(finance: AnnualFinance) -> int | None:
    """The government's part of the income, in per cent."""
    if finance.government_income is None or not finance.total_income:
        return None
    return int((finance.government_income * 100 / finance.total_income).quantize(Decimal(1)))
