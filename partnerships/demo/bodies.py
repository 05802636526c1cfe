"""Government bodies: city and district bureaus, street offices and towns, mass organizations."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from .dice import Dice
from .places import CITY, DISTRICTS, STREETS
from .uscc import fictional_uscc
from .world import Division, Label, Party


class Office(NamedTuple):
    """A kind of body: its key, its name after the place, and how many partnerships it attracts."""

    key: str
    name: Label
    weight: float
    kind: str = "government_body"


CITY_OFFICES = (
    Office("civil", Label("民政局", "Civil Affairs Bureau"), 10),
    Office("education", Label("教育局", "Education Bureau"), 4),
    Office("health", Label("卫生健康委员会", "Health Commission"), 4),
    Office("labour", Label("人力资源和社会保障局", "Human Resources and Social Security Bureau"), 2),
    Office("justice", Label("司法局", "Justice Bureau"), 3),
    Office("culture", Label("文化和旅游局", "Culture and Tourism Bureau"), 3),
    Office("environment", Label("生态环境局", "Ecology and Environment Bureau"), 3),
    Office("emergency", Label("应急管理局", "Emergency Management Bureau"), 1),
    Office("veterans", Label("退役军人事务局", "Veterans Affairs Bureau"), 1),
    Office("insurance", Label("医疗保障局", "Healthcare Security Bureau"), 1),
    Office("agriculture", Label("农业农村局", "Agriculture and Rural Affairs Bureau"), 1),
    Office("community", Label("社区建设工作办公室", "Community Development Office"), 3),
    Office("social_work", Label("社会工作部", "Social Work Department"), 3),
    Office("union", Label("总工会", "Federation of Trade Unions"), 2, "mass_organization"),
    Office("youth", Label("团委", "Youth League Committee"), 5, "mass_organization"),
    Office("women", Label("妇女联合会", "Women's Federation"), 5, "mass_organization"),
    Office("disabled", Label("残疾人联合会", "Disabled Persons' Federation"), 5, "mass_organization"),
    Office("red_cross", Label("红十字会", "Red Cross Society"), 1, "mass_organization"),
    Office("science", Label("科学技术协会", "Association for Science and Technology"), 1, "mass_organization"),
)
DISTRICT_OFFICES = (
    Office("civil", Label("民政局", "Civil Affairs Bureau"), 16),
    Office("education", Label("教育局", "Education Bureau"), 5),
    Office("health", Label("卫生健康局", "Health Bureau"), 5),
    Office("labour", Label("人力资源和社会保障局", "Human Resources and Social Security Bureau"), 2),
    Office("justice", Label("司法局", "Justice Bureau"), 5),
    Office("culture", Label("文化和旅游局", "Culture and Tourism Bureau"), 3),
    Office("youth", Label("团委", "Youth League Committee"), 5, "mass_organization"),
    Office("women", Label("妇女联合会", "Women's Federation"), 6, "mass_organization"),
    Office("disabled", Label("残疾人联合会", "Disabled Persons' Federation"), 7, "mass_organization"),
)
STREET_WEIGHT = 6.0
DEPARTMENT_FOUNDED_ON = date(2024, 3, 1)


@dataclass(frozen=True, slots=True)
class Body:
    """A government body with its habits: days it takes beyond the due day to pay, workdays it takes to answer."""

    party: Party
    office: str
    weight: float
    pays_after: tuple[int, int]
    answers_after: tuple[int, int]

    @property
    def is_strained(self) -> bool:
        """Whether the body is short of money: it pays late and presses tasks on NGOs."""
        return self.pays_after[1] > 100


HABITS = (
    (((-8, 15), (2, 9)), 0.35),
    (((0, 40), (5, 20)), 0.40),
    (((20, 160), (15, 55)), 0.25),
)


def _body(seed: int, place: Division, office: Office, number: int) -> Body:
    key = f"{office.key}-{place.code}"
    pays, answers = Dice(seed, "body", key).weighted(HABITS)
    ended = DEPARTMENT_FOUNDED_ON if office.key == "community" else None
    party = Party(
        key=key,
        name=Label(place.name.zh + office.name.zh, f"{place.name.en} {office.name.en}"),
        sector="government",
        kind=office.kind,
        division=place.code,
        uscc=fictional_uscc(office.kind, place.code, 10_000 + number),
        registered_on=DEPARTMENT_FOUNDED_ON if office.key == "social_work" else None,
        dissolved_on=ended,
        succeeded_by=f"social_work-{place.code}" if ended else None,
    )
    return Body(party, office.key, office.weight, pays, answers)


def _street_office(place: Division) -> Office:
    if place.name.zh.endswith("镇"):
        return Office("street", Label("人民政府", "Government"), STREET_WEIGHT)
    return Office("street", Label("办事处", "Office"), STREET_WEIGHT)


def government_bodies(seed: int) -> tuple[Body, ...]:
    """All bodies of the city, its districts and their streets and towns."""
    places = [(CITY, office) for office in CITY_OFFICES]
    places += [(district, office) for district in DISTRICTS for office in DISTRICT_OFFICES]
    places += [(street, _street_office(street)) for street in STREETS]
    return tuple(_body(seed, place, office, number) for number, (place, office) in enumerate(places))
