"""Builds the whole world from a seed: same seed and scale, same world, whatever the day, machine or Python version."""

from .accounts import paid_by_pair_and_year, write_accounts
from .bodies import government_bodies
from .book import Book
from .corrections import correct_entries
from .dice import Dice
from .networks import weave_networks
from .ngos import Ngo, ngos
from .objections import object_to_facts
from .organization_x import write_organization_x
from .organization_x.surroundings import write_accounts_of_x
from .partners import partner_organizations
from .places import DIVISIONS
from .standings import write_standings
from .story import Story
from .world import ENDS_ON, Pair, Party, World

SEED = 2026
NGOS = 400


def build_world(seed: int = SEED, scale: float = 1.0) -> World:
    """The demo world; `scale` is the share of its 400 NGOs, of which organization X is always one.

    The government bodies are the same at every scale. The full world takes about two seconds.
    """
    bodies = government_bodies(seed)
    partners = partner_organizations(seed, scale)
    population = list(ngos(seed, max(0, round(NGOS * scale) - 1), bodies))
    book, pairs = Book(), list[Pair]()
    for ngo in population:
        pairs.extend(_tell(seed, book, ngo, len(pairs)))
        write_standings(book, Dice(seed, "standings", ngo.party.key), ngo.party, ngo.biography)
    weave_networks(book, seed, population, partners)
    _account(seed, book, population, pairs)
    correct_entries(book, seed)
    object_to_facts(book, seed, frozenset(pair.key for pair in pairs if pair.life == "disputed"))
    x_parties, x_pairs = write_organization_x(book)  # last, so that nothing drawn by chance touches it
    write_accounts_of_x(book, paid_by_pair_and_year(book))
    parties = (*(body.party for body in bodies), *partners, *(ngo.party for ngo in population), *x_parties)
    return _bound(seed, scale, parties, (*pairs, *x_pairs), book)


def _tell(seed: int, book: Book, ngo: Ngo, number: int) -> list[Pair]:
    """Tells the lives of the NGO's partnerships, numbered from `number` + 1."""
    pairs = []
    for at, course in enumerate(ngo.courses):
        key = f"pair-{number + at + 1:04d}"
        pair = Pair(key, course.body.party.key, ngo.party.key, course.life.code, course.begins_on)
        until = min(ENDS_ON, course.body.party.dissolved_on or ENDS_ON)
        dice = Dice(seed, "life", ngo.party.key, course.body.party.key)
        course.life.tell(Story(dice, book, pair, ngo.party, course.body, ngo.field, ngo.biography, until))
        pairs.append(pair)
    return pairs


def _account(seed: int, book: Book, population: list[Ngo], pairs: list[Pair]) -> None:
    paid = paid_by_pair_and_year(book)
    of_ngo: dict[str, list[Pair]] = {}
    for pair in pairs:
        of_ngo.setdefault(pair.ngo, []).append(pair)
    for ngo in population:
        own = of_ngo[ngo.party.key]
        first = min(pair.begins_on for pair in own).year
        dice = Dice(seed, "accounts", ngo.party.key)
        write_accounts(book, dice, ngo.party, ngo.biography, [pair.key for pair in own], paid, first)


def _bound(seed: int, scale: float, parties: tuple[Party, ...], pairs: tuple[Pair, ...], book: Book) -> World:
    return World(
        seed=seed,
        scale=scale,
        divisions=DIVISIONS,
        parties=parties,
        pairs=pairs,
        agreements=tuple(book.agreements),
        changes=tuple(book.changes),
        deliverables=tuple(book.deliverables),
        instalments=tuple(book.instalments),
        reviews=tuple(book.reviews),
        happenings=tuple(book.happenings),
        petitions=tuple(book.petitions),
        registry=tuple(book.registry),
        accounts=tuple(book.accounts),
        networks=tuple(book.networks),
        memberships=tuple(book.memberships),
        ties=tuple(book.ties),
    )
