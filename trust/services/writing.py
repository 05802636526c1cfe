"""Writes assessments with binary COPY, from columns straight to PostgreSQL's wire format.

Every field of an assessment has a fixed width (NaN stands for "left out", so no array holds nulls): a block of rows
is one NumPy record array in network byte order. https://www.postgresql.org/docs/current/sql-copy.html, binary format.
"""

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from trust.models import AssessmentRun
from trust.scoring.engine import Assessments

HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TRAILER = b"\xff\xff"
POSTGRES_EPOCH = 10957  # days from 1970-01-01 to 2000-01-01
REAL, SMALLINT = 700, 21  # type numbers of PostgreSQL

SCALARS = {
    "run_id": ">i8",
    "partnership_id": ">i8",
    "as_of": ">i4",
    "since_on": ">i4",
    "stage": ">i2",
    "reason": ">i2",
    "flags": ">i2",
    "at_least_dependence": ">f4",
    "at_least_contractual": ">f4",
    "at_least_equal": ">f4",
}
ARRAYS = {
    "dimension_means": ("dimension_means", ">f4"),
    "dimension_deviations": ("dimension_deviations", ">f4"),
    "indicator_values": ("indicator_values", ">f4"),
    "indicator_deviations": ("indicator_deviations", ">f4"),
    "indicator_facts": ("indicator_facts", ">i2"),
    "conditions": ("conditions", ">f4"),
}
DIGEST = "evidence_digest"
COLUMNS = (*SCALARS, *ARRAYS, DIGEST)


def copy_statement() -> str:
    """The COPY that takes what `encoded` gives."""
    return f"COPY trust_assessment ({', '.join(COLUMNS)}) FROM STDIN (FORMAT BINARY)"


def encoded(run: int, block: Assessments) -> bytes:
    """The rows of a block in binary COPY format, without header and trailer."""
    rows = np.zeros(len(block), dtype=_record(block))
    rows["fields"] = len(COLUMNS)
    scalars = {
        "run_id": run,
        "partnership_id": block.partnership,
        "as_of": block.as_of - POSTGRES_EPOCH,
        "since_on": block.since - POSTGRES_EPOCH,
        "stage": block.stage,
        "reason": block.reason,
        "flags": block.flags,
        "at_least_dependence": block.at_least[:, 0],
        "at_least_contractual": block.at_least[:, 1],
        "at_least_equal": block.at_least[:, 2],
    }
    for name, kind in SCALARS.items():
        rows[name]["length"] = np.dtype(kind).itemsize
        rows[name]["value"] = scalars[name]
    for name, (source, kind) in ARRAYS.items():
        _fill_array(rows[name], getattr(block, source), kind)
    rows[DIGEST]["length"] = 16
    rows[DIGEST]["value"] = block.digest
    return rows.tobytes()


def write(run: AssessmentRun, block: Assessments) -> None:
    """Copies the rows in and makes them the latest judgement on their partnerships, unless a later one knew more."""
    if not len(block):
        return
    with connection.cursor() as cursor:
        with cursor.copy(copy_statement()) as copy:
            copy.write(HEADER + encoded(run.pk, block) + TRAILER)
        last = block.last_rows
        cursor.execute(
            """
            INSERT INTO trust_latestassessment (partnership_id, assessment_id, stage, reason, since_on)
            SELECT a.partnership_id, a.id, a.stage, a.reason, a.since_on
            FROM unnest(%s::bigint[], %s::date[]) AS newest(partnership, as_of)
            JOIN trust_assessment a
              ON a.partnership_id = newest.partnership AND a.as_of = newest.as_of AND a.run_id = %s
            ON CONFLICT (partnership_id) DO UPDATE SET assessment_id = excluded.assessment_id,
                stage = excluded.stage, reason = excluded.reason, since_on = excluded.since_on
            WHERE (SELECT (old.as_of, run.known_at) FROM trust_assessment old JOIN trust_assessmentrun run
                   ON run.id = old.run_id WHERE old.id = trust_latestassessment.assessment_id)
               <= (SELECT (new.as_of, run.known_at) FROM trust_assessment new JOIN trust_assessmentrun run
                   ON run.id = new.run_id WHERE new.id = excluded.assessment_id)
            """,
            [block.partnership[last].tolist(), _dates(block.as_of[last]), run.pk],
        )


def _dates(days: NDArray[np.int64]) -> list[str]:
    return [str(day) for day in days.astype("datetime64[D]")]


def _record(block: Assessments) -> np.dtype[np.void]:
    scalars = [(name, [("length", ">i4"), ("value", kind)]) for name, kind in SCALARS.items()]
    arrays = [(name, _array_record(getattr(block, source).shape[1], kind)) for name, (source, kind) in ARRAYS.items()]
    digest = (DIGEST, [("length", ">i4"), ("value", "<u8", (2,))])
    return np.dtype([("fields", ">i2"), *scalars, *arrays, digest])


def _array_record(size: int, kind: str) -> list[tuple[object, ...]]:
    """A one-dimensional array of PostgreSQL: dimensions, null flag, element type, size, first index, elements."""
    names = ("length", "dimensions", "nulls", "type", "size", "first")
    return [*((name, ">i4") for name in names), ("items", [("length", ">i4"), ("value", kind)], (size,))]


def _fill_array(field: NDArray[np.void], values: NDArray[np.generic], kind: str) -> None:
    width, size = np.dtype(kind).itemsize, values.shape[1]
    field["length"] = 20 + size * (4 + width)
    field["dimensions"], field["first"], field["size"] = 1, 1, size
    field["type"] = REAL if kind == ">f4" else SMALLINT
    field["items"]["length"] = width
    field["items"]["value"] = values
