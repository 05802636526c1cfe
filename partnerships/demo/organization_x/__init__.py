"""Organization X: the case of the thesis, told by hand.

With the Yunbu District Civil Affairs Bureau it walks the three stages in order: recognised for its ideas from 2017,
under contract from 2018, an equal partner from the end of 2022. With a street office it stays under contract,
one-sidedly; with the district Women's Federation it is known and liked, and nothing is bought.
"""

from ..book import Book
from ..world import Pair, Party
from .cast import MAIN, ORGANIZATION_X, PAIRS, PARTNERS
from .contact import write_contact
from .contracts import write_contracts
from .surroundings import write_surroundings

__all__ = ["MAIN", "ORGANIZATION_X", "PAIRS", "write_organization_x"]


def write_organization_x(book: Book) -> tuple[tuple[Party, ...], tuple[Pair, ...]]:
    """Writes the case into the book; returns its parties (X last) and its partnerships (the main one first)."""
    write_surroundings(book)
    write_contracts(book)
    write_contact(book)
    return (*PARTNERS, ORGANIZATION_X), PAIRS
