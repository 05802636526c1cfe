"""Organizations the NGOs work with: schools, hospitals, universities, enterprises, communities, federations."""

from collections.abc import Iterator

from .dice import Dice
from .names import PARTNERS, brand
from .places import CITY, DISTRICTS
from .uscc import fictional_uscc
from .world import Division, Label, Party

PER_DISTRICT = (
    ("school", 5),
    ("hospital", 3),
    ("enterprise", 6),
    ("community", 10),
    ("public_institution", 2),
    ("media", 1),
)
IN_CITY = (("university", 3), ("hospital", 2), ("media", 1), ("enterprise", 3))
FEDERATION = Label("社会组织联合会", "Federation of Social Organizations")


def partner_organizations(seed: int, scale: float) -> tuple[Party, ...]:
    """The partners, fewer in a smaller world but at least one of each kind and place."""
    return tuple(_partners(Dice(seed, "partners"), scale))


def _partners(dice: Dice, scale: float) -> Iterator[Party]:
    number = 0
    for place in (CITY, *DISTRICTS):
        yield _federation(place, number)
        number += 1
        for kind, count in IN_CITY if place is CITY else PER_DISTRICT:
            for _ in range(max(1, round(count * min(scale, 1)))):
                yield _partner(dice, place, kind, number)
                number += 1


def _federation(place: Division, number: int) -> Party:
    return Party(
        key=f"partner-{number:03d}",
        name=Label(place.name.zh + FEDERATION.zh, f"{place.name.en} {FEDERATION.en}"),
        sector="other",
        kind="ngo_federation",
        division=place.code,
        uscc=fictional_uscc("ngo_federation", place.code, 40_000_000 + number * 211),
    )


def _partner(dice: Dice, place: Division, kind: str, number: int) -> Party:
    what, own = dice.pick(PARTNERS[kind]), brand(number * 11 + 5)
    return Party(
        key=f"partner-{number:03d}",
        name=Label(f"{place.name.zh}{own.zh}{what.zh}", f"{own.en} {what.en}, {place.name.en}"),
        sector="other",
        kind=kind,
        division=place.code,
        uscc=fictional_uscc(kind, place.code, 40_000_000 + number * 211),
    )
