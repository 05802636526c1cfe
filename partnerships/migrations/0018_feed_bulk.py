"""Data packages, and the feed of changes. Its triggers are set after every `migrate`, by `partnerships.feed.triggers`."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import partnerships.models.feed

# Arguments of the trigger: the table's name in the feed. Keys come as ranges: what was loaded at once lies together.
ROW = """
CREATE FUNCTION partnerships_feed_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rows int8multirange;
BEGIN
    IF TG_OP = 'DELETE' THEN
        rows := (SELECT range_agg(int8range(id, id, '[]')) FROM old_rows);
    ELSIF TG_OP = 'TRUNCATE' THEN
        EXECUTE format('SELECT range_agg(int8range(id, id, ''[]'')) FROM %I', TG_TABLE_NAME) INTO rows;
    ELSE
        rows := (SELECT range_agg(int8range(id, id, '[]')) FROM new_rows);
    END IF;
    INSERT INTO partnerships_feedentry (transaction, "table", act, keys)
    SELECT pg_current_xact_id(), TG_ARGV[0], CASE TG_OP WHEN 'TRUNCATE' THEN 'delete' ELSE lower(TG_OP) END, rows
    WHERE NOT isempty(rows);
    RETURN NULL;
END $$;
"""

# The same for UPDATE of facts: those that were voided are told as voided, the others as changed.
FACT = """
CREATE FUNCTION partnerships_feed_fact() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rows int8multirange := (SELECT range_agg(int8range(id, id, '[]')) FROM new_rows);
    voided int8multirange := coalesce(
        (SELECT range_agg(int8range(n.id, n.id, '[]')) FROM new_rows n JOIN old_rows o USING (id)
            WHERE n.voided_at IS NOT NULL AND o.voided_at IS NULL),
        '{}'
    );
BEGIN
    INSERT INTO partnerships_feedentry (transaction, "table", act, keys)
    SELECT pg_current_xact_id(), TG_ARGV[0], act, keys
    FROM (VALUES ('update', rows - voided), ('void', voided)) AS told (act, keys)
    WHERE NOT isempty(keys);
    RETURN NULL;
END $$;
"""

UNDO = "DROP FUNCTION partnerships_feed_row() CASCADE; DROP FUNCTION partnerships_feed_fact() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0017_views_of_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("transaction", partnerships.models.feed.TransactionField()),
                ("table", models.CharField(max_length=40)),
                (
                    "act",
                    models.CharField(
                        choices=[("insert", "Insert"), ("update", "Update"), ("void", "Void"), ("delete", "Delete")],
                        max_length=6,
                    ),
                ),
                ("keys", partnerships.models.feed.KeysField()),
            ],
            options={
                "indexes": [models.Index(fields=["transaction"], name="feed_entry_transaction")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("act__in", ["insert", "update", "void", "delete"])),
                        name="feed_entry_act_known",
                        violation_error_message="Name one of the four acts.",
                    )
                ],
            },
        ),
        migrations.RunSQL(ROW + FACT, UNDO),
        migrations.CreateModel(
            name="DataPackage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("csv", "CSV: for R, Stata, pandas"),
                            ("parquet", "Parquet: large data in little space"),
                            ("ndjson", "NDJSON: one JSON object per line"),
                            ("xlsx", "Excel workbook"),
                            ("ocds", "OCDS 1.1: contracts as releases and records"),
                            ("gexf", "GEXF: the networks through time, for Gephi"),
                            ("graphml", "GraphML: the networks, for igraph and NetworkX"),
                        ],
                        max_length=8,
                        verbose_name="format",
                    ),
                ),
                ("language", models.CharField(default="en", max_length=10, verbose_name="language")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked for")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for the worker"),
                            ("working", "being made"),
                            ("done", "ready"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("rows_total", models.PositiveBigIntegerField(default=0, verbose_name="rows")),
                ("rows_done", models.PositiveBigIntegerField(default=0, verbose_name="rows done")),
                ("beat_at", models.DateTimeField(blank=True, null=True, verbose_name="last sign of life")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="size in bytes")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("scope", models.CharField(blank=True, max_length=12)),
                (
                    "made_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="for",
                    ),
                ),
            ],
            options={
                "verbose_name": "data package",
                "verbose_name_plural": "data packages",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(
                                ("finished_at__isnull", False), models.Q(("sha256", ""), _negated=True), ("size__gt", 0)
                            ),
                            _connector="OR",
                        ),
                        name="data_package_done_has_file",
                        violation_error_message="A package that is ready has a file.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rows_done__lte", models.F("rows_total"))),
                        name="data_package_rows_done_at_most_all",
                        violation_error_message="No more rows can be done than there are.",
                    ),
                ],
            },
        ),
    ]
