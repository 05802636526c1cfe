"""Statistics of many partnerships at once, as plain shapes; never an average of stages, no ranking."""

from .counts import Flow, Quarter, flows, now_and_then, transitions_by_quarter
from .durations import Curve, endings, time_in_stage
from .rates import Intensity, intensities, yearly_matrix
from .spells import STATES, Spells, read_spells, state_of
from .suppression import SMALLEST, suppressed

__all__ = [
    "SMALLEST",
    "STATES",
    "Curve",
    "Flow",
    "Intensity",
    "Quarter",
    "Spells",
    "endings",
    "flows",
    "intensities",
    "now_and_then",
    "read_spells",
    "state_of",
    "suppressed",
    "time_in_stage",
    "transitions_by_quarter",
    "yearly_matrix",
]
