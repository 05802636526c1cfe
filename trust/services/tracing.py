"""Why a partnership stands where it stands: the readings with the records behind each."""

from dataclasses import dataclass
from datetime import date, datetime

from partnerships.models import Partnership
from trust.gather import first_own_day
from trust.models import Methodology
from trust.scoring.engine import Assessments
from trust.scoring.explain import Explanation, explain
from trust.scoring.methodology import Methodology as Numbers

from .judging import gather_as_of, path_of
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
    evidence = gather_as_of(partnership.pk, as_of, known_at=known_at)
    first = first_own_day(evidence)
    if first is None or first > as_of:
        return Trace(partnership, as_of, known_at, methodology, numbers, None, None)
    path = path_of(partnership.pk, numbers, as_of=as_of, known_at=known_at) if with_path else None
    explanation = explain(evidence, numbers, as_of)
    return Trace(partnership, as_of, known_at, methodology, numbers, path, explanation)
