"""The records behind a reading or a condition: what happened, who stands behind it and where to read it.

One query for each kind of fact that occurs, however many rows there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from partnerships.access import Parties, parties_of
from partnerships.acts import Act, replies_to
from partnerships.addresses import ON_THE_CONTRACTS_PAGE, address_of
from partnerships.descriptions import FACT_MODELS, RELATED, Description, describe, termination
from partnerships.models import Contest, Contract, Fact, Partnership, User
from trust.scoring.explain import Explanation
from trust.scoring.methodology import IndicatorSettings

from .stages import Words

Key = tuple[str, int]  # table and fact
HARDLY = 0.05  # mass below which a fact has all but faded

COUNTS = pgettext_lazy("effect of a fact", "counts")
EFFECTS: Mapping[str, Mapping[tuple[bool, bool], Words]] = {
    "belief": {
        (True, False): pgettext_lazy("effect of a fact", "builds"),
        (False, True): pgettext_lazy("effect of a fact", "erodes"),
        (True, True): pgettext_lazy("effect of a fact", "builds and erodes"),
    },
    "balance": {
        (True, False): pgettext_lazy("effect of a fact", "initiative of the government body"),
        (False, True): pgettext_lazy("effect of a fact", "initiative of the NGO"),
        (True, True): pgettext_lazy("effect of a fact", "initiative of both"),
    },
}
"""What a fact does, by the shape of the indicator and whether it builds and erodes. Elsewhere facts simply count."""

WEIGHED = {"belief": "belief", "rate": "belief", "balance": "balance"}  # shapes whose facts weigh, and how they act
WEIGHTS: tuple[tuple[float, Words], ...] = (
    (0.75, gettext_lazy("much")),
    (0.3, gettext_lazy("some")),
    (HARDLY, gettext_lazy("little")),
    (0.0, gettext_lazy("hardly any: it lies far back")),
)


@dataclass(frozen=True)
class EvidenceRow:
    """One fact behind a reading. `weight` is empty where facts are counted, not weighed; `replies`: how the reader can
    answer it.
    """

    fact: Fact
    description: Description
    day: date
    effect: Words
    weight: Words
    address: str
    replies: Sequence[Act] = ()


def behind_indicator(explanation: Explanation, settings: IndicatorSettings, at: datetime) -> list[EvidenceRow]:
    """The facts behind an indicator's reading, the latest first."""
    rows = explanation.indicators[settings.code].to_dicts()
    facts = fetch_facts(((row["table"], row["fact"]) for row in rows), at)
    return [_row(facts[row["table"], row["fact"]], row["day"], *_part(row, settings.shape)) for row in rows]


def behind_condition(explanation: Explanation, code: str, at: datetime) -> list[EvidenceRow]:
    """The facts a condition counts, the latest first."""
    if code not in explanation.conditions:
        return []
    rows = explanation.conditions[code].unique(["table", "fact"], keep="first", maintain_order=True).to_dicts()
    facts = fetch_facts(((row["table"], row["fact"]) for row in rows), at)
    return [_row(facts[row["table"], row["fact"]], row["day"], COUNTS, "") for row in rows]


def fetch_facts(keys: Iterable[Key], at: datetime) -> dict[Key, Fact]:
    """The facts, each with `is_contested` as of the moment."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for table, fact in keys:
        wanted[table].add(fact)
    found: dict[Key, Fact] = {}
    for table, numbers in wanted.items():
        model: Any = FACT_MODELS[table]
        for fact in model.objects.filter(pk__in=numbers).with_contested(at).select_related(*RELATED[model]):
            found[table, fact.pk] = fact
    return found


def contested_facts(partnership: Partnership, at: datetime, sources: Iterable[int] = ()) -> Sequence[EvidenceRow]:
    """Facts of the partnership, or of its NGO, that count for nothing because an objection stood at the moment.

    `sources`: partnerships whose evidence went over to this one.
    """
    own = [partnership.pk, *sources]
    condition = Q(pk__in=[])
    for model in FACT_MODELS.values():
        manager: Any = model.objects  # type: ignore[attr-defined]
        facts = manager.filter(concerning(model, own, partnership.ngo_id)).known_at(at)
        condition |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=facts.values("pk"))
    objections = Contest.objects.open_at(at).filter(condition)
    keys = objections.values_list("content_type__model", "object_id")
    described = [(fact, describe(fact)) for fact in fetch_facts(keys, at).values()]
    rows = [EvidenceRow(fact, what, what.day, "", "", address_of(fact)) for fact, what in described]
    return sorted(rows, key=lambda row: row.day, reverse=True)


def with_replies(rows: Iterable[EvidenceRow], partnership: Partnership, user: User) -> list[EvidenceRow]:
    """The rows with what the person can answer to each. Asks for the NGO's bodies once, where a fact concerns them all.

    A fact that went over from a predecessor has parties of its own.
    """
    found: dict[int | None, Parties] = {partnership.pk: parties_of(partnership)}
    answerable = []
    for row in rows:
        key = _partnership_of(row.fact)
        if key not in found:
            found[key] = parties_of(partnership.ngo) if key is None else parties_of(row.fact)
        answerable.append(replace(row, replies=replies_to(user, row.fact, found[key])))
    return answerable


def _partnership_of(fact: Fact) -> int | None:
    """The key of the partnership the fact belongs to; None for what concerns the NGO in all of them."""
    holder = getattr(fact, "contract", None) if isinstance(fact, ON_THE_CONTRACTS_PAGE) else fact
    return getattr(holder, "partnership_id", None)


def concerning(model: type[Fact], own: Sequence[int], ngo: int) -> Q:
    """Rows of a table of facts that speak of the partnerships or of their NGO."""
    names = {field.name for field in model._meta.fields}
    condition = Q(pk__in=[])
    if "partnership" in names:
        condition |= Q(partnership__in=own)
    elif "contract" in names:
        condition |= Q(contract__partnership__in=own)
    for name in {"organization", "partner"} & names:
        condition |= Q(**{name: ngo})
    return condition


def _row(fact: Fact, day: date, effect: Words, weight: Words) -> EvidenceRow:
    ended = isinstance(fact, Contract) and fact.terminated_on == day
    description = termination(fact) if ended else describe(fact)  # type: ignore[arg-type]
    return EvidenceRow(fact, description, day, effect, weight, address_of(fact))


def _part(row: Mapping[str, Any], shape: str) -> tuple[Words, Words]:
    """What a fact does to an indicator of the shape, and how much."""
    if shape not in WEIGHED:
        return COUNTS, ""
    effect = EFFECTS[WEIGHED[shape]].get((row["building"] > 0, row["eroding"] > 0), COUNTS)
    mass = row["building"] + row["eroding"]
    return effect, next(words for least, words in WEIGHTS if mass >= least)
