"""What is wrong with a methodology file, in the reader's language, with the table and the key of each problem."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trust.scoring.methodology_problems import Problem

from .stages import Words

SENTENCES: Mapping[str, Words] = {
    "missing": gettext_lazy("%(place)s: it is missing."),
    "unknown": gettext_lazy("%(place)s: nothing reads it. Leave it out, or correct its name."),
    "table": gettext_lazy("%(place)s: it must be a table, not %(found)s."),
    "number": gettext_lazy("%(place)s: it must be a number within %(expected)s, not %(found)s."),
    "whole": gettext_lazy("%(place)s: it must be a whole number within %(expected)s, not %(found)s."),
    "wholes": gettext_lazy("%(place)s: it must be a list of whole numbers (%(expected)s), not %(found)s."),
    "word": gettext_lazy("%(place)s: it must be a text in quotation marks, not %(found)s."),
    "choice": gettext_lazy("%(place)s: it must be one of %(expected)s, not %(found)s."),
    "words": gettext_lazy("%(place)s: it must be a list of texts in quotation marks, not %(found)s."),
    "day": gettext_lazy("%(place)s: it must be a day such as 2027-01-01, without quotation marks, not %(found)s."),
    "flag": gettext_lazy("%(place)s: it must be true or false, not %(found)s."),
    "rules": gettext_lazy("%(place)s: it must be a list of tables, not %(found)s."),
    "idle": gettext_lazy("%(place)s: it adds nothing. Give it building or eroding."),
    "both": gettext_lazy("%(place)s: it has outcome and unless; only one of them can hold."),
    "sum": gettext_lazy("%(place)s: the weights of this dimension must add up to 1; they add up to %(found)s."),
    "order": gettext_lazy("%(place)s: it must not be less than %(expected)s, and is %(found)s."),
    "above": gettext_lazy("%(place)s: it must be more than %(expected)s, and is %(found)s."),
    "window": gettext_lazy("%(place)s: older facts count for nothing after %(expected)s months; it is %(found)s."),
    "event": gettext_lazy("%(place)s: there is no event type %(found)s."),
    "outcome": gettext_lazy("%(place)s: the event type has no outcome %(found)s; it has %(expected)s."),
}


def problem_words(problems: Iterable[Problem]) -> list[str]:
    """A sentence for each problem."""
    return [
        str(SENTENCES[each.kind]) % {"place": each.place, "found": each.found, "expected": each.expected}
        for each in problems
    ]


def not_toml(message: str) -> str:
    """That the text is no TOML, with what the parser says of the place."""
    return _("The text cannot be read as TOML. The parser says where it stopped: %(message)s.") % {"message": message}
