"""What an NGO's profile says first: how its partnerships stand, and which one its income depends on most.

A distribution and one partnership, by the method's section 1; never an average, never a rank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from partnerships.addresses import record_address
from partnerships.models import AnnualFinance, IncomeLine, Organization, Partnership, User, Verification

from .distribution import Share, Standing, standings_of
from .figures import FULL, whole_percents


@dataclass(frozen=True)
class Part:
    """A part of the income in whole percent: through one partnership, from other bodies, from elsewhere."""

    label: str
    address: str
    percent: int


@dataclass(frozen=True)
class Income:
    """Where the income of the latest year on record came from. `largest`: the partnership with the largest share and
    that share in whole percent; None where no partnership has one, or the reader may not see it.
    """

    year: int
    sentence: str
    parts: Sequence[Part]
    largest: tuple[Standing, int] | None
    shares: Mapping[int, int]
    evidence: str


def sentence_of(shares: Sequence[Share]) -> str:
    """How many partnerships there are, and how many at each outcome; empty without any."""
    total = sum(share.number for share in shares)
    if not total:
        return ""
    counted = pgettext("between parts of a list", ", ").join(
        _("%(number)s %(outcome)s") % {"number": share.number, "outcome": _inside(str(share.mark.label))}
        for share in shares
    )
    words = {"total": total, "counted": counted}
    return ngettext("%(total)s partnership: %(counted)s.", "%(total)s partnerships: %(counted)s.", total) % words


def _inside(label: str) -> str:
    """A label as it is written inside a sentence."""
    return label[:1].lower() + label[1:]


def income_of(organization: Organization, user: User, *, since: int) -> Income | None:
    """By the latest accounts that name partnerships, from the year `since` on. Three queries at most.

    Accounts that are contested, or that one side states without a document, say nothing.
    """
    named = IncomeLine.objects.values("finance")
    accounts = AnnualFinance.objects.filter(organization=organization, pk__in=named, total_income__gt=0).standing()
    accounts = accounts.exclude(verification=Verification.SINGLE).filter(year__gte=since)
    finance = accounts.with_contested(timezone.now()).filter(is_contested=False).order_by("-year").first()
    if finance is None:
        return None
    lines = list(IncomeLine.objects.filter(finance=finance).order_by("-amount", "pk"))
    seen = Partnership.objects.visible_to(user).with_parties().select_related("latest_assessment__assessment")
    partnerships = seen.in_bulk([line.partnership_id for line in lines])
    split = _split(finance, lines)
    first = partnerships.get(lines[0].partnership_id)
    return Income(
        year=finance.year,
        sentence=_sentence(finance, split),
        parts=_parts(split, partnerships),
        largest=(standings_of([first])[0], split.through[first.pk]) if first else None,
        shares={key: percent for key, percent in split.through.items() if key in partnerships},
        evidence=record_address(finance),
    )


@dataclass(frozen=True)
class Split:
    """The income in whole percents that add up to 100: through each partnership, the largest first, from other bodies
    (None where that is not on record), and the rest.
    """

    through: Mapping[int, int]
    other_bodies: int | None
    elsewhere: int


def _split(finance: AnnualFinance, lines: Sequence[IncomeLine]) -> Split:
    through = sum((line.amount for line in lines), Decimal(0))
    government = through if finance.government_income is None else max(finance.government_income, through)
    amounts = [
        *(line.amount for line in lines),
        government - through,
        max(finance.total_income - government, Decimal(0)),
    ]
    *percents, others, elsewhere = whole_percents([float(amount / sum(amounts)) for amount in amounts])
    by_partnership = {line.partnership_id: percent for line, percent in zip(lines, percents, strict=True)}
    return Split(by_partnership, None if finance.government_income is None else others, elsewhere)


def _sentence(finance: AnnualFinance, split: Split) -> str:
    words = {"year": finance.year, "largest": max(split.through.values())}
    if split.other_bodies is None:
        return (
            _(
                "In %(year)s, %(largest)s%% of its income came through its largest partnership; how much came from all "
                "government bodies together is not on record."
            )
            % words
        )
    return _(
        "In %(year)s, %(largest)s%% of its income came through its largest partnership, %(government)s%% from all "
        "government bodies together, and %(elsewhere)s%% from elsewhere."
    ) % {**words, "government": FULL - split.elsewhere, "elsewhere": split.elsewhere}


def _parts(split: Split, partnerships: Mapping[int, Partnership]) -> Sequence[Part]:
    """Partnerships the reader may see, then the rest of what came from government, then what did not."""
    found = [
        Part(str(partnerships[key].government), reverse("partnership-detail", args=[key]), percent)
        for key, percent in split.through.items()
        if key in partnerships
    ]
    unseen = sum(percent for key, percent in split.through.items() if key not in partnerships)
    rest = [
        (_("Other government bodies"), unseen + (split.other_bodies or 0)),
        (
            _("Sources other than government") if split.other_bodies is not None else _("All other sources"),
            split.elsewhere,
        ),
    ]
    return found + [Part(label, "", percent) for label, percent in rest if percent]
