"""`python -m tests.scoring.oracle`: prints how well the engine agrees with the oracle on cases and random worlds."""

import argparse
import sys
from collections.abc import Iterator

from tests.scoring.vignettes import FOLDER, METHODOLOGY, evidence_of, first_day, joined, load_cases, month_ends
from tests.scoring.worlds import as_of_dates, random_world
from trust.scoring.methodology_file import load_methodology

from .agreement import Comparison, compare, summarised, table
from .rules import load_rules

PARTNERSHIPS = 3


def of_worlds(first_seed: int, worlds: int, size: int, every: int) -> Iterator[list[Comparison]]:
    """Comparisons of so many random worlds of three partnerships over six years."""
    methodology, rules = load_methodology(METHODOLOGY), load_rules(METHODOLOGY)
    for seed in range(first_seed, first_seed + worlds):
        yield compare(random_world(seed, PARTNERSHIPS), methodology, rules, as_of_dates(every=every), size)


def of_cases(size: int, every: int) -> list[Comparison]:
    """Comparisons of all case files, as one population."""
    methodology, rules = load_methodology(METHODOLOGY), load_rules(METHODOLOGY)
    cases = list(load_cases().values())
    evidence = joined([evidence_of(case, partnership=key) for key, case in enumerate(cases, start=1)])
    last = max(checkpoint["as_of"] for case in cases for checkpoint in case["checkpoints"])
    dates = month_ends(min(map(first_day, cases)), type(first_day(cases[0])).fromisoformat(last))
    return compare(evidence, methodology, rules, dates[::every], size)


def main() -> None:
    """Reads the options, compares, prints the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.scoring.oracle", description=__doc__)
    parser.add_argument("--worlds", type=int, default=20, help="number of random worlds (default 20)")
    parser.add_argument("--draws", type=int, default=20_000, help="draws per partnership-month (default 20,000)")
    parser.add_argument("--every", type=int, default=3, help="look at every so manieth month end (default 3)")
    parser.add_argument("--first-seed", type=int, default=1, help="seed of the first world (default 1)")
    options = parser.parse_args()
    if any(FOLDER.glob("v*.json")):
        sys.stdout.write(f"Case files\n{table(summarised(of_cases(options.draws, 1)))}\n\n")
    found: list[Comparison] = []
    for number, world in enumerate(of_worlds(options.first_seed, options.worlds, options.draws, options.every), 1):
        found += world
        sys.stderr.write(f"\r{number} of {options.worlds} worlds")
    sys.stderr.write("\n")
    sys.stdout.write(f"Random worlds\n{table(summarised(found))}\n")


if __name__ == "__main__":
    main()
