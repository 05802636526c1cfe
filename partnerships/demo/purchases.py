"""Purchases of services within a story: the contract and everything that follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .instalments import USUAL, Payer, write_instalments
from .phrases import DELIVERABLES, EVALUATORS
from .recording import moment_recorded, months_after, stamp, stamp_under, workday
from .story import Story
from .world import ENDS_AT, Agreement, Change, Deliverable, Label, Review, Stamp, Termination

SMALL = 200_000
METHODS_SMALL = (("direct_below_threshold", 0.4), ("consultation", 0.25), ("inquiry", 0.2), ("single_source", 0.15))
METHODS_LARGE = (
    ("open_tender", 0.40),
    ("consultation", 0.27),
    ("single_source", 0.10),
    ("negotiation", 0.09),
    ("invited", 0.07),
    ("framework", 0.07),
)
SELECTED = frozenset({"open_tender", "consultation", "negotiation", "invited", "inquiry"})
YEAR_BY_YEAR = ((12, 1.0),)
TERMS = ((12, 0.72), (24, 0.10), (36, 0.13), (8, 0.05))
ORDINARY = (("excellent", 0.25), ("good", 0.50), ("pass", 0.22), ("fail", 0.03))
STRONG = (("excellent", 0.55), ("good", 0.45))
WEAK = (("good", 0.25), ("pass", 0.50), ("fail", 0.25))
SCORES = {"excellent": (90, 98), "good": (80, 89), "pass": (62, 79), "fail": (38, 58)}

Results = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class EarlyEnd:
    """How a contract ends before its term."""

    on: date
    party: str
    fault: str
    reason: Label


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed and how both sides will keep to it."""

    starts_on: date
    months: int
    value: int
    method: str
    payer: Payer = USUAL
    results: Results = ORDINARY
    renews: str | None = None
    early_end: EarlyEnd | None = None


def purchase(story: Story, terms: Terms) -> Agreement | None:
    """Writes a contract with its selection, amendment, milestones, instalments and evaluations."""
    dice = story.dice
    signed_on = workday(terms.starts_on - timedelta(days=dice.between(3, 12)))
    if not story.pair.begins_on <= signed_on <= story.until:
        return None
    backing = dice.weighted((("official", 0.55), ("dual", 0.40), ("single_doc", 0.05)))
    entered = stamp(dice, signed_on, backing, "registry" if backing == "official" else "gov")
    agreement = story.book.write(
        story.book.agreements,
        Agreement(
            key=f"contract-{len(story.book.agreements) + 1}",
            pair=story.pair.key,
            number=f"TL{story.body.party.division[3:]}-{signed_on.year}-{len(story.book.agreements) + 1:04d}",
            title=_title(story, signed_on.year),
            method=terms.method,
            signed_on=signed_on,
            starts_on=max(terms.starts_on, signed_on),
            ends_on=months_after(terms.starts_on, terms.months) - timedelta(days=1),
            value=terms.value,
            catalogue_code=story.field.code,
            stamp=entered,
            renews=terms.renews,
            termination=_termination(story, terms.early_end, entered),
        ),
    )
    if agreement:
        _follow_up(story, agreement, terms)
    return agreement


def usual_method(story: Story, value: int) -> str:
    """A method of procurement such a sum is usually bought by."""
    return story.dice.weighted(METHODS_SMALL if value < SMALL else METHODS_LARGE)


def buy_yearly(
    story: Story,
    first: date,
    until: date,
    *,
    payer: Payer = USUAL,
    results: Results = ORDINARY,
    terms: Sequence[tuple[int, float]] = TERMS,
) -> list[Agreement]:
    """Contract after contract from `first`, the last one beginning before `until`; `terms` are months, weighted."""
    dice, bought = story.dice, list[Agreement]()
    value = dice.amount(60_000, 700_000, 5_000)
    starts_on = first
    while starts_on < until:
        months = dice.weighted(terms)
        total = round(value * months / 12 / 5_000) * 5_000
        renews = bought[-1].key if bought else None
        agreement = purchase(story, Terms(starts_on, months, total, usual_method(story, total), payer, results, renews))
        if agreement is None:
            break
        bought.append(agreement)
        value = round(value * dice.share(0.94, 1.14))
        starts_on = agreement.ends_on + timedelta(days=dice.between(1, 50))
    return bought


