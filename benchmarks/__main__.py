"""`python -m benchmarks [S] [M] [--no-rival]`: floor, ours and the rival on the same data in one run."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

SIZES = ("S", "M")
MEASURES = ("floor", "ours", "again", "rival")


def main() -> None:
    """Runs the sizes asked for, or one measure of one size in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sizes", nargs="*", choices=[*SIZES, []], default=list(SIZES))
    parser.add_argument("--no-rival", action="store_true", help="leave out the pandas implementation")
    parser.add_argument("--measure", choices=("populate", *MEASURES), help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(_measure(options.measure, options.sizes[0], options.rows)))
        return
    for size in options.sizes or SIZES:
        _print_table(size, _run_size(size, with_rival=not options.no_rival))


def _run_size(size: str, *, with_rival: bool) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows"
        try:
            results = {"population": _in_own_process("populate", size, rows)}
            for measure in MEASURES if with_rival else MEASURES[:-1]:
                results[measure] = _in_own_process(measure, size, rows)
        finally:
            _drop_template()
    return results


def _in_own_process(measure: str, size: str, rows: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks", size, "--measure", measure, "--rows", str(rows)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 our own module
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def _measure(name: str, size: str, rows: Path) -> dict[str, float]:
    import django

    django.setup()
    from . import measures
    from .databases import database
    from .world import SIZES as POPULATIONS
    from .world import populate

    if name == "populate":
        with database("template"):
            facts = populate(POPULATIONS[size])
        with database("preparation", template="template"):
            return {"facts": facts, "rows": measures.prepare_rows(rows)}
    with database(name, template="template"):
        return measures.measured(getattr(measures, name), rows)


def _drop_template() -> None:
    import django

    django.setup()
    from .databases import drop

    drop("template")


def _print_table(size: str, results: dict[str, dict[str, float]]) -> None:
    population, base = results["population"], results["floor"]["seconds"]
    print(f"\nSize {size}: {population['facts']:,.0f} facts, {population['rows']:,.0f} partnership-months")
    print(f"{'':<28}{'seconds':>9}{'ratio':>8}{'peak MiB':>10}")
    names = {
        "floor": "floor (COPY out and in)",
        "ours": "ours, full replay",
        "again": "ours, nothing changed",
        "rival": "pandas, same method",
    }
    for measure, name in names.items():
        if measure in results:
            row = results[measure]
            print(f"{name:<28}{row['seconds']:>9.1f}{row['seconds'] / base:>7.2f}x{row['peak_mib']:>10.0f}")
    print(f"{results['ours']['bytes_per_row']:.0f} bytes per stored partnership-month, index included")


if __name__ == "__main__":
    main()
