"""How well the engine agrees with the oracle: one comparison per partnership and date, and their summary."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from trust.scoring.engine import Assessments, assess
from trust.scoring.evidence import Evidence
from trust.scoring.facts import EPOCH
from trust.scoring.gates import CONDITION_CODES
from trust.scoring.methodology import DIMENSIONS, Methodology
from trust.scoring.stages import REASONS

from .histories import judge
from .month import INDICATORS, Reading
from .rules import Rules
from .stages import Step

LEFT_OUT = 1.0  # difference booked where one side leaves an indicator out and the other does not


@dataclass(frozen=True)
class Comparison:
    """One partnership at one date: the engine's odds and conditions, and differences, engine minus oracle, by name."""

    partnership: int
    as_of: date
    engine: tuple[int, str]
    oracle: tuple[int, str]
    odds: tuple[float, float, float]
    odds_apart: tuple[float, float, float]
    same_since: bool
    points_apart: dict[str, float]
    means_apart: dict[str, float]
    spreads_apart: dict[str, float]
    conditions: dict[str, float]
    conditions_apart: dict[str, float]

    @property
    def widest(self) -> float:
        """Largest difference in P(stage >= k)."""
        return max(map(abs, self.odds_apart))


def compare(
    evidence: Evidence, methodology: Methodology, rules: Rules, as_of_dates: Sequence[date], size: int
) -> list[Comparison]:
    """Engine and oracle side by side. Raises ValueError if they do not assess the same partnerships and dates."""
    found = assess(evidence, methodology, as_of_dates)
    rows = {
        (int(partnership), EPOCH + timedelta(days=int(day))): row
        for row, (partnership, day) in enumerate(zip(found.partnership, found.as_of, strict=True))
    }
    judged = judge(evidence, rules, as_of_dates, size)
    expected = {(key, reading.as_of) for key, path in judged.items() for reading, _ in path}
    if expected != set(rows):
        raise ValueError(f"Only one of engine and oracle assesses {sorted(expected ^ set(rows))[:5]}.")
    return [
        _compared(found, rows[key, reading.as_of], key, reading, step)
        for key, path in judged.items()
        for reading, step in path
    ]


def _compared(found: Assessments, row: int, key: int, reading: Reading, step: Step) -> Comparison:
    odds = found.at_least[row].tolist()
    points = dict(zip(INDICATOR_ORDER, found.indicator_values[row].tolist(), strict=True))
    conditions = dict(zip(CONDITION_CODES, found.conditions[row].tolist(), strict=True))
    means = zip(DIMENSIONS, found.dimension_means[row].tolist(), strict=True)
    spreads = zip(DIMENSIONS, found.dimension_deviations[row].tolist(), strict=True)
    return Comparison(
        partnership=key,
        as_of=reading.as_of,
        engine=(int(found.stage[row]), REASONS[int(found.reason[row])]),
        oracle=(step.stage, step.reason or ""),
        odds=(odds[0], odds[1], odds[2]),
        odds_apart=(
            odds[0] - reading.at_least[1],
            odds[1] - reading.at_least[2],
            odds[2] - reading.at_least[3],
        ),
        same_since=EPOCH + timedelta(days=int(found.since[row])) == step.since,
        points_apart={code: _apart(points[code], point) for code, point in reading.points.items()},
        means_apart={name: mean - reading.dimensions[name][0] for name, mean in means},
        spreads_apart={name: spread - reading.dimensions[name][1] for name, spread in spreads},
        conditions=conditions,
        conditions_apart={name: chance - reading.conditions[name] for name, chance in conditions.items()},
    )


INDICATOR_ORDER = tuple(INDICATORS)


def _apart(engine: float, oracle: float | None) -> float:
    if oracle is None:
        return 0.0 if np.isnan(engine) else LEFT_OUT
    return LEFT_OUT if np.isnan(engine) else engine - oracle


@dataclass(frozen=True)
class Agreement:
    """Summary over many partnership-months."""

    months: int
    odds_within: float
    odds_widest: float
    same_stage: float
    widest: dict[str, dict[str, float]]
    stages: dict[tuple[int, str], int]
    undecided: int


def summarised(comparisons: Iterable[Comparison], tolerance: float = 0.03) -> Agreement:
    """Shares and largest differences. `undecided`: months in which some P(stage >= k) lies between .05 and .95."""
    found = list(comparisons)
    stages: dict[tuple[int, str], int] = {}
    for comparison in found:
        stages[comparison.oracle] = stages.get(comparison.oracle, 0) + 1
    return Agreement(
        months=len(found),
        odds_within=float(np.mean([c.widest <= tolerance for c in found])),
        odds_widest=max(c.widest for c in found),
        same_stage=float(np.mean([c.engine == c.oracle for c in found])),
        widest={
            "indicator values": _widest([c.points_apart for c in found]),
            "dimension means": _widest([c.means_apart for c in found]),
            "dimension spreads": _widest([c.spreads_apart for c in found]),
            "conditions": _widest([c.conditions_apart for c in found]),
        },
        stages=dict(sorted(stages.items())),
        undecided=sum(any(0.05 < chance < 0.95 for chance in c.odds) for c in found),
    )


def _widest(differences: list[dict[str, float]]) -> dict[str, float]:
    return {name: max(abs(row[name]) for row in differences) for name in differences[0]}


def table(agreement: Agreement) -> str:
    """The agreement as lines of text."""
    lines = [
        f"partnership-months                 {agreement.months}",
        f"  with odds between .05 and .95    {agreement.undecided}",
        f"P(stage >= k) within .03           {agreement.odds_within:.2%}   (asked: 99 %)",
        f"P(stage >= k) furthest apart       {agreement.odds_widest:.4f}   (asked: at most .08)",
        f"same stage and reason              {agreement.same_stage:.2%}   (asked: 99.5 %)",
    ]
    for name, widest in agreement.widest.items():
        worst = sorted(widest.items(), key=lambda item: -item[1])[:6]
        lines.append(f"{name + ' furthest apart':<35}" + "  ".join(f"{code} {gap:.2g}" for code, gap in worst))
    for (stage, reason), months in agreement.stages.items():
        lines.append(f"  stage {stage} {reason:<16}{months / agreement.months:>8.1%}")
    return "\n".join(lines)
