"""What would move a relationship: the smallest sets of facts, what time alone does, which evidence would tell most.

Nothing here is written anywhere. Every question is answered by the engine that assesses, on the evidence on record with
hypothetical facts beside it. Source: the method, section 7.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import combinations_with_replacement

import numpy as np
import polars as pl

from partnerships.models import Partnership
from trust.gather import first_own_day
from trust.models import Assessment
from trust.models.assessments import Reason
from trust.scoring.engine import Assessments, assess
from trust.scoring.evidence import Evidence
from trust.scoring.explain import Explanation, explain
from trust.scoring.facts import EPOCH, day_number
from trust.scoring.gates import CONDITION_CODES, CONDITIONS
from trust.scoring.grid import Floats
from trust.scoring.hypotheses import ADDED, KINDS, Hypothesis, variants, verification_of
from trust.scoring.methodology import Methodology
from trust.scoring.prospects import Prospects, Set, Telling, Turn, Way

from .judging import gather_as_of, month_end, month_ends
from .methodologies import numbers_of

MOST_FACTS = 3  # a longer list of wishes explains nothing
MOST_CANDIDATES = 14  # so that all sets of three are judged within a second
MOST_ON_RECORD = 3  # records of one sort that are tried for being confirmed, paid or answered
MOST_IN_A_LONG_WAY = 8
MOST_WAYS = 6
AHEAD = timedelta(days=3 * 365 + 31)  # how far the path is followed without any new fact
DOUBTFUL = 0.98  # a condition below this chance leaves something to gain
ONCE = frozenset({"charter", "contract", "accounts", "delisted", "joint_body", "agreement", "network_lead"})
FLOORS = {"R_floor": "resources", "N_floor": "network", "M_floor": "reciprocity", "no_rupture": "culture"}
TELLS_NOTHING = 0.02  # bits; less is noise of rounding


@dataclass(frozen=True, eq=False)
class WhatIf:
    """One partnership judged without and with hypothetical facts, as rows 0 and 1, on a day and on a later one."""

    day: date
    now: Assessments
    later_day: date
    later: Assessments


def prospects_of(partnership: Partnership, assessment: Assessment) -> Prospects:
    """What would move the relationship on from one assessment of it, with the knowledge it was made with."""
    numbers = numbers_of(assessment.run.methodology)
    evidence = gather_as_of(partnership.pk, assessment.as_of, known_at=assessment.run.known_at)
    search = _Search(evidence, numbers, assessment.as_of)
    known = Prospects(turn=search.turn(), telling=search.telling())
    target, holds = _target(assessment, numbers)
    if target is None:
        return known
    chances = dict(zip(CONDITION_CODES, assessment.conditions, strict=True))
    short = tuple(code for code in _required(target) if chances[code] < numbers.persistence.up_probability)
    known = replace(known, target=target, holds=holds, chance=assessment.at_least[target - 1], short=short)
    if search.reached(known.chance):
        return replace(known, is_reached=True)
    doubtful = [code for code in _required(target) if chances[code] < DOUBTFUL]
    ways, longer = search.ways(target, doubtful)
    return replace(known, ways=ways, longer=longer)


def what_if(
    partnership: Partnership, facts: Sequence[Hypothesis], *, as_of: date, known_at: datetime, numbers: Methodology
) -> WhatIf | None:
    """The judgement as of the later of `as_of` and the month of the last hypothesis, and after the waiting months.

    None where nothing is on record yet.
    """
    evidence = gather_as_of(partnership.pk, as_of, known_at=known_at)
    first = first_own_day(evidence)
    if first is None or first > as_of:
        return None
    day = max([as_of, *(month_end(fact.day) for fact in facts)])
    wait = max(*numbers.persistence.up_months, numbers.persistence.down_months)
    later = day
    for _month in range(wait):
        later = month_end(later + timedelta(days=1))
    path = assess(variants(evidence, [(), tuple(facts)]), numbers, _days(first, as_of, later))
    return WhatIf(day, path.take(path.as_of == day_number(day)), later, path.take(path.as_of == day_number(later)))


def _days(first: date, as_of: date, last: date) -> list[date]:
    """Month ends from the first fact to `last`, with the as-of date among them."""
    return sorted({*month_ends(first, last), as_of})


def _target(assessment: Assessment, numbers: Methodology) -> tuple[int | None, bool]:
    """The stage to ask about: the present one if it is about to fall, else the next; None where there is none."""
    if assessment.reason not in (Reason.NONE, Reason.NOT_ESTABLISHED):
        return None, False
    if assessment.stage and assessment.at_least[assessment.stage - 1] < numbers.persistence.down_probability:
        return assessment.stage, True
    return (assessment.stage + 1, False) if assessment.stage < max(CONDITIONS) else (None, False)


def _required(target: int) -> tuple[str, ...]:
    """The conditions of a stage; the third requires those of the second."""
    return (*CONDITIONS[2], *CONDITIONS[3]) if target == max(CONDITIONS) else CONDITIONS[target]


@dataclass(frozen=True, eq=False)
class _Search:
    """Questions about one partnership's evidence on one day."""

    evidence: Evidence
    numbers: Methodology
    as_of: date

    @cached_property
    def explanation(self) -> Explanation:
        """The records behind the readings and the conditions."""
        return explain(self.evidence, self.numbers, self.as_of)

    def judge(self, sets: Sequence[Set]) -> Assessments:
        """One row for each set of hypotheses, in order; one run of the engine."""
        return assess(variants(self.evidence, sets), self.numbers, [self.as_of])

    def reached(self, chance: float) -> bool:
        """Whether a chance is one at which stages rise."""
        rules = self.numbers.persistence
        return bool(np.round(chance, rules.odds_decimals) >= rules.up_probability)

    def ways(self, target: int, doubtful: Sequence[str]) -> tuple[tuple[Way, ...], Way | None]:
        """All smallest sets, the shortest and surest first; where there is none, one that takes more facts."""
        candidates = self._candidates(doubtful)[:MOST_CANDIDATES]
        found: list[Way] = []
        for size in range(1, MOST_FACTS + 1):
            sets = [each for each in combinations_with_replacement(candidates, size) if self._is_new(each, found)]
            if not sets:
                break
            chances = self.judge(sets).at_least[:, target - 1]
            found += [
                Way(facts, float(chance)) for facts, chance in zip(sets, chances, strict=True) if self.reached(chance)
            ]
        found.sort(key=lambda way: (len(way.facts), len({KINDS[fact.kind].who for fact in way.facts}), -way.chance))
        return tuple(found[:MOST_WAYS]), None if found else self._longer(target, candidates)

    def _longer(self, target: int, candidates: Sequence[Hypothesis]) -> Way | None:
        """One way that takes more facts, each time the one that leads furthest; not always the shortest."""
        required = [CONDITION_CODES.index(code) for code in _required(target)]
        facts: Set = ()
        best = -1.0
        while len(facts) < MOST_IN_A_LONG_WAY:
            sets = [(*facts, each) for each in candidates if self._is_new((*facts, each), ())]
            if not sets:
                return None
            judged = self.judge(sets)
            progress = judged.conditions[:, required].sum(axis=1) + judged.dimension_means.sum(axis=1)
            step = int(np.argmax(progress))
            if progress[step] <= best:
                return None
            facts, best, chance = sets[step], float(progress[step]), float(judged.at_least[step, target - 1])
            if self.reached(chance):
                return Way(facts, chance)
        return None

    def _is_new(self, facts: Set, found: Iterable[Way]) -> bool:
        """Whether the set could be a smallest one: nothing twice that happens once, and no smaller set within it."""
        if any(facts.count(fact) > 1 for fact in facts if fact.kind in ONCE or fact.about):
            return False
        return not any(all(facts.count(fact) >= way.facts.count(fact) for fact in way.facts) for way in found)

    def _candidates(self, doubtful: Sequence[str]) -> list[Hypothesis]:
        """Facts that serve any of the conditions: first those about records there are, then new ones."""
        dimensions = {FLOORS[code] for code in doubtful if code in FLOORS}
        new = [
            self._new(code)
            for code, kind in KINDS.items()
            if (set(kind.serves) & set(doubtful) or kind.dimension in dimensions) and code in ADDED
        ]
        confirmed = [fact for fact, _level in self._confirmed(doubtful)]
        closed: list[Hypothesis] = []
        if {"payment_kept", "R_floor", "gov_paid"} & set(doubtful):
            closed += self._overdue()
        if "M_floor" in doubtful:
            closed += self._unanswered()
        return [*confirmed, *closed, *new]

    def _new(self, kind: str) -> Hypothesis:
        share = self.numbers.gates.equal.share_at_most if kind == "accounts" else None
        return Hypothesis(kind, self.as_of, verification_of(kind), share=share)

    def _confirmed(self, codes: Iterable[str]) -> Iterable[tuple[Hypothesis, str]]:
        """One side's word that the other side might confirm, the latest first, each with its verification now."""
        counted = self.explanation.conditions
        frames = [counted[code] for code in codes if code in counted]
        if not frames:
            return
        single = pl.col("level").is_in(list(self.numbers.verification.single_source))
        rows = pl.concat(frames).filter(single).unique(["table", "fact"]).sort("day", "fact", descending=True)
        for table, fact, level in rows.select("table", "fact", "level").head(MOST_ON_RECORD).rows():
            yield Hypothesis("confirmed", self.as_of, about=(table, fact)), level

    def _overdue(self) -> list[Hypothesis]:
        due = self.evidence.payments.filter(pl.col("paid").is_null() & (pl.col("due") <= self.as_of)).sort(
            "due", "fact"
        )
        return [
            Hypothesis("overdue_paid", self.as_of, about=("payment", fact)) for fact in due["fact"][:MOST_ON_RECORD]
        ]

    def _unanswered(self) -> list[Hypothesis]:
        open_ones = self.evidence.requests.filter(pl.col("answered").is_null() & (pl.col("opened") <= self.as_of))
        keys = open_ones.sort("opened", "fact")["fact"][:MOST_ON_RECORD]
        return [Hypothesis("answer", self.as_of, about=("request", fact)) for fact in keys]

    def turn(self) -> Turn | None:
        """The next outcome if nothing new is recorded; None if none comes within three years."""
        first = first_own_day(self.evidence)
        if first is None:
            return None
        path = assess(self.evidence, self.numbers, _days(first, self.as_of, month_end(self.as_of + AHEAD)))
        ahead = path.take(path.as_of >= day_number(self.as_of))
        outcomes = list(zip(ahead.as_of.tolist(), ahead.stage.tolist(), ahead.reason.tolist(), strict=True))
        for day, stage, reason in outcomes[1:]:
            if (stage, reason) != outcomes[0][1:]:
                return Turn(EPOCH + timedelta(days=day), stage, reason)
        return None

    def telling(self) -> tuple[Telling, ...]:
        """The evidence that would narrow the odds most: what one side says, confirmed or contested by the other."""
        questions = list(self._questions())
        if not questions:
            return ()
        answers = [answer for question in questions for _chance, answer in question]
        bits = _entropy(self.judge([(), *((answer,) for answer in answers)]).at_least.astype(np.float64))
        if bits[0] < TELLS_NOTHING:
            return ()
        told, place = [], 1
        for question in questions:
            expected = sum(chance * bits[place + index] for index, (chance, _answer) in enumerate(question))
            told.append(Telling(question[0][1], float((bits[0] - expected) / bits[0])))
            place += len(question)
        told.sort(key=lambda each: -each.narrows)
        return tuple(each for each in told if each.narrows >= TELLS_NOTHING)[:MOST_ON_RECORD]

    def _questions(self) -> Iterable[list[tuple[float, Hypothesis]]]:
        """What could be found out, each as its possible answers with their chances."""
        validity = self.numbers.verification.validity
        for fact, level in self._confirmed(self.explanation.conditions):
            yes = validity[level] or 0.5  # a bare word opens no gate, but is as likely true as not
            yield [(yes, fact), (1 - yes, replace(fact, kind="unconfirmed"))]


def _entropy(at_least: Floats) -> Floats:
    """Bits of uncertainty about the stage in each row. `at_least` (rows, 3): chances of stage 1, 2, 3 or more."""
    padded = np.concatenate([np.ones((len(at_least), 1)), at_least, np.zeros((len(at_least), 1))], axis=1)
    odds = np.clip(padded[:, :-1] - padded[:, 1:], 1e-12, 1.0)
    bits: Floats = -(odds * np.log2(odds)).sum(axis=1)
    return bits
