"""`python -m benchmarks.imports [ROWS]`: a sheet of contracts uploaded, checked and recorded, against its bare reader.

The sheet has twelve columns with Chinese titles, a fifth as many new NGOs as rows, sums in 万元, and a payment in each
row. Every measure runs in a process of its own, of which processor time and peak memory are told; the database's are
not among them, and that of the process which reads a workbook stands beside it.
"""

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

ROWS = 100_000
TITLES = (
    "合同编号", "项目名称", "购买主体", "承接单位", "统一社会信用代码", "采购方式",
    "签订日期", "开始日期", "结束日期", "合同金额（万元）", "首款金额（万元）", "首款支付日期",
)  # fmt: skip
FILES = ("contracts.csv", "contracts.xlsx")
BODY = "临江区民政局"


def main() -> None:
    """Measures both files, or does one measure in this process."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=ROWS)
    parser.add_argument("--measure", choices=("write", "read", "load"), help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measures: dict[str, Callable[[Path, int], dict[str, float]]] = {"write": write, "read": read, "load": load}
        print(json.dumps(measures[options.measure](options.path, options.rows)))
        return
    with tempfile.TemporaryDirectory() as folder:
        _in_own_process("write", Path(folder), options.rows)
        for name in FILES:
            path = Path(folder, name)
            _tell(name, options.rows, *(_in_own_process(measure, path, options.rows) for measure in ("read", "load")))


def _in_own_process(measure: str, path: Path, rows: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.imports", str(rows), "--measure", measure, "--path", str(path)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 our own module
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


STEPS = (("upload", "upload, told what it is"), ("check", "check (all done, taken back)"), ("record", "record"))


def _tell(name: str, rows: int, bare: dict[str, float], ours: dict[str, float]) -> None:
    print(f"\n{name}: {rows:,} rows")
    print(f"{'':<34}{'seconds':>9}{'ratio':>8}{'CPU s':>8}{'rows/s':>9}{'per CPU s':>11}{'peak MiB':>10}")
    _line("bare reader", rows, bare["seconds"], bare["cpu"], bare["seconds"], bare["peak_mib"])
    for step, words in STEPS:
        _line(words, rows, ours[step], ours[f"{step}_cpu"], bare["seconds"], ours[f"{step}_mib"])
    print(f"{'  before the upload':<69}{ours['start_mib']:>20.0f}")
    print(f"{'  the process that reads a workbook':<69}{ours['reader_mib']:>20.0f}")


def _line(words: str, rows: int, seconds: float, cpu: float, base: float, mib: float) -> None:
    per_second = f"{rows / seconds:>9,.0f}{rows / cpu:>11,.0f}"
    print(f"{words:<34}{seconds:>9.2f}{seconds / base:>7.1f}x{cpu:>8.2f}{per_second}{mib:>10.0f}")


def rows_of(number: int) -> Iterator[Sequence[Any]]:
    """The records, the same on every run."""
    dice = random.Random(1)  # noqa: S311 (no secret)
    for index in range(number):
        signed_on = date(2015, 1, 1) + timedelta(days=dice.randrange(3400))
        yield (
            f"HT-{index:06d}", f"居家养老服务{index % 977}", BODY, f"清泉社工中心{index % max(number // 5, 1):05d}",
            "", "公开招标", signed_on, signed_on, signed_on + timedelta(days=364), round(dice.random() * 100, 2),
            round(dice.random() * 30, 2) + 0.01, signed_on + timedelta(days=20),
        )  # fmt: skip


def write(folder: Path, number: int) -> dict[str, float]:
    """The two files."""
    import xlsxwriter

    with Path(folder, FILES[0]).open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([TITLES, *rows_of(number)])
    options = {"default_date_format": "yyyy-mm-dd", "constant_memory": True}
    with xlsxwriter.Workbook(Path(folder, FILES[1]), options) as book:
        sheet = book.add_worksheet("合同")
        for index, row in enumerate([TITLES, *rows_of(number)]):
            sheet.write_row(index, 0, row)
    return {}


def read(path: Path, _number: int) -> dict[str, float]:
    """The bare reader: every cell is read, and nothing is done with it."""
    started, cpu = time.perf_counter(), time.process_time()
    if path.suffix == ".csv":
        with path.open(encoding="gb18030", newline="") as file:
            rows = sum(1 for _row in csv.reader(file))
    else:
        import python_calamine

        rows = sum(1 for _row in python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows())
    assert rows
    taken = {"seconds": time.perf_counter() - started, "cpu": time.process_time() - cpu}
    return {**taken, "peak_mib": _peak(resource.RUSAGE_SELF)}


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def load(path: Path, number: int) -> dict[str, float]:
    """Upload, check and record, as the pages and the worker do it, in a database of its own."""
    import django

    django.setup()
    from .databases import database

    with database("imports"), tempfile.TemporaryDirectory() as media:
        return _load(path, number, Path(media))


def _load(path: Path, number: int, media: Path) -> dict[str, float]:
    from django.conf import settings
    from django.core.files.uploadedfile import UploadedFile

    from partnerships.imports.grids import grids_of
    from partnerships.imports.sources.table.plan import Plan
    from partnerships.imports.uploads import path_of, receive_upload
    from partnerships.imports.working import work_on
    from partnerships.models import Contract
    from partnerships.services.import_states import ask_for_check, ask_for_recording

    settings.MEDIA_ROOT = media
    staff = _official()
    start = _peak(resource.RUSAGE_SELF)
    taken: dict[str, float] = {}
    with _timed("upload", taken), path.open("rb") as file:
        batch = receive_upload(by=staff, files=[UploadedFile(file, path.name, size=path.stat().st_size)])
        plan = Plan.guessed(grids_of(path_of(batch))[0])
    ask_for_check(by=staff, batch=batch, mapping=plan.as_json(), options={})
    for step, state in (("check", "checked"), ("record", "committed")):
        with _timed(step, taken):
            assert work_on(batch.pk) == state
        if step == "check":
            ask_for_recording(by=staff, batch=batch)
    assert Contract.objects.standing().count() == number
    return {
        **taken,
        "start_mib": start,
        "reader_mib": _peak(resource.RUSAGE_CHILDREN) if path.suffix == ".xlsx" else 0,
    }


@contextmanager
def _timed(step: str, taken: dict[str, float]) -> Iterator[None]:
    started, cpu = time.perf_counter(), time.process_time()
    yield
    taken[step], taken[f"{step}_cpu"] = time.perf_counter() - started, time.process_time() - cpu
    taken[f"{step}_mib"] = _peak(resource.RUSAGE_SELF)


def _official() -> Any:
    from partnerships.models import Jurisdiction, Organization, Role, User

    place = Jurisdiction.objects.create(code="990101", name="临江区", level="district")
    body = Organization.objects.create(name=BODY, sector="government", kind="government_body", jurisdiction=place)
    return User.objects.create_user("official", email="o@example.org", role=Role.STAFF, organization=body)


if __name__ == "__main__":
    main()
