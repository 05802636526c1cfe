"""The NGOs: who they are, which lives their partnerships take, and which bodies they meet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .biographies import Biography, write_biography
from .bodies import Body
from .dice import Dice
from .fields import FIELDS, Field
from .lives.registry import LIVES, Life, beside
from .names import AGENCIES, ASSOCIATIONS, FOUNDATION, brand
from .places import BY_CODE, CITY, DISTRICTS, district_of
from .recording import workday
from .uscc import fictional_uscc
from .world import ENDS_ON, Label, Party

PARTNERSHIPS_PER_NGO = ((1, 0.43), (2, 0.26), (3, 0.16), (4, 0.09), (5, 0.06))
LONERS = frozenset(
    {"hardly_any_contact", "unconfirmed_claims", "beginner", "old_friends", "contract_without_courtship"}
)
KINDS = (("social_service", 0.68), ("social_group", 0.26), ("foundation", 0.06))


@dataclass(frozen=True, slots=True)
class Course:
    """One partnership to be told: with whom, along which life, from when."""

    body: Body
    life: Life
    begins_on: date


@dataclass(frozen=True, slots=True)
class Ngo:
    """An NGO with its field, its biography and the partnerships it will have; the first one is the main one."""

    party: Party
    brand: Label
    field: Field
    biography: Biography
    courses: tuple[Course, ...]


def main_lives(dice: Dice, number: int) -> list[Life]:
    """A life for each NGO in proportion to the shares: every life once where there is room, else the first ones."""
    if number < len(LIVES):
        return list(LIVES[:number])
    total, spare = sum(life.share for life in LIVES), number - len(LIVES)
    exact = [life.share / total * spare for life in LIVES]
    counts = [1 + int(share) for share in exact]
    by_remainder = sorted(range(len(LIVES)), key=lambda at: (int(exact[at]) - exact[at], at))
    for at in by_remainder[: number - sum(counts)]:
        counts[at] += 1
    return dice.shuffled([life for life, count in zip(LIVES, counts, strict=True) for _ in range(count)])


def ngos(seed: int, number: int, bodies: tuple[Body, ...]) -> Iterator[Ngo]:
    """So many NGOs with their courses."""
    for index, life in enumerate(main_lives(Dice(seed, "lives"), number)):
        yield _ngo(seed, index, life, bodies)


def _ngo(seed: int, index: int, life: Life, bodies: tuple[Body, ...]) -> Ngo:
    dice = Dice(seed, "ngo", index)
    field = dice.weighted([(field, field.share) for field in FIELDS])
    home = dice.weighted([(CITY, 0.12), *((district, 0.29) for district in DISTRICTS)])
    courses = tuple(_courses(dice, life, field, home.code, bodies))
    begins_on = min(course.begins_on for course in courses)
    biography = write_biography(dice, courses[0].begins_on, life.network, life.compliance, life.income)
    name = brand(index * 7 % 720)
    return Ngo(_party(dice, index, name, field, home.code, begins_on), name, field, biography, courses)


def _courses(dice: Dice, main: Life, field: Field, home: str, bodies: tuple[Body, ...]) -> Iterator[Course]:
    number = 1 if main.code in LONERS else dice.weighted(PARTNERSHIPS_PER_NGO)
    met: set[str] = set()
    for at in range(number):
        life = main if at == 0 else dice.weighted(beside(main))
        begins_on = _first_contact(dice, life, main)
        body = _body(dice, life, field, home, begins_on, [body for body in bodies if body.party.key not in met])
        met.add(body.party.key)
        yield Course(body, life, begins_on)


def _first_contact(dice: Dice, life: Life, main: Life) -> date:
    """A workday in the life's span of years, not long before the main partnership's span."""
    first, last = max(life.begins[0], main.begins[0]), max(life.begins[1], main.begins[0])
    return workday(dice.day(date(first, 1, 4), min(date(last, 12, 20), ENDS_ON - timedelta(days=150))))


def _body(dice: Dice, life: Life, field: Field, home: str, begins_on: date, bodies: Iterable[Body]) -> Body:
    return dice.weighted([(body, _attraction(body, life, field, home, begins_on)) for body in bodies])


def _attraction(body: Body, life: Life, field: Field, home: str, begins_on: date) -> float:
    """How likely the NGO is to meet the body: by field, by place, by the body's size, and by what the life needs."""
    if body.party.registered_on and begins_on < body.party.registered_on:
        return 0.0
    if body.party.dissolved_on and begins_on.year > body.party.dissolved_on.year - 4:
        return 0.0
    wanted = 4.0 / (1 + field.bodies.index(body.office)) if body.office in field.bodies else 0.15
    place = body.party.division
    near = 6.0 if district_of(place) == home else 1.6 if place == CITY.code else 0.25
    pressed = (5.0 if body.is_strained else 0.4) if life.strained else 1.0
    return body.weight * wanted * near * pressed


def _party(dice: Dice, index: int, name: Label, field: Field, home: str, begins_on: date) -> Party:
    kind = dice.weighted(KINDS)
    place = BY_CODE[home].name
    what = (
        FOUNDATION if kind == "foundation" else (AGENCIES if kind == "social_service" else ASSOCIATIONS)[field.label.zh]
    )
    zh_place = place.zh if home == CITY.code else CITY.name.zh + place.zh
    return Party(
        key=f"ngo-{index + 1:03d}",
        name=Label(f"{zh_place}{name.zh}{what.zh}", f"{name.en} {what.en}, {place.en}"),
        sector="ngo",
        kind=kind,
        division=home,
        uscc=fictional_uscc(kind, home, 20_000_000 + index * 137),
        service_field=field.label,
        mission=Label(f"面向{place.zh}居民开展{field.label.zh}", f"{field.label.en} for the people of {place.en}"),
        registered_on=workday(dice.day(date(2007, 3, 1), begins_on - timedelta(days=120))),
    )
