"""The records as they hung together at a moment, before organizations were merged or after that was undone.

A merge moves rows from a duplicate to the organization that is kept. What was known before it must read the same for
ever, so a query about an earlier moment sees each moved row with the columns it had then.
"""

from datetime import datetime

from django.db import connection

# The columns of each moved row as they stood at the moment: of several later changes the earliest says it.
MOVED = """
    moved AS (
        SELECT content_type_id, object_id, jsonb_object_agg(key, value ORDER BY moment DESC) AS columns
        FROM (
            SELECT r.content_type_id, r.object_id, m.merged_at AS moment, r.before AS earlier
            FROM partnerships_mergedrow r JOIN partnerships_organizationmerge m ON m.id = r.merge_id
            WHERE m.merged_at > %(known_at)s AND r.before IS NOT NULL
            UNION ALL
            SELECT r.content_type_id, r.object_id, m.undone_at, r.after
            FROM partnerships_mergedrow r JOIN partnerships_organizationmerge m ON m.id = r.merge_id
            WHERE m.undone_at > %(known_at)s AND r.before IS NOT NULL
        ) changes, jsonb_each(earlier)
        GROUP BY content_type_id, object_id
    )"""

# A common table expression of a table's own name stands in for the table in everything that follows.
SHADOW = """
    {table} AS (
        SELECT at_that_time.* FROM {table} today
        LEFT JOIN moved ON moved.content_type_id = {kind} AND moved.object_id = today.id
        CROSS JOIN LATERAL jsonb_populate_record(today, COALESCE(moved.columns, '{{}}')) AS at_that_time
    )"""


def shadowed(known_at: datetime) -> str:
    """Common table expressions that put the tables back to the moment, each followed by a comma; mostly there are none.

    They take the parameter `known_at`. Costs one query.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT kind.id, 'partnerships_' || kind.model
            FROM partnerships_mergedrow r
            JOIN partnerships_organizationmerge m ON m.id = r.merge_id
            JOIN django_content_type kind ON kind.id = r.content_type_id
            WHERE GREATEST(m.merged_at, m.undone_at) > %s ORDER BY kind.id
            """,
            [known_at],
        )
        tables = cursor.fetchall()
    if not tables:
        return ""
    shadows = [SHADOW.format(kind=kind, table=connection.ops.quote_name(table)) for kind, table in tables]
    return ", ".join([MOVED, *shadows]) + ", "
