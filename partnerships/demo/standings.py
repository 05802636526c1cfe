"""What the registry says about an NGO: registration, annual inspections, ratings, penalties, lists."""

from collections.abc import Iterator
from datetime import date, timedelta

from .biographies import Biography
from .book import Book
from .dice import Dice
from .recording import months_after, stamp, workday
from .world import BEGINS_ON, ENDS_ON, Party, RegistryEntry

INSPECTIONS = {
    "clean": (("pass", 0.95), ("basic", 0.05)),
    "modest": (("pass", 0.50), ("basic", 0.38), ("fail", 0.12)),
    "abnormal": (("pass", 0.80), ("basic", 0.20)),
    "serious": (("pass", 0.75), ("basic", 0.25)),
}
RATED = {"none": 0.08, "small": 0.35, "strong": 0.85, "declining": 0.8}
LEVELS = (("small", ((2, 0.2), (3, 0.6), (4, 0.2))), ("strong", ((3, 0.35), (4, 0.4), (5, 0.25))))


def write_standings(book: Book, dice: Dice, ngo: Party, biography: Biography) -> None:
    """Writes the NGO's registry history."""
    for kind, on, result, level in sorted(_entries(dice, ngo, biography), key=lambda entry: (entry[1], entry[0])):
        day = workday(on)
        if day > ENDS_ON:
            continue
        book.write(
            book.registry,
            RegistryEntry(
                organization=ngo.key,
                kind=kind,
                effective_on=day,
                stamp=stamp(dice, day, "official", "registry"),
                result=result,
                level=level,
                valid_until=months_after(day, 60) if kind == "CUL_RATING" and level else None,
                reference=f"汀社管〔{day.year}〕{dice.between(1, 240)}号",
            ),
        )


Entry = tuple[str, date, str, int | None]


def _entries(dice: Dice, ngo: Party, biography: Biography) -> Iterator[Entry]:
    registered_on = ngo.registered_on or BEGINS_ON
    yield "CMP_REGISTRATION", registered_on, "granted", None
    listed_on = biography.listed_on if biography.compliance in ("abnormal", "serious") else date.max
    for year in range(max(2016, registered_on.year + 1), ENDS_ON.year + 1):
        day = dice.day(date(year, 5, 20), date(year, 7, 10))
        failing = (
            listed_on - timedelta(days=400) < day < listed_on + timedelta(days=300) if listed_on < date.max else False
        )
        yield "CMP_ANNUAL", day, "fail" if failing else dice.weighted(INSPECTIONS[biography.compliance]), None
    yield from _ratings(dice, registered_on, biography, listed_on)
    if biography.compliance == "modest" and dice.chance(0.3):
        yield "CMP_PENALTY", dice.day(date(2018, 1, 8), date(2025, 12, 1)), "", None
    if listed_on < date.max:
        yield from _listing(dice, biography)


def _ratings(dice: Dice, registered_on: date, biography: Biography, listed_on: date) -> Iterator[Entry]:
    if not dice.chance(RATED[biography.network]):
        return
    first = max(BEGINS_ON, months_after(registered_on, 26))
    day = dice.day(first, max(first, biography.network_from))
    level = dice.weighted(dict(LEVELS)["strong" if biography.network in ("strong", "declining") else "small"])
    while day <= min(ENDS_ON, listed_on):
        yield "CUL_RATING", day, "granted", level
        day, level = months_after(day, 60), min(5, level + dice.between(0, 1))
    if listed_on < date.max:
        yield "CUL_RATING", months_after(listed_on, 2), "revoked", 0


def _listing(dice: Dice, biography: Biography) -> Iterator[Entry]:
    serious = biography.compliance == "serious"
    kind = "CMP_SERIOUS" if serious else "CMP_ABNORMAL"
    if serious or dice.chance(0.3):
        yield "CMP_PENALTY", biography.listed_on - timedelta(days=dice.between(20, 90)), "", None
    yield kind, biography.listed_on, "on", None
    if serious and dice.chance(0.3):
        yield "CMP_REGISTRATION", months_after(biography.listed_on, 9), "revoked", None
    elif serious and dice.chance(0.3):
        yield kind, months_after(biography.listed_on, 25), "off", None
    elif not serious and biography.delisted_on:
        yield kind, biography.delisted_on, "off", None
