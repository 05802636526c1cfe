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
from partnerships.models import AnnualFinance, IncomeLine, Organization, Partnership, User

from .distribution import Share, Standing, standings_of


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


def income_of(organization: Organization, user: User) -> Income | None:
    """By the latest accounts that name partnerships and are not contested. Three queries at most."""
    named = IncomeLine.objects.values("finance")
    accounts = AnnualFinance.objects.filter(organization=organization, pk__in=named, total_income__gt=0).standing()
    finance = accounts.with_contested(timezone.now()).filter(is_contested=False).order_by("-year").first()
    if finance is None:
        return None
    lines = list(IncomeLine.objects.filter(finance=finance).order_by("-amount", "pk"))
    seen = Partnership.objects.visible_to(user).with_parties().select_related("latest_assessment__assessment")
    partnerships = seen.in_bulk([line.partnership_id for line in lines])
    shares = {line.partnership_id: _percent(line.amount, finance) for line in lines}
    first = partnerships.get(lines[0].partnership_id)
    return Income(
        year=finance.year,
        sentence=_sentence(finance, shares[lines[0].partnership_id]),
        parts=_parts(finance, [line for line in lines if line.partnership_id in partnerships], partnerships),
        largest=(standings_of([first])[0], shares[first.pk]) if first else None,
        shares={key: percent for key, percent in shares.items() if key in partnerships},
        evidence=record_address(finance),
    )


def _percent(amount: Decimal, finance: AnnualFinance) -> int:
    return round(100 * amount / finance.total_income)


def _sentence(finance: AnnualFinance, largest: int) -> str:
    words = {"year": finance.year, "largest": largest}
    if finance.government_income is None:
        return (
            _(
                "In %(year)s, %(largest)s%% of its income came through its largest partnership; how much came from all "
                "government bodies together is not on record."
            )
            % words
        )
    government = _percent(finance.government_income, finance)
    return _(
        "In %(year)s, %(largest)s%% of its income came through its largest partnership, %(government)s%% from all "
        "government bodies together, and %(elsewhere)s%% from elsewhere."
    ) % {**words, "government": government, "elsewhere": 100 - government}


def _parts(
    finance: AnnualFinance, lines: Sequence[IncomeLine], partnerships: Mapping[int, Partnership]
) -> Sequence[Part]:
    """Lines the reader may see, then the rest of what came from government, then what did not."""
    found = [
        Part(
            str(partnerships[line.partnership_id].government),
            reverse("partnership-detail", args=[line.partnership_id]),
            _percent(line.amount, finance),
        )
        for line in lines
    ]
    told = sum((line.amount for line in lines), Decimal(0))
    if finance.government_income is None:
        rest = {_("All other sources"): finance.total_income - told}
    else:
        rest = {
            _("Other government bodies"): finance.government_income - told,
            _("Sources other than government"): finance.total_income - finance.government_income,
        }
    return found + [Part(label, "", _percent(amount, finance)) for label, amount in rest.items() if amount > 0]
