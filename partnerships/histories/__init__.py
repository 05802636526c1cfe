"""The history of a record in words: who entered it, who changed what and when, and what became of it."""

from .reading import History, history_of
from .subjects import SUBJECTS

__all__ = ["SUBJECTS", "History", "history_of"]
