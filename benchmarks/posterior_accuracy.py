"""How exact and how fast the posterior distributions are: quadrature against draws, on random realistic rows.

Run from the project root: python -m benchmarks.posterior_accuracy [--rows 400] [--draws 400000] [--timed 100000]
"""

import argparse
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tests.scoring.dimensions import (
    PRIOR,
    Maker,
    drawn,
    many,
    network,
    random_belief,
    reciprocity,
    resources,
    row,
    stacked,
)
from trust.scoring.posterior import (
    belief_survival,
    erosion_within,
    fitted_survival,
    interval,
    weighted_sum_joint_survival,
    weighted_sum_moments,
    weighted_sum_survival,
)

Array = NDArray[np.float64]

LEVELS = (0.02, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.98)
MEMBER_FLOOR = 0.4
ERODED = 0.5
SEED = 20260101


def main() -> None:
    """Prints one line per quantity: errors, then rows per second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=400, help="random rows per dimension")
    parser.add_argument("--draws", type=int, default=400_000, help="draws per row")
    parser.add_argument("--timed", type=int, default=100_000, help="rows in each timing")
    arguments = parser.parse_args()
    print(f"Error of a draw-based share alone: up to {2 / np.sqrt(arguments.draws):.4f}")
    print(f"{'absolute error of':42}{'mean':>9}{'99 %':>9}{'largest':>9}{'> .005':>9}")
    for make in (resources, network, reciprocity):
        compare_dimension(make, arguments.rows, arguments.draws)
    compare_beliefs(arguments.rows, arguments.draws)
    print(f"\n{'one core, processor time':42}{'rows/s':>12}{'µs/row':>9}")
    for make in (resources, network, reciprocity):
        time_dimension(make, arguments.timed)
    time_beliefs(arguments.timed)


def compare_dimension(make: Maker, rows: int, draws: int) -> None:
    """Compares P(dimension >= floor) at nine floors per row, the interval, and for resources the joint chance."""
    generator = np.random.default_rng(SEED)
    sums, floors, shares, joint, ends = [], [], [], [], []
    for _ in range(rows):
        total = make(generator)
        samples = [drawn(term.indicator, generator, draws) for term in total.terms]
        sample = total.fixed[0] + sum(t.weight[0] * s for t, s in zip(total.terms, samples, strict=True))
        ends.append(np.quantile(sample, (0.05, 0.95)))
        for floor in np.quantile(sample, LEVELS):
            sums.append(total)
            floors.append(floor)
            shares.append((sample >= floor).mean())
            joint.append(((sample >= floor) & (samples[0] >= MEMBER_FLOOR)).mean())
    total, floor = stacked(sums), np.array(floors)
    mean, deviation = weighted_sum_moments(total)
    report(f"{make.__name__}: chance of the floor", weighted_sum_survival(total, floor) - np.array(shares))
    fitted = fitted_survival(mean, deviation, total.lowest(), total.highest(), floor)
    report(f"{make.__name__}: the same, fitted", fitted - np.array(shares))
    if make is resources:
        both = weighted_sum_joint_survival(total, floor, 0, np.full_like(floor, MEMBER_FLOOR))
        report(f"{make.__name__}: chance of both floors", both - np.array(joint))
    low, high = interval(mean, deviation, total.lowest(), total.highest(), (0.05, 0.95))
    found = np.stack([low, high], axis=1)[:: len(LEVELS)]
    report(f"{make.__name__}: ends of the interval", (found - np.array(ends)).ravel())


def compare_beliefs(rows: int, draws: int) -> None:
    """Compares the tail of a belief and the chance of little erosion."""
    generator = np.random.default_rng(SEED)
    tails, erosions = [], []
    for _ in range(rows):
        belief = random_belief(generator)
        sample = drawn(belief, generator, draws)
        thresholds = (0.1, 0.3, 0.5, 0.7, 0.9)
        tails += [belief.survival(*row(threshold))[0] - (sample >= threshold).mean() for threshold in thresholds]
        built = generator.standard_gamma(belief.building[0] + PRIOR.building, draws)
        worn = generator.standard_gamma(belief.eroding[0] + PRIOR.eroding, draws)
        within = (worn / (built + worn + PRIOR.ignorance) <= ERODED).mean()
        erosions.append(erosion_within(belief.building, belief.eroding, PRIOR, ERODED)[0] - within)
    report("belief: tail", np.array(tails))
    report("erosion within its ceiling", np.array(erosions))


def report(name: str, difference: Array) -> None:
    """Prints mean, 99 % quantile and largest error, and the share above .005."""
    error = np.abs(difference)
    figures = (error.mean(), np.quantile(error, 0.99), error.max(), (error > 0.005).mean())
    print(f"{name:42}" + "".join(f"{figure:9.4f}" for figure in figures))


def time_dimension(make: Maker, rows: int) -> None:
    """Times moments, the integral where nothing is settled beforehand, and the settled case."""
    few = many(make, 2000, SEED)
    total = few.rows(np.resize(np.arange(2000), rows))
    mean, deviation = weighted_sum_moments(few)
    near = np.resize(mean + np.random.default_rng(SEED).normal(size=2000) * deviation, rows)
    clock(f"{make.__name__}: mean and deviation", rows, lambda: weighted_sum_moments(total))
    clock(f"{make.__name__}: chance of a floor near by", rows, lambda: weighted_sum_survival(total, near))
    clock(f"{make.__name__}: chance of a floor far off", rows, lambda: weighted_sum_survival(total, near + 2.0))
    if make is resources:
        both = np.full(rows, MEMBER_FLOOR)
        clock(f"{make.__name__}: both floors", rows, lambda: weighted_sum_joint_survival(total, near, 0, both))


def time_beliefs(rows: int) -> None:
    """Times the tail of a belief and the chance of little erosion, one row in five with eroding evidence."""
    generator = np.random.default_rng(SEED)
    r, x = generator.uniform(0, 15, rows), generator.random(rows)
    s = np.where(generator.random(rows) < 0.2, generator.uniform(0, 5, rows), 0.0)
    clock("belief: tail", rows, lambda: belief_survival(r, s, PRIOR, x))
    clock("erosion within its ceiling", rows, lambda: erosion_within(r, s, PRIOR, ERODED))


def clock(name: str, rows: int, work: Callable[[], object]) -> None:
    """Prints the throughput of the second of two runs; the first builds the tables."""
    work()
    start = time.process_time()
    work()
    seconds = time.process_time() - start
    print(f"{name:42}{rows / seconds:12,.0f}{1e6 * seconds / rows:9.2f}")


if __name__ == "__main__":
    main()
