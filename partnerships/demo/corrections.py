"""Errors of entry: the wrong row is voided in the moment the right one is recorded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from .book import Book, Stamped
from .dice import Dice
from .recording import office_moment
from .world import ENDS_AT, Happening, Instalment, Label, Review, Stamp

ERROR_SHARE = 0.012
WRONG_ENTRY = Label("录入错误，更正后重新登记", "Entered wrongly; recorded anew").both

F = TypeVar("F", bound=Stamped)


def correct_entries(book: Book, seed: int) -> None:
    """Puts a wrong row before some of the events, evaluations and payments."""
    dice = Dice(seed, "errors")
    book.happenings = _with_errors(dice, book.happenings, _happening)
    book.reviews = _with_errors(dice, book.reviews, _review)
    book.instalments = _with_errors(dice, book.instalments, _instalment)


def _with_errors(dice: Dice, facts: list[F], correct: Callable[[F, Dice], list[F]]) -> list[F]:
    written: list[F] = []
    for fact in facts:
        sound = fact.stamp.voided_at is None and fact.stamp.objection is None
        written.extend(correct(fact, dice) if sound and dice.chance(ERROR_SHARE) else [fact])
    return written


def _voided(stamp: Stamp, at: datetime) -> Stamp:
    return replace(stamp, confirmed_at=None, voided_at=at, void_reason=WRONG_ENTRY)


def _recorded_anew(stamp: Stamp, at: datetime) -> Stamp:
    return replace(stamp, confirmed_at=None, recorded_at=at)


def _noticed_at(dice: Dice, recorded_at: datetime) -> datetime:
    return office_moment(dice, (recorded_at + timedelta(days=dice.between(6, 120))).date())


def _happening(fact: Happening, dice: Dice) -> list[Happening]:
    """A wrong day."""
    at = _noticed_at(dice, fact.stamp.recorded_at)
    if at > ENDS_AT:
        return [fact]
    day = fact.occurred_on - timedelta(days=7 * dice.between(1, 4))
    wrong = replace(fact, occurred_on=day, stamp=_voided(fact.stamp, at))
    return [wrong, replace(fact, stamp=_recorded_anew(fact.stamp, at))]


def _review(fact: Review, dice: Dice) -> list[Review]:
    """A wrong result."""
    at = _noticed_at(dice, fact.stamp.recorded_at)
    if at > ENDS_AT:
        return [fact]
    result, score = ("pass", 70) if fact.result != "pass" else ("good", 81)
    wrong = replace(fact, result=result, score=score, stamp=_voided(fact.stamp, at))
    return [wrong, replace(fact, stamp=_recorded_anew(fact.stamp, at))]


def _instalment(fact: Instalment, dice: Dice) -> list[Instalment]:
    """A wrong sum paid."""
    if fact.paid_recorded_at is None or fact.amount_paid is None:
        return [fact]
    at = _noticed_at(dice, fact.paid_recorded_at)
    if at > ENDS_AT:
        return [fact]
    wrong = replace(fact, amount_paid=fact.amount_paid // 10, stamp=_voided(fact.stamp, at))
    right = replace(fact, paid_recorded_at=at, stamp=_recorded_anew(fact.stamp, at))
    return [wrong, right]
