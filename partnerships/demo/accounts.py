"""An NGO's income by year: what the bodies paid, and what it has besides."""

from collections import defaultdict
from datetime import date

from .biographies import Biography
from .book import Book
from .dice import Dice
from .recording import stamp
from .world import ENDS_ON, Accounts, Party

# Share of government money in all income.
SHARES = {"dependent": (0.86, 0.99), "mixed": (0.50, 0.86), "diverse": (0.22, 0.58)}
DISCLOSES = {"dependent": 0.93, "mixed": 0.85, "diverse": 0.97, "undisclosed": 0.0}

Paid = dict[str, dict[int, int]]


def paid_by_pair_and_year(book: Book) -> Paid:
    """What was paid in each pair, by calendar year: the sums the income lines are made of."""
    pair_of = {agreement.key: agreement.pair for agreement in book.agreements}
    paid: Paid = defaultdict(lambda: defaultdict(int))
    for instalment in book.instalments:
        if instalment.paid_on and instalment.amount_paid and instalment.stamp.voided_at is None:
            paid[pair_of[instalment.contract]][instalment.paid_on.year] += instalment.amount_paid
    return paid


def write_accounts(
    book: Book, dice: Dice, ngo: Party, biography: Biography, pairs: list[str], paid: Paid, first: int
) -> None:
    """Writes the years the NGO discloses, from `first` to the last full one, each reported in the following spring."""
    for year in range(first, ENDS_ON.year):
        lines = tuple((pair, paid[pair][year]) for pair in pairs if year in paid.get(pair, ()))
        if not dice.chance(DISCLOSES[biography.income]):
            continue
        government = sum(amount for _, amount in lines)
        reported_on = dice.day(date(year + 1, 3, 20), date(year + 1, 6, 10))
        backing, side = dice.weighted(
            ((("official", "registry"), 0.55), (("third", "third"), 0.30), (("single_doc", "ngo"), 0.15))
        )
        book.write(
            book.accounts,
            Accounts(
                organization=ngo.key,
                year=year,
                total=_total(dice, government, biography),
                government=government,
                lines=lines,
                stamp=stamp(dice, reported_on, backing, side),
            ),
        )


def _total(dice: Dice, government: int, biography: Biography) -> int:
    if government == 0:
        return dice.amount(20_000, 600_000, 100)
    return round(government / dice.share(*SHARES[biography.income]) / 100) * 100
