"""`python -m benchmarks.exports [S|M] [--formats csv,dta]`: a data package in each format against bare COPY.

The floor is COPY of the same columns: it reads what the package reads, in the same statements, and throws it away; of
OCDS and of the graphs, which are made of some tables, only these. Every measure runs in a process of its own, whose
peak memory is told; before the first row it is that of Django with its apps.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

FORMATS = ("csv", "ndjson", "parquet", "dta", "xlsx", "ocds", "gexf", "graphml")
SIZES = ("S", "M")
# What a format is made of, where it is not every table.
NETWORKS = ("organizations", "ties", "partnerships", "stage_spells")
MADE_OF = {
    "ocds": (
        "contracts",
        "amendments",
        "milestones",
        "payments",
        "organizations",
        "organization_identifiers",
        "assessments",
    ),
    "gexf": NETWORKS,
    "graphml": NETWORKS,
}
FLOORS = ("floor", *(f"floor-{form}" for form in MADE_OF))


def main() -> None:
    """Measures one size, or does one measure in this process."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exports", description=__doc__)
    parser.add_argument("size", nargs="?", choices=SIZES, default="S")
    parser.add_argument("--formats", default=",".join(FORMATS), help="which, with commas between; all without it")
    parser.add_argument("--measure", choices=("populate", "start", *FLOORS, *FORMATS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(_measure(options.measure, options.size)))
        return
    try:
        _in_own_process("populate", options.size)
        start, floor = (_in_own_process(name, options.size) for name in ("start", "floor"))
        print(f"\nSize {options.size}: {floor['rows']:,.0f} rows, {floor['bytes'] / 2**20:,.0f} MiB as CSV")
        print(f"{'':<28}{'seconds':>9}{'ratio':>8}{'rows/s':>10}{'MiB out':>9}{'peak MiB':>10}")
        _tell("(before the first row)", start, floor)
        _tell("floor (COPY, thrown away)", floor, floor)
        for form in options.formats.split(","):
            own = _in_own_process(f"floor-{form}", options.size) if form in MADE_OF else floor
            if form in MADE_OF:
                _tell(f"floor of {form}", own, own)
            _tell(form, _in_own_process(form, options.size), own)
    finally:
        _in_own_process("populate", "drop")


def _tell(words: str, found: dict[str, float], floor: dict[str, float]) -> None:
    seconds = found["seconds"]
    rate = f"{found['rows'] / seconds:>10,.0f}" if seconds else f"{'':>10}"
    size = found["bytes"] / 2**20
    print(f"{words:<28}{seconds:>9.2f}{seconds / floor['seconds']:>7.1f}x{rate}{size:>9.1f}{found['peak_mib']:>10.0f}")


def _in_own_process(measure: str, size: str) -> dict[str, float]:
    if size == "drop":
        command = [
            sys.executable,
            "-c",
            "import django; django.setup(); from benchmarks.databases import drop; drop('exports')",
        ]
        subprocess.run(command, check=True)  # noqa: S603 our own module
        return {}
    command = [sys.executable, "-m", "benchmarks.exports", size, "--measure", measure]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 our own module
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def _measure(name: str, size: str) -> dict[str, float]:
    import django

    django.setup()
    from .databases import database
    from .world import SIZES as POPULATIONS
    from .world import populate

    if name == "populate":
        with database("exports"):
            populate(POPULATIONS[size])
            _assess()
        return {}
    with database(name, template="exports"), tempfile.TemporaryDirectory() as media:
        found = {"seconds": 0.0, "rows": 0, "bytes": 0} if name == "start" else _export(name, Path(media))
    return {**found, "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _assess() -> None:
    from trust.services import assess_partnerships

    from .world import LAST

    assess_partnerships(by=None, as_of=LAST)


def _export(name: str, media: Path) -> dict[str, float]:
    from django.conf import settings

    from partnerships.models import DataPackage, User
    from partnerships.packages.making import make

    settings.MEDIA_ROOT = media
    reader = User.objects.create_superuser("reader", role="administrator")
    started = time.perf_counter()
    if name in FLOORS:
        return {**_floor(reader, MADE_OF.get(name.removeprefix("floor-"))), "seconds": time.perf_counter() - started}
    package = DataPackage.objects.create(made_for=reader, format=name)
    assert make(package.pk) == "done"
    package.refresh_from_db()
    return {"seconds": time.perf_counter() - started, "rows": package.rows_total, "bytes": package.size}


def _floor(reader: object, names: tuple[str, ...] | None) -> dict[str, float]:
    from partnerships.datasets import data_tables
    from partnerships.packages.copying import copied_csv

    rows = size = 0
    tables = [table for name, table in data_tables().items() if names is None or name in names]
    assert len(tables) == len(names or data_tables())
    for table in tables:
        lines = table.rows(reader)  # type: ignore[arg-type]
        if names and table.name == "assessments":
            lines = lines.filter(current__isnull=False)  # the present judgement alone is published
        for line in copied_csv(lines, table.columns):
            rows += 1
            size += len(line)
    return {"rows": rows - len(tables), "bytes": size}


if __name__ == "__main__":
    main()
