"""Service networks of the NGOs: who founds them, who joins, when they fall apart."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from .book import Book
from .dice import Dice
from .ngos import Ngo
from .places import BY_CODE, district_of
from .recording import moment_recorded, months_after, stamp, workday
from .ties import act_in_networks, near_partners, write_happening, write_ties
from .world import ENDS_AT, ENDS_ON, Alliance, Label, Membership, Party

FOUNDS = {"none": 0.0, "small": 0.0, "strong": 0.4, "declining": 0.6}
JOINS = {"none": 0.0, "small": 0.35, "strong": 0.85, "declining": 0.4}


@dataclass
class Networks:
    """The networks of one world and who is in them."""

    book: Book
    home: dict[str, str] = field(default_factory=dict)
    members: set[tuple[str, str]] = field(default_factory=set)

    def enter(self, dice: Dice, network: Alliance, organization: str, role: str, on: date) -> None:
        """Writes a membership from the day until the network's end, or open; once per network and organization."""
        started_on, ended_on = workday(on), network.ended_on
        if started_on >= (ended_on or ENDS_ON) or (network.key, organization) in self.members:
            return
        self.members.add((network.key, organization))
        entered = stamp(dice, started_on, "dual", "ngo")
        left_at = max(moment_recorded(dice, ended_on, "dual"), entered.recorded_at) if ended_on else None
        if left_at and left_at > ENDS_AT:
            ended_on = left_at = None
        self.book.write(
            self.book.memberships,
            Membership(network.key, organization, role, started_on, entered, ended_on, left_at),
        )

    def near(self, division: str) -> list[Alliance]:
        """Living networks of the same district."""
        return [
            network
            for network in self.book.networks
            if network.ended_on is None and district_of(self.home[network.key]) == district_of(division)
        ]


def weave_networks(book: Book, seed: int, ngos: list[Ngo], partners: tuple[Party, ...]) -> None:
    """Founds the networks first, so that the others find some to join; then ties, and what is done in them."""
    networks = Networks(book)
    for ngo in ngos:
        dice = Dice(seed, "network", ngo.party.key)
        if dice.chance(FOUNDS[ngo.biography.network]):
            _found(dice, networks, ngo, partners)
    for ngo in ngos:
        dice = Dice(seed, "ties", ngo.party.key)
        _join(dice, networks, ngo)
        write_ties(dice, book, ngo, partners)
        act_in_networks(dice, book, ngo)


def _found(dice: Dice, networks: Networks, ngo: Ngo, partners: tuple[Party, ...]) -> None:
    founded_on = workday(ngo.biography.network_from)
    ends_on = workday(months_after(ngo.biography.network_until, 10))
    place, what = BY_CODE[ngo.party.division].name, ngo.field.label
    network = Alliance(
        key=f"network-{len(networks.book.networks) + 1}",
        name=Label(f"{place.zh}{ngo.brand.zh}{what.zh}网络", f"{ngo.brand.en} Network for {what.en}, {place.en}"),
        convened_by=ngo.party.key,
        founded_on=founded_on,
        purpose=Label(f"联合伙伴提供{what.zh}", f"{what.en} delivered together"),
        declared_size=dice.between(8, 14) if dice.chance(0.5) else None,
        ended_on=ends_on if ngo.biography.network == "declining" and ends_on <= ENDS_ON else None,
    )
    networks.book.networks.append(network)
    networks.home[network.key] = ngo.party.division
    networks.enter(dice, network, ngo.party.key, "lead", founded_on)
    for partner in dice.sample(near_partners(ngo, partners), dice.between(3, 6)):
        networks.enter(dice, network, partner.key, "member", founded_on + timedelta(days=dice.between(0, 300)))
    if dice.chance(0.65):
        body = ngo.courses[0].body.party.key
        networks.enter(dice, network, body, "member", founded_on + timedelta(days=dice.between(60, 400)))
    write_happening(dice, networks.book, ngo, "NET_LEAD", founded_on)


def _join(dice: Dice, networks: Networks, ngo: Ngo) -> None:
    near = networks.near(ngo.party.division)
    if near and dice.chance(JOINS[ngo.biography.network]):
        network = dice.pick(near)
        first = max(network.founded_on, ngo.biography.network_from)
        networks.enter(dice, network, ngo.party.key, "member", first + timedelta(days=dice.between(10, 300)))
