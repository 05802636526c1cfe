"""Showing why something was found: the part of a text around what was typed, and what was typed in it."""

import re
from collections.abc import Sequence

Parts = Sequence[tuple[str, bool]]
LONGEST, BEFORE = 120, 30


def marked(text: str, words: Sequence[str]) -> Parts:
    """The text in parts, each with whether it is one of the words. What is written otherwise stays unmarked."""
    found = _pattern(words).split(text)
    return [(part, bool(number % 2)) for number, part in enumerate(found) if part]


def excerpt(text: str, words: Sequence[str]) -> str:
    """The text around the first of the words, on one line."""
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    first = _pattern(words).search(line)
    start = max(first.start() - BEFORE, 0) if first else 0
    end = start + LONGEST
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted((re.escape(word) for word in words if word), key=len, reverse=True)
    return re.compile(f"({'|'.join(longest_first)})" if longest_first else r"(\b\B)", re.IGNORECASE)
