"""What the two sides of a partnership are asked: statements in both languages, kept as data with a version.

A round keeps the version it was opened with, so that an answer is always read beside the words it was given to.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from partnerships.models.languages import in_reader_language
from partnerships.models.surveys import SCALE

FOLDER = Path(__file__).parent / "data" / "questionnaires"
CURRENT = "2026.1"


@dataclass(frozen=True)
class Item:
    """One statement. `concept`: the concept of the method it speaks for, or "overall"."""

    code: str
    concept: str
    en: str
    zh: str
    short_en: str
    short_zh: str
    source_en: str
    source_zh: str

    @property
    def text(self) -> str:
        """The statement in the reader's language."""
        return in_reader_language(self.zh, self.en)

    @property
    def label(self) -> str:
        """The statement in a word or two, in the reader's language."""
        return in_reader_language(self.short_zh, self.short_en)

    @property
    def source(self) -> str:
        """What it was made after, in the reader's language."""
        return in_reader_language(self.source_zh, self.source_en)


@dataclass(frozen=True)
class Questionnaire:
    """One version. `scale_en`, `scale_zh`: the words of the five points, from strong disagreement up."""

    version: str
    scale_en: tuple[str, ...]
    scale_zh: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def points(self) -> list[tuple[int, str]]:
        """Each point of the scale with its words in the reader's language."""
        pairs = zip(SCALE, self.scale_zh, self.scale_en, strict=True)
        return [(point, in_reader_language(zh, en)) for point, zh, en in pairs]


@cache
def questionnaire(version: str = CURRENT) -> Questionnaire:
    """The version, read once. Raises `FileNotFoundError` for a version there is no file of."""
    data = tomllib.loads((FOLDER / f"{version}.toml").read_text(encoding="utf-8"))
    items = tuple(Item(**row) for row in data["item"])
    return Questionnaire(data["version"], tuple(data["scale_en"]), tuple(data["scale_zh"]), items)


def statements() -> Mapping[str, Mapping[str, tuple[int, Item]]]:
    """Every statement ever asked, by code: in each version, oldest first, its place from 0 and its words."""
    found: dict[str, dict[str, tuple[int, Item]]] = {}
    for version in sorted(path.stem for path in FOLDER.glob("*.toml")):
        for place, item in enumerate(questionnaire(version).items):
            found.setdefault(item.code, {})[version] = (place, item)
    return found
