"""The ways into judgement: assess, read the reasons, check against cases. Only these run the engine."""

from .assessing import assess_marked, assess_partnerships, issue_heard_drafts, last_month_end
from .methodologies import current_methodology, register_methodology
from .tracing import Trace, trace_partnership

__all__ = [
    "Trace",
    "assess_marked",
    "assess_partnerships",
    "current_methodology",
    "issue_heard_drafts",
    "last_month_end",
    "register_methodology",
    "trace_partnership",
]
