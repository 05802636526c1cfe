"""The trail of changes, written by the database itself, whoever writes and however: COPY and SQL by hand included.

The triggers on each table are set after every `migrate` from the modules `tracked` of the apps, by
`partnerships.audit.triggers`.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Arguments of the trigger: name of the model, column of the key, columns that are secret, columns that do not count.
# A key that changes is a row that left and one that came. The rows are joined as JSON, whatever their columns are.
WRITE = r"""
CREATE FUNCTION partnerships_write_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    signature text[] := regexp_match(left(current_query(), 300), '^/\* gongxin (\d+|-) ([^*]*) \*/');
    person bigint := nullif(signature[1], '-');
    place text := coalesce(signature[2], 'sql ' || session_user);
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO partnerships_change ("table", key, act, columns, made_at, actor_id, origin)
        VALUES (TG_ARGV[0], '', 'truncate', '{}', statement_timestamp(), person, place);
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO partnerships_change ("table", key, act, columns, made_at, actor_id, origin)
        SELECT TG_ARGV[0], row->>TG_ARGV[1], 'insert',
            partnerships_differences(NULL, row, TG_ARGV[2]::text[], TG_ARGV[3]::text[]), statement_timestamp(), person, place
        FROM (SELECT to_jsonb(n) FROM new_rows n) AS entered(row);
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO partnerships_change ("table", key, act, columns, made_at, actor_id, origin)
        SELECT TG_ARGV[0], row->>TG_ARGV[1], 'delete',
            partnerships_differences(row, NULL, TG_ARGV[2]::text[], TG_ARGV[3]::text[]), statement_timestamp(), person, place
        FROM (SELECT to_jsonb(o) FROM old_rows o) AS gone(row);
    ELSE
        INSERT INTO partnerships_change ("table", key, act, columns, made_at, actor_id, origin)
        SELECT TG_ARGV[0], coalesce(before->>TG_ARGV[1], after->>TG_ARGV[1]),
            CASE WHEN before IS NULL THEN 'insert' WHEN after IS NULL THEN 'delete' ELSE 'update' END,
            differences, statement_timestamp(), person, place
        FROM (SELECT to_jsonb(o) FROM old_rows o) AS a(before)
        FULL JOIN (SELECT to_jsonb(n) FROM new_rows n) AS b(after) ON before->>TG_ARGV[1] = after->>TG_ARGV[1]
        CROSS JOIN LATERAL partnerships_differences(before, after, TG_ARGV[2]::text[], TG_ARGV[3]::text[]) AS differences
        WHERE differences IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;
"""

# {column: [old, new]} of the columns that differ; NULL when none does. One of the rows may be NULL.
DIFFERENCES = """
CREATE FUNCTION partnerships_differences(before jsonb, after jsonb, secret text[], ignored text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_object_agg(name, CASE WHEN name = ANY (secret) THEN '[null, null]'::jsonb
        ELSE jsonb_build_array(before->name, after->name) END)
    FROM jsonb_object_keys(coalesce(after, before)) AS keys(name)
    WHERE nullif(before->name, 'null') IS DISTINCT FROM nullif(after->name, 'null') AND NOT name = ANY (ignored)
$$;
"""

# Only triggers write the trail: what is written directly runs at depth 0.
KEEP = """
CREATE FUNCTION partnerships_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: the trail of changes is written by the database alone and kept as it is.',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER change_kept BEFORE UPDATE OR DELETE ON partnerships_change
    FOR EACH ROW EXECUTE FUNCTION partnerships_refuse_change();
CREATE TRIGGER change_not_truncated BEFORE TRUNCATE ON partnerships_change
    FOR EACH STATEMENT EXECUTE FUNCTION partnerships_refuse_change();
CREATE TRIGGER change_not_forged BEFORE INSERT ON partnerships_change
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION partnerships_refuse_change();
"""

UNDO = """
DROP FUNCTION partnerships_refuse_change() CASCADE;
DROP FUNCTION partnerships_write_change() CASCADE;
DROP FUNCTION partnerships_differences(jsonb, jsonb, text[], text[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0009_document_downloads"),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=40, verbose_name="table")),
                ("key", models.CharField(blank=True, max_length=40, verbose_name="key")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("insert", "entered"),
                            ("update", "changed"),
                            ("delete", "deleted"),
                            ("truncate", "table emptied"),
                        ],
                        max_length=8,
                        verbose_name="act",
                    ),
                ),
                ("columns", models.JSONField(verbose_name="old and new values")),
                ("made_at", models.DateTimeField(verbose_name="when")),
                (
                    "origin",
                    models.CharField(
                        blank=True,
                        help_text="The address, task or command; for SQL written by hand, the database account.",
                        max_length=200,
                        verbose_name="where from",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "indexes": [
                    models.Index(fields=["table", "key"], name="change_of_record"),
                    models.Index(
                        condition=models.Q(("actor__isnull", False)),
                        fields=["actor", "made_at"],
                        name="change_by_actor",
                    ),
                ],
            },
        ),
        migrations.RunSQL(DIFFERENCES + WRITE + KEEP, UNDO),
    ]
