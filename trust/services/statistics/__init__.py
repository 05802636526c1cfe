"""Statistics of many partnerships as they may be told: what pages, files and the API say alike.

`trust.services.population` counts and estimates. Here small cells are left out, numbers are to the nearest five, and
shares and rates are computed from such numbers: for analysts, in files and in answers of the API. Docs: statistics.md.
"""

from .arrears import Arrears, told_arrears
from .cohorts import told_cohorts
from .filters import LATEST, TARGETS, USUAL, OutcomeFilter, PeriodForm, PopulationFilter
from .groups import Group, told_groups
from .questions import Question, Told, asked_of, narrowed, seen_by
from .rates import Rates, told_rates
from .stages import Months, read_months, told_distribution, told_flows, told_quarters
from .times import STAGES, StageTime, told_times

__all__ = [
    "LATEST",
    "STAGES",
    "TARGETS",
    "USUAL",
    "Arrears",
    "Group",
    "Months",
    "OutcomeFilter",
    "PeriodForm",
    "PopulationFilter",
    "Question",
    "Rates",
    "StageTime",
    "Told",
    "asked_of",
    "narrowed",
    "read_months",
    "seen_by",
    "told_arrears",
    "told_cohorts",
    "told_distribution",
    "told_flows",
    "told_groups",
    "told_quarters",
    "told_rates",
    "told_times",
]
