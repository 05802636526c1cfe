"""The Chinese catalogue: complete, and true to the placeholders of the texts it translates."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

PROJECT = Path(settings.BASE_DIR)
CATALOGUE = PROJECT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
SOURCES = ("config", "partnerships", "trust")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
# A call with its texts, in what `templatize` makes of a template: the rest of that is filling.
CALL = re.compile(r"""\b(?:_|n?p?gettext)\((?:u?(?P<quote>['"])(?:\\.|(?!(?P=quote)).)*(?P=quote)(?:,\s*)?)+""")
NOT_CHINESE = re.compile(r"[A-Za-z]{2,}")

Key = tuple[str, str]  # context and text


def translated() -> dict[Key, Message]:
    """Every message of the catalogue."""
    with CATALOGUE.open("rb") as file:
        messages = read_po(file)
    return {(message.context or "", text_of(message.id)): message for message in messages if message.id}


def text_of(message: object) -> str:
    """The text, the singular where there are two."""
    return message if isinstance(message, str) else message[0]  # type: ignore[index, no-any-return]


def used() -> Iterator[tuple[Key, str]]:
    """Every text of the code and the templates that is to be translated, with the file it stands in."""
    for folder in SOURCES:
        for file in (PROJECT / folder).rglob("*.py"):
            yield from _texts(file, file.read_text(encoding="utf-8"))
    for file in (PROJECT / "templates").rglob("*.html"):
        calls = CALL.finditer(templatize(file.read_text(encoding="utf-8")))
        yield from _texts(file, "".join(f"{call.group().rstrip(', ')})\n" for call in calls))


def _texts(file: Path, source: str) -> Iterator[tuple[Key, str]]:
    found = extract("python", BytesIO(source.encode()), keywords=KEYWORDS)
    for _line, message, _comments, context in found:
        yield (context or "", text_of(message)), str(file.relative_to(PROJECT))


def test_every_text_is_translated() -> None:
    known = {key for key, message in translated().items() if text_of(message.string)}
    missing = {f"{file}: {text}" for (context, text), file in used() if (context, text) not in known}
    assert not missing, "Run make messages, and translate what is new."


def test_a_translation_has_the_placeholders_of_its_text() -> None:
    wrong = [
        text
        for (_context, text), message in translated().items()
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(text_of(message.string)))
    ]
    assert wrong == []


def test_translations_are_chinese() -> None:
    """No English sentence was left in by mistake: a translation holds Chinese unless its text holds no word."""
    left = [
        text
        for (_context, text), message in translated().items()
        if NOT_CHINESE.search(PLACEHOLDER.sub("", text)) and not re.search(r"[一-鿿]", text_of(message.string))
    ]
    assert left == []


@pytest.mark.parametrize("typo", ["。。", "，，", "  ", "的的", " 。"])
def test_translations_hold_no_doubled_marks(typo: str) -> None:
    assert [text for (_context, text), message in translated().items() if typo in text_of(message.string)] == []
