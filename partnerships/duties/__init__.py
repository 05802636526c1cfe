"""What waits for somebody: payments due, entries to confirm, objections to rule on; each with the act beside it."""

from .desk import Desk, Horizon
from .kinds import Duty, Group, Kind
from .reading import MOST_COUNTED, count_duties, duties_of, read_group, read_groups
from .table import KINDS

__all__ = [
    "KINDS",
    "MOST_COUNTED",
    "Desk",
    "Duty",
    "Group",
    "Horizon",
    "Kind",
    "count_duties",
    "duties_of",
    "read_group",
    "read_groups",
]
