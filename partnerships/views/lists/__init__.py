"""Lists of records: filters, order, columns and rows per page in the address, and files of exactly what is shown.

A list is data, a `RecordList`; `answer_list` answers a request for it.
"""

from .answer import answer_list
from .columns import Column
from .controls import Control, choice_control, day_control, text_control
from .listing import ROWS_PER_PAGE
from .problems import form_problems, unknown_parameters
from .record_list import EmptyList, NewRecord, RecordList, Total, View

__all__ = [
    "ROWS_PER_PAGE",
    "Column",
    "Control",
    "EmptyList",
    "NewRecord",
    "RecordList",
    "Total",
    "View",
    "answer_list",
    "choice_control",
    "day_control",
    "form_problems",
    "text_control",
    "unknown_parameters",
]
