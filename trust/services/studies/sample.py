"""The partnerships a study is of: drawn with a seed, judged as assessments are, on evidence gathered once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from partnerships.models import Partnership
from trust.gather import first_own_day, gather, inheritances
from trust.scoring.engine import Assessments, assess_in_blocks
from trust.scoring.evidence import Evidence
from trust.scoring.facts import day_number
from trust.scoring.methodology import Methodology

from ..judging import month_ends


@dataclass(frozen=True)
class Sample:
    """Evidence of the drawn partnerships. Those that inherited evidence from another body are left out.

    Their path runs in chapters, each with evidence of its own; leaving out a few of them costs a study nothing.
    """

    evidence: Evidence
    days: Sequence[date]
    as_of: date

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on record of any of them by the day."""
        return not self.days

    def judged(self, numbers: Methodology) -> Assessments:
        """Every partnership as of the day, its path followed from the first fact. Of a sample that is not empty."""
        today = day_number(self.as_of)
        blocks = [
            block.take(np.flatnonzero(block.as_of == today))
            for block in assess_in_blocks(self.evidence, numbers, self.days)
        ]
        return Assessments.joined(blocks)

    def odds(self, numbers: Methodology) -> NDArray[np.float32]:
        """P(stage >= 1, 2, 3) as of the day, one row per partnership, on the day's evidence alone."""
        blocks = assess_in_blocks(self.evidence, numbers, [self.as_of])
        return Assessments.joined(list(blocks)).at_least


def draw_sample(*, at_most: int, generator: np.random.Generator, as_of: date, known_at: datetime) -> Sample:
    """At most so many partnerships, each as likely as another."""
    keys = list(Partnership.objects.filter(joined_into__isnull=True).order_by("pk").values_list("pk", flat=True))
    heirs = {each.partnership for each in inheritances(keys, known_at=known_at)}
    own = np.array([key for key in keys if key not in heirs], dtype=np.int64)
    return sample_of(generator.permutation(own)[:at_most].tolist(), as_of=as_of, known_at=known_at)


def sample_of(keys: Sequence[int], *, as_of: date, known_at: datetime) -> Sample:
    """The evidence of these partnerships."""
    evidence = gather(keys, known_at=known_at)
    first = first_own_day(evidence)
    days = month_ends(first, as_of) if first is not None and first <= as_of else ()
    return Sample(evidence, days, as_of)
