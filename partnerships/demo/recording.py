"""When facts get into the register: days to weeks after they happen, on workdays, and now and then much later."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from .dice import Dice
from .world import BEGINS_ON, ENDS_AT, TIME_ZONE, Label, Stamp

# Shortest and longest delay in days, by who stands behind the fact: registries publish monthly, both sides must meet.
DELAYS = {"official": (5, 40), "dual": (2, 30), "third": (7, 40), "single_doc": (1, 20), "single": (0, 10)}
LATE_ENTRY = (90, 480)
LATE_ENTRY_SHARE = 0.04


def workday(day: date) -> date:
    """The day itself or, on a weekend, the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


def months_after(day: date, months: int) -> date:
    """The same day of a later month, never after its 28th."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, min(day.day, 28))


def office_moment(dice: Dice, day: date) -> datetime:
    """A moment in office hours on the day or the next workday, never before the register was opened."""
    day = workday(max(day, BEGINS_ON))
    return datetime.combine(day, time(dice.between(9, 17), dice.between(0, 59), dice.between(0, 59)), TIME_ZONE)


def moment_recorded(dice: Dice, day: date, verification: str) -> datetime:
    """The moment a fact of the day enters the register."""
    late = dice.chance(LATE_ENTRY_SHARE)
    low, high = LATE_ENTRY if late else DELAYS[verification]
    return office_moment(dice, day + timedelta(days=dice.between(low, high)))


def stamp_under(contract: Stamp, dice: Dice, day: date, verification: str, side: str) -> Stamp:
    """The stamp of a fact under a contract, which enters the register no earlier than the contract."""
    entered = stamp(dice, day, verification, side)
    return replace(entered, recorded_at=max(entered.recorded_at, contract.recorded_at))


def confirmed_stamp(dice: Dice, day: date, side: str) -> Stamp:
    """The stamp of a fact one side entered alone and the other confirmed weeks later, or has not confirmed yet."""
    entered = stamp(dice, day, "single", side)
    confirmed_at = office_moment(dice, (entered.recorded_at + timedelta(days=dice.between(3, 40))).date())
    return entered if confirmed_at > ENDS_AT else replace(entered, verification="dual", confirmed_at=confirmed_at)


def stamp(dice: Dice, day: date, verification: str, side: str, document: Label | None = None) -> Stamp:
    """The stamp of a fact of the day."""
    return Stamp(verification, side, moment_recorded(dice, day, verification), document=document)
