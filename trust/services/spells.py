"""Keeps the spells of partnerships in step with their assessments."""

from collections.abc import Iterable

from django.db import connection

REBUILD = """
    WITH path AS (
        SELECT DISTINCT ON (a.partnership_id, a.as_of) a.partnership_id, a.as_of, a.stage, a.reason, a.dimension_means
        FROM trust_assessment a JOIN trust_assessmentrun r ON r.id = a.run_id
        WHERE a.partnership_id = ANY(%s)
        ORDER BY a.partnership_id, a.as_of, r.known_at DESC, a.run_id DESC
    ), compared AS (
        SELECT *, (stage, reason) IS DISTINCT FROM
                  (lag(stage) OVER months, lag(reason) OVER months) AS begins,
               max(as_of) OVER (PARTITION BY partnership_id) AS last_on,
               first_value(dimension_means) OVER (PARTITION BY partnership_id ORDER BY as_of DESC) AS last_means
        FROM path WINDOW months AS (PARTITION BY partnership_id ORDER BY as_of)
    )
    INSERT INTO trust_stagespell
        (partnership_id, stage, reason, started_on, ended_on, last_on, next_stage, next_reason, dimension_means)
    SELECT partnership_id, stage, reason, as_of, lead(as_of) OVER spells,
           coalesce(lead(as_of) OVER spells, last_on), lead(stage) OVER spells, lead(reason) OVER spells,
           CASE WHEN lead(as_of) OVER spells IS NULL THEN last_means END
    FROM compared WHERE begins
    WINDOW spells AS (PARTITION BY partnership_id ORDER BY as_of)
"""


def rebuild_spells(partnerships: Iterable[int]) -> None:
    """Derives the spells of the partnerships (keys) anew. Three statements, however many; call in a transaction.

    Two transactions that rebuild one partnership at a time wait for each other, so that neither doubles its spells.
    """
    keys = sorted(partnerships)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM trust_latestassessment WHERE partnership_id = ANY(%s) ORDER BY partnership_id FOR UPDATE",
            [keys],
        )
        cursor.execute("DELETE FROM trust_stagespell WHERE partnership_id = ANY(%s)", [keys])
        cursor.execute(REBUILD, [keys])
