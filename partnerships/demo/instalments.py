"""Instalments of a contract: when they fall due, when they are paid, and how late."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .recording import moment_recorded, stamp, workday
from .story import Story
from .world import ENDS_AT, ENDS_ON, Agreement, Instalment


@dataclass(frozen=True, slots=True)
class Payer:
    """How a body pays: shortest and longest delay in days, and the share of instalments it never pays."""

    delay: tuple[int, int] | None
    unpaid: float = 0.0


USUAL = Payer(None)
PROMPT = Payer((-10, 18))
SLOW = Payer((35, 110))
ARREARS = Payer((90, 260), unpaid=0.25)
SILENT = Payer((120, 300), unpaid=0.7)


def write_instalments(story: Story, agreement: Agreement, payer: Payer) -> None:
    """Writes every instalment due before the contract's end, and the payments made."""
    last_due = agreement.termination.on if agreement.termination else date.max
    for stage, due_on, amount in _plan(agreement):
        if due_on <= last_due:
            _write_instalment(story, agreement, payer, stage, workday(due_on), amount)


def _plan(agreement: Agreement) -> Iterator[tuple[str, date, int]]:
    """A first instalment, interim ones each half or whole year, and the balance after acceptance."""
    length = (agreement.ends_on - agreement.starts_on).days
    interims = 0 if length < 300 else max(1, round(length / 365) - 1) if length > 420 else 1
    first, balance = (0.6, 0.4) if not interims else (0.4, 0.2)
    amounts = [round(agreement.value * first, -2)]
    amounts += [round(agreement.value * (1 - first - balance) / interims, -2) for _ in range(interims)]
    yield "first", agreement.starts_on + timedelta(days=25), int(amounts[0])
    for number in range(interims):
        yield (
            "interim",
            agreement.starts_on + timedelta(days=length * (number + 1) // (interims + 1)),
            int(amounts[number + 1]),
        )
    yield "balance", agreement.ends_on + timedelta(days=35), int(agreement.value - sum(amounts))


def _write_instalment(story: Story, agreement: Agreement, payer: Payer, stage: str, due_on: date, amount: int) -> None:
    dice = story.dice
    backing, side = dice.weighted(
        ((("dual", "gov"), 0.6), (("official", "registry"), 0.34), (("single_doc", "gov"), 0.06))
    )
    planned = replace(
        stamp(dice, agreement.signed_on, "dual", side), verification=backing, recorded_at=agreement.stamp.recorded_at
    )
    instalment = Instalment(agreement.key, stage, due_on, amount, planned)
    paid_on = workday(due_on + timedelta(days=dice.between(*(payer.delay or story.body.pays_after))))
    if dice.chance(payer.unpaid):
        paid_on = date.max
    if dice.chance(0.04) and paid_on < ENDS_ON:
        instalment = _pay_part(story, instalment, paid_on)
        paid_on = workday(paid_on + timedelta(days=dice.between(20, 90)))
    _pay(story, instalment, paid_on)


def _pay_part(story: Story, instalment: Instalment, paid_on: date) -> Instalment:
    """Pays half; returns the rest as an instalment of its own, due on the same day."""
    half = round(instalment.amount_due / 2, -2)
    _pay(story, replace(instalment, amount_due=int(half)), paid_on)
    return replace(instalment, amount_due=instalment.amount_due - int(half))


def _pay(story: Story, instalment: Instalment, paid_on: date) -> None:
    """Writes the instalment as paid when the payment falls inside the story and the register, else as open."""
    if paid_on <= min(ENDS_ON, story.until):
        recorded_at = max(moment_recorded(story.dice, paid_on, "dual"), instalment.stamp.recorded_at)
        if recorded_at <= ENDS_AT:
            instalment = replace(
                instalment, paid_on=paid_on, amount_paid=instalment.amount_due, paid_recorded_at=recorded_at
            )
    story.book.write(story.book.instalments, instalment)
