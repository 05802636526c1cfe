"""Who may do what. Pages, the API, files, exports and services ask here, and nowhere else.

`can_x` answers; `check_x` raises `PermissionDenied` with a sentence the person can act on. `None` in place of a person
is the system itself (imports, the demo world), which may do everything.
"""

from .checks import BELONGS_TO, can_act, can_record, can_view, check_act, check_record, check_view, may_act, may_record
from .parties import Parties, parties_of
from .table import INVITES, SECOND_FACTOR_FOR, TABLE, Action, Reach, reach_of
from .territory import check_covers, covers

__all__ = [
    "BELONGS_TO",
    "INVITES",
    "SECOND_FACTOR_FOR",
    "TABLE",
    "Action",
    "Parties",
    "Reach",
    "can_act",
    "can_record",
    "can_view",
    "check_act",
    "check_covers",
    "check_record",
    "check_view",
    "covers",
    "may_act",
    "may_record",
    "parties_of",
    "reach_of",
]
