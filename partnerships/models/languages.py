"""Names and numbers in the reader's language."""

from decimal import Decimal

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.formats import number_format
from django.utils.translation import get_language


def in_reader_language(name: str, name_en: str) -> str:
    """The name in the reader's language: the English label where there is one and the reader does not read Chinese."""
    return name_en if name_en and not (get_language() or "").startswith("zh") else name


def figure(amount: Decimal | int) -> str:
    """An amount as it is read: grouped, and without decimals where there are none."""
    return number_format(amount, 2 if amount % 1 else 0, use_l10n=True, force_grouping=True)


def shown_name(path: str = "", name: str = "name") -> Coalesce:
    """The same in the database, to order by. `path`: from the rows to the record; `name`: its column."""
    # Asked for two names at once, `in_reader_language` says which of them the reader sees first.
    columns = in_reader_language(f"{name} {name}_en", f"{name}_en {name}").split()
    first, second = (f"{path}{column}" for column in columns)
    return Coalesce(NullIf(first, Value("")), second)
