"""How soon partnerships reach a stage after the first contact, by cohort."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from .durations import DAYS_A_MONTH, FROM_THE_BEGINNING, Leaving
from .states import Chosen

COHORTS = """
    WITH paths AS (
        SELECT s.partnership_id, min(s.started_on) AS first_on,
               min(s.started_on) FILTER (WHERE s.stage >= asked.stage AND s.started_on <= asked.until) AS reached_on,
               least(max(s.last_on), asked.until) AS last_on
        FROM (SELECT s.* FROM trust_stagespell s WHERE CHOSEN) AS s,
             (SELECT %s::int AS stage, %s::date AS until) AS asked
        GROUP BY s.partnership_id, asked.until
    ), counted AS (
        SELECT p.government_id, p.ngo_id, extract(year FROM first_on)::int AS year,
               coalesce(reached_on, last_on) - first_on AS days, reached_on IS NOT NULL AS is_reached
        FROM paths JOIN partnerships_partnership p ON p.id = partnership_id WHERE first_on <= last_on
    )
    SELECT year, coalesce(j.level, ''), ngo.service_field, days, is_reached, count(*)
    FROM counted JOIN partnerships_organization body ON body.id = government_id
         JOIN partnerships_organization ngo ON ngo.id = ngo_id
         LEFT JOIN partnerships_jurisdiction j ON j.id = body.jurisdiction_id
    GROUP BY GROUPING SETS ((1, 4, 5), (2, 4, 5), (3, 4, 5))
"""
BY = ("year", "level", "field")


def read_cohorts(chosen: Chosen, stage: int, until: date) -> Mapping[str, Mapping[str, Leaving]]:
    """Partnerships by cohort of each of `BY`, and by months until they first stood at the stage or above. One query.

    The first contact is the first month judged, which is that of the first fact on record. Whoever stood there from the
    first month on has needed none. Cohorts are in the order of their names; what is not stated is an empty one.
    """
    found: dict[str, dict[str, list[tuple[int, int, int]]]] = {by: {} for by in BY}
    for *names, days, is_reached, number in chosen.rows(COHORTS, stage, until):
        place = next(at for at, name in enumerate(names) if name is not None)
        found[BY[place]].setdefault(str(names[place]), []).append((days, int(is_reached), number))
    return {by: {name: _leaving(rows) for name, rows in sorted(cohorts.items())} for by, cohorts in found.items()}


def _leaving(rows: list[tuple[int, int, int]]) -> Leaving:
    days, kind, number = np.array(rows, dtype=np.int64).T
    months = np.round(days / DAYS_A_MONTH).astype(np.int64)
    return Leaving(np.full(len(rows), FROM_THE_BEGINNING), months, kind, number)
