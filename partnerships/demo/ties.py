"""Ties of an NGO to its partners, and what it does with them: joint delivery, referrals, other departments."""

from datetime import date, timedelta

from .biographies import Biography
from .book import Book
from .dice import Dice
from .ngos import Ngo
from .phrases import DOCUMENTS, NOTES
from .places import CITY, district_of
from .recording import moment_recorded, months_after, stamp, workday
from .world import ENDS_AT, ENDS_ON, Happening, Party, Tie

NUMBER = {"none": (0, 1), "small": (0, 3), "strong": (4, 7), "declining": (4, 6)}
KINDS = (("cooperation", 0.70), ("referral", 0.18), ("contact", 0.08), ("dissemination", 0.04))
BACKING = (("dual", 0.82), ("third", 0.08), ("single_doc", 0.06), ("single", 0.04))
ACTS = (("NET_CODELIVERY", 0.55), ("NET_REFERRAL", 0.33), ("NET_CROSS_GOV", 0.12))


def near_partners(ngo: Ngo, partners: tuple[Party, ...]) -> list[Party]:
    """Partners in the NGO's district or of the whole city."""
    home = district_of(ngo.party.division)
    return [partner for partner in partners if district_of(partner.division) in (home, CITY.code)]


def write_ties(dice: Dice, book: Book, ngo: Ngo, partners: tuple[Party, ...]) -> None:
    """Writes the ties, to different kinds of partner first, begun when the NGO starts to build its network."""
    number = dice.between(*NUMBER[ngo.biography.network])
    chosen = _diverse(dice.shuffled(near_partners(ngo, partners)))[:number]
    for partner in chosen:
        first = months_after(ngo.biography.network_from, -10)
        started_on = workday(max(dice.day(first, first + timedelta(days=500)), ngo.courses[0].begins_on))
        ended_on = _end(dice, ngo.biography, started_on)
        backing = dice.weighted(BACKING)
        entered = stamp(dice, started_on, backing, "ngo", DOCUMENTS if backing == "single_doc" else None)
        left_at = max(moment_recorded(dice, ended_on, "dual"), entered.recorded_at) if ended_on else None
        if left_at and left_at > ENDS_AT:
            ended_on = left_at = None
        body = ngo.courses[0].body.party.key if ngo.biography.network == "strong" and dice.chance(0.2) else None
        kind = dice.weighted(KINDS)
        if started_on <= ENDS_ON:
            book.write(book.ties, Tie(ngo.party.key, partner.key, kind, started_on, entered, body, ended_on, left_at))


def _diverse(partners: list[Party]) -> list[Party]:
    """The same partners, the first of each kind before the second of any."""
    seen: dict[str, int] = {}
    rounds = []
    for at, partner in enumerate(partners):
        seen[partner.kind] = seen.get(partner.kind, 0) + 1
        rounds.append((seen[partner.kind], at, partner))
    return [partner for _, _, partner in sorted(rounds, key=lambda entry: entry[:2])]


def _end(dice: Dice, biography: Biography, started_on: date) -> date | None:
    """Ties of a declining network end within a year; of the others, a few end after some years."""
    if biography.network == "declining" and dice.chance(0.85):
        end = biography.network_until + timedelta(days=dice.between(20, 400))
    elif dice.chance(0.15):
        end = started_on + timedelta(days=dice.between(500, 1800))
    else:
        return None
    end = workday(end)
    return end if started_on < end <= ENDS_ON else None


def act_in_networks(dice: Dice, book: Book, ngo: Ngo) -> None:
    """Joint delivery and referrals, once to twice a year while the network lives."""
    if ngo.biography.network not in ("strong", "declining"):
        return
    declining = ngo.biography.network == "declining"
    last = min(ENDS_ON, ngo.biography.network_until) if declining else ENDS_ON
    day = ngo.biography.network_from + timedelta(days=dice.between(20, 150))
    while day <= last:
        write_happening(dice, book, ngo, dice.weighted(ACTS), day)
        day += timedelta(days=dice.between(150, 420))
    if declining and dice.chance(0.5):
        write_happening(dice, book, ngo, "NET_EXIT", last + timedelta(days=dice.between(30, 300)))


def write_happening(dice: Dice, book: Book, ngo: Ngo, type_: str, on: date) -> None:
    """Writes an event that concerns the NGO in all of its partnerships."""
    day = workday(on)
    if day > ENDS_ON:
        return
    backing = dice.weighted(BACKING)
    side = "third" if backing == "third" else "ngo"
    document = DOCUMENTS if backing == "single_doc" else None
    written = stamp(dice, day, backing, side, document)
    book.write(book.happenings, Happening(type_, day, dice.pick(NOTES[type_]), written, organization=ngo.party.key))
