"""Why a partnership stands where it stands: the readings with the records behind each."""

from dataclasses import dataclass
from datetime import date, datetime

from partnerships.models import Partnership
from trust.gather import first_own_day, gather
from trust.models import Methodology
from trust.scoring.engine import Assessments, assess
from trust.scoring.explain import Explanation, explain
from trust.scoring.methodology import Methodology as Numbers

from .assessing import month_ends
from .methodologies import current_methodology, numbers_of


@dataclass(frozen=True, eq=False)
class Trace:
    """A recomputed path and the explanation of its last point; None while nothing is on record."""

    partnership: Partnership
    as_of: date
    known_at: datetime
    methodology: Methodology
    numbers: Numbers
    path: Assessments | None
    explanation: Explanation | None


def trace_partnership(
    partnership: Partnership,
    *,
    as_of: date,
    known_at: datetime,
    methodology: Methodology | None = None,
    with_path: bool = True,
) -> Trace:
    """Recomputes one partnership as of a date, as known at a moment, with the facts behind every reading.

    The same engine on the same evidence: its last point equals the assessment on record for that date and moment.
    Without the path only the reasons are found, in less than half the time.
    """
    methodology = methodology or current_methodology()
    numbers = numbers_of(methodology)
    evidence = gather([partnership.pk], known_at=known_at)
    first = first_own_day(evidence)
    if first is None or first > as_of:
        return Trace(partnership, as_of, known_at, methodology, numbers, None, None)
    path = assess(evidence, numbers, month_ends(first, as_of)) if with_path else None
    explanation = explain(evidence, numbers, as_of)
    return Trace(partnership, as_of, known_at, methodology, numbers, path, explanation)
