"""What would move a relationship, in words: who has to act, what would do, what time does, what would tell most.

A duty of one side is never phrased as advice to the other: what only the body can do is said as an act of the body.
Source: the method, section 7; the strategies are those of the thesis.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from partnerships.addresses import address_of
from partnerships.descriptions import describe
from trust.scoring.hypotheses import KINDS, Hypothesis
from trust.scoring.methodology import Methodology
from trust.scoring.prospects import Prospects, Telling, Way

from .conditions import SENTENCES, WHO, Condition, condition
from .evidence import Key, fetch_facts
from .figures import certainty, month
from .stages import STAGES, Mark, Words, mark_of

SIDES = ("ngo", "government", "both", "time")

KIND_WORDS: Mapping[str, Words] = {
    "charter": gettext_lazy("The NGO writes into its charter where its aims meet public ones"),
    "policy_response": gettext_lazy("The NGO answers a policy theme with a service of its own"),
    "visit": gettext_lazy("Officials of the body visit the NGO"),
    "award": gettext_lazy("The body commends the NGO"),
    "contract": gettext_lazy("Both sides sign a purchase agreement for a year"),
    "payment": gettext_lazy("The body pays an instalment on time"),
    "evaluation": gettext_lazy("An evaluation by a third party finds the service good"),
    "own_contribution": gettext_lazy("The NGO brings in funds, volunteers or expertise of its own"),
    "partner": gettext_lazy("The NGO gains a partner of another kind, and both confirm the tie"),
    "network_lead": gettext_lazy("The NGO starts or leads a service network"),
    "co_delivery": gettext_lazy("The NGO delivers a service jointly with another organization"),
    "joint_plan": gettext_lazy("Both sides plan a service together"),
    "joint_evaluation": gettext_lazy("Both sides set criteria or evaluate together"),
    "joint_body": gettext_lazy("Both sides set up a standing joint body"),
    "agreement": gettext_lazy("Both sides sign a cooperation agreement"),
    "proposal_adopted": gettext_lazy("The body adopts a proposal of the NGO"),
    "data_shared": gettext_lazy("The body shares data with the NGO"),
    "accounts": gettext_lazy("Accounts on record keep this partnership's share of the NGO's income within the limit"),
    "delisted": gettext_lazy("The registry takes the NGO off the abnormal-activity list"),
    "answer": gettext_lazy("The body answers a request that is open"),
    "overdue_paid": gettext_lazy("The body pays an instalment that is overdue"),
    "confirmed": gettext_lazy("The other side confirms what one side has recorded"),
    "unconfirmed": gettext_lazy("The other side contests what one side has recorded"),
}

STRATEGIES: Mapping[int, tuple[Words, Words, Words]] = {
    1: (
        pgettext_lazy("strategy", "Cultural identity"),
        gettext_lazy(
            "The NGO makes its own philosophy explicit and shows where it meets public aims, so that it is noticed "
            "and recognised."
        ),
        gettext_lazy("The body looks: it visits, takes part, and says openly what it values."),
    ),
    2: (
        pgettext_lazy("strategy", "Resource exchange"),
        gettext_lazy(
            "The two sides move from the abstract to the specific: what the NGO can do that the body needs, in a "
            "formal agreement that can be paid and evaluated."
        ),
        gettext_lazy("The body buys in a formal way, pays on time, and has the service evaluated."),
    ),
    3: (
        pgettext_lazy("strategy", "Service network and mutual benefit"),
        gettext_lazy(
            "The NGO builds a service network, brings resources of its own, proposes joint bodies, and rests on more "
            "than one source of income."
        ),
        gettext_lazy(
            "The body pays on time, answers, gives reasons, shares data, plans together, and stops tasks outside the "
            "contract."
        ),
    ),
}


@dataclass(frozen=True)
class Fact:
    """A hypothetical fact in words; `times` how often; `about` names the record it speaks of, with its address."""

    words: Words
    who: Words
    times: int
    about: str = ""
    address: str = ""


@dataclass(frozen=True)
class WayView:
    """A set of facts that would do together."""

    facts: Sequence[Fact]
    certainty: str


@dataclass(frozen=True)
class Side:
    """What is missing that one side, both, or time can bring about."""

    who: Words
    conditions: Sequence[Condition]


@dataclass(frozen=True)
class TellingView:
    """A record whose confirmation would tell, and how much of the uncertainty it is expected to take away."""

    fact: Fact
    percent: int


@dataclass(frozen=True)
class ProspectsView:
    """Everything the section says."""

    target: Mark | None
    sentence: str
    sides: Sequence[Side]
    ways: Sequence[WayView]
    longer: WayView | None
    time: str
    strategy: tuple[Words, Words, Words] | None
    telling: Sequence[TellingView]


def view_of(prospects: Prospects, chances: Mapping[str, float], numbers: Methodology, at: datetime) -> ProspectsView:
    """The answer in words. At most one query for each kind of record that is spoken of."""
    ways = [*prospects.ways, *([prospects.longer] if prospects.longer else [])]
    keys = [fact.about for way in ways for fact in way.facts] + [each.fact.about for each in prospects.telling]
    records = fetch_facts({key for key in keys if key}, at)
    target = STAGES[prospects.target - 1] if prospects.target else None
    return ProspectsView(
        target=target,
        sentence=_sentence(prospects),
        sides=_sides(prospects.short, chances, numbers),
        ways=[_way(way, records) for way in prospects.ways],
        longer=_way(prospects.longer, records) if prospects.longer else None,
        time=_time(prospects),
        strategy=STRATEGIES[prospects.target] if prospects.target else None,
        telling=[_telling(each, records) for each in prospects.telling],
    )


def _sentence(prospects: Prospects) -> str:
    if prospects.target is None:
        return ""
    words = {"stage": STAGES[prospects.target - 1].label, "chance": certainty(prospects.chance)}
    if prospects.is_reached:
        return (
            _(
                "The evidence of this month already reaches “%(stage)s” (%(chance)s). The stage follows once it has "
                "held for the waiting months."
            )
            % words
        )
    if prospects.holds:
        return _("The odds of “%(stage)s” have fallen to %(chance)s. This is what would hold it.") % words
    return _("The odds of “%(stage)s” are %(chance)s on the evidence of this month.") % words


def _sides(short: Iterable[str], chances: Mapping[str, float], numbers: Methodology) -> list[Side]:
    codes = list(short)
    found = [
        Side(WHO[who], [condition(code, chances[code], numbers) for code in codes if SENTENCES[code][1] == who])
        for who in SIDES
    ]
    return [side for side in found if side.conditions]


def _way(way: Way, records: Mapping[Key, object]) -> WayView:
    return WayView([_fact(fact, times, records) for fact, times in Counter(way.facts).items()], certainty(way.chance))


def _fact(fact: Hypothesis, times: int, records: Mapping[Key, object]) -> Fact:
    """One hypothetical fact in words."""
    record = records.get(fact.about) if fact.about else None
    return Fact(
        words=KIND_WORDS[fact.kind],
        who=WHO[KINDS[fact.kind].who],
        times=times,
        about=_described(record) if record else "",
        address=address_of(record) if record else "",  # type: ignore[arg-type]
    )


def _described(record: object) -> str:
    what = describe(record)  # type: ignore[arg-type]
    return f"{what.kind} · {what.text}" if what.text else str(what.kind)


def _telling(telling: Telling, records: Mapping[Key, object]) -> TellingView:
    return TellingView(_fact(telling.fact, 1, records), round(100 * telling.narrows))


def _time(prospects: Prospects) -> str:
    turn = prospects.turn
    if turn is None:
        return _("If nothing new is recorded, nothing changes within three years.")
    words = {"month": month(turn.day), "outcome": mark_of(turn.stage, turn.reason).label}
    return _("If nothing new is recorded, it reads “%(outcome)s” from %(month)s on.") % words
