"""Which partnership speaks for an NGO: the one its income depends on most."""

from dataclasses import dataclass

from partnerships.models import IncomeLine, Organization, Partnership, User

from .distribution import Standing, standings_of


@dataclass(frozen=True)
class Headline:
    """The partnership with the largest share of the NGO's income: whole percent of the income of a year."""

    standing: Standing
    year: int
    percent: int


def largest_share(organization: Organization, user: User) -> Headline | None:
    """By the latest accounts that name partnerships; None without such accounts, or where the person may not see it."""
    line = (
        IncomeLine.objects.filter(finance__organization=organization, finance__voided_at__isnull=True)
        .select_related("finance")
        .order_by("-finance__year", "-amount", "pk")
        .first()
    )
    if line is None or not line.finance.total_income:
        return None
    rows = Partnership.objects.visible_to(user).with_parties().select_related("latest_assessment__assessment")
    partnership = rows.filter(pk=line.partnership_id).first()
    if partnership is None:
        return None
    return Headline(
        standing=standings_of([partnership])[0],
        year=line.finance.year,
        percent=round(100 * line.amount / line.finance.total_income),
    )