def _title(story: Story, year: int) -> Label:
    offer = story.dice.pick(story.field.offers)
    return Label(f"{year}年度{offer.zh}", f"{offer.en} {year}")


def _termination(story: Story, early_end: EarlyEnd | None, contract: Stamp) -> Termination | None:
    if early_end is None or early_end.on > story.until:
        return None
    recorded_at = max(moment_recorded(story.dice, early_end.on, "official"), contract.recorded_at)
    if recorded_at > ENDS_AT:
        return None
    return Termination(early_end.on, early_end.party, early_end.fault, early_end.reason, "official", recorded_at)


def _follow_up(story: Story, agreement: Agreement, terms: Terms) -> None:
    if agreement.method in SELECTED:
        story.event("RES_BID", agreement.signed_on - timedelta(days=story.dice.between(8, 20)), outcome="won")
    agreement = _amend(story, agreement)
    _set_deliverables(story, agreement)
    write_instalments(story, agreement, terms.payer)
    _review(story, agreement, terms.results)


def _last_day(agreement: Agreement) -> date:
    return agreement.termination.on if agreement.termination else agreement.ends_on


def _amend(story: Story, agreement: Agreement) -> Agreement:
    """Now and then prolongs the contract and raises its value; returns it as it then stands."""
    dice = story.dice
    signed_on = workday(agreement.ends_on - timedelta(days=dice.between(20, 80)))
    if agreement.termination or not dice.chance(0.15) or not agreement.starts_on < signed_on <= story.until:
        return agreement
    longer, more = months_after(agreement.ends_on, 2), round(agreement.value * 1.08 / 1000) * 1000
    change = Change(
        contract=agreement.key,
        number=f"{agreement.number}-1",
        signed_on=signed_on,
        description=Label("服务期延长两个月，经费相应增加", "Two months longer, and the funds for them"),
        stamp=stamp_under(agreement.stamp, dice, signed_on, "dual", "gov"),
        new_ends_on=longer,
        new_value=more,
    )
    written = story.book.write(story.book.changes, change)
    return replace(agreement, ends_on=longer, value=more) if written else agreement


def _set_deliverables(story: Story, agreement: Agreement) -> None:
    middle = agreement.starts_on + (agreement.ends_on - agreement.starts_on) / 2
    for title, due_on in zip(story.dice.sample(DELIVERABLES, 2), (middle, agreement.ends_on), strict=True):
        deliverable = Deliverable(
            agreement.key, title, due_on, replace(agreement.stamp, verification="dual", side="gov")
        )
        reached_on = workday(due_on + timedelta(days=story.dice.between(-12, 25)))
        recorded_at = max(moment_recorded(story.dice, reached_on, "dual"), deliverable.stamp.recorded_at)
        if (
            recorded_at <= ENDS_AT
            and reached_on <= _last_day(agreement) + timedelta(days=40)
            and story.dice.chance(0.94)
        ):
            deliverable = replace(deliverable, reached_on=reached_on, reached_recorded_at=recorded_at)
        if due_on <= _last_day(agreement):
            story.book.write(story.book.deliverables, deliverable)


def _review(story: Story, agreement: Agreement, results: Results) -> None:
    dice = story.dice
    middle = agreement.starts_on + (agreement.ends_on - agreement.starts_on) / 2
    phases = [("mid", middle, 0.5), ("final", agreement.ends_on + timedelta(days=dice.between(5, 40)), 0.92)]
    for phase, day, probability in phases:
        held_on = workday(day)
        if dice.chance(probability) and held_on <= min(story.until, _last_day(agreement) + timedelta(days=60)):
            result = dice.weighted(results)
            backing, side = dice.weighted(((("third", "third"), 0.85), (("dual", "gov"), 0.15)))
            story.book.write(
                story.book.reviews,
                Review(
                    contract=agreement.key,
                    phase=phase if backing == "third" or phase == "mid" else "acceptance",
                    held_on=held_on,
                    result=result,
                    score=dice.between(*SCORES[result]),
                    evaluator=dice.pick(EVALUATORS) if backing == "third" else "",
                    paid_for_by="government" if backing == "third" else "",
                    stamp=stamp_under(agreement.stamp, dice, held_on, backing, side),
                ),
            )
