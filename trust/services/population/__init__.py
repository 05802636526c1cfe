"""Statistics of many partnerships at once, as plain shapes; never an average of stages, no ranking.

Each read is one query that has the database count, whatever the number of partnerships.
"""

from .cohorts import read_cohorts
from .counts import Flow, Quarter, by_state, flows, month_ends, standing, transitions_by_quarter
from .durations import Curve, Leaving, endings, estimate, incidence, lasting, read_leaving
from .fives import SMALLEST, in_fives, moves_in_fives, rounded
from .groups import Numbers, read_groups
from .rates import Intensity, Moves, intensities, intensity, read_moves, yearly_matrix
from .states import KINDS, LAPSED, STATES, Chosen, choose, kind_of, state_of
from .suppression import suppressed, told_alone

__all__ = [
    "KINDS",
    "LAPSED",
    "SMALLEST",
    "STATES",
    "Chosen",
    "Curve",
    "Flow",
    "Intensity",
    "Leaving",
    "Moves",
    "Numbers",
    "Quarter",
    "by_state",
    "choose",
    "endings",
    "estimate",
    "flows",
    "in_fives",
    "incidence",
    "intensities",
    "intensity",
    "kind_of",
    "lasting",
    "month_ends",
    "moves_in_fives",
    "read_cohorts",
    "read_groups",
    "read_leaving",
    "read_moves",
    "rounded",
    "standing",
    "state_of",
    "suppressed",
    "told_alone",
    "transitions_by_quarter",
    "yearly_matrix",
]
