"""Names in the reader's language."""

from django.utils.translation import get_language


def in_reader_language(name: str, name_en: str) -> str:
    """The name in the reader's language: the English label where there is one and the reader does not read Chinese."""
    return name_en if name_en and not (get_language() or "").startswith("zh") else name
