"""The feed of changes, data packages, webhooks. Its triggers are set after every `migrate`, by `partnerships.feed.triggers`."""

import django.contrib.postgres.fields
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
        ("partnerships", "0019_api"),
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
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.URLField(max_length=500, verbose_name="address")),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("stage.changed", "A partnership has come to another stage"),
                                ("objection.changed", "An objection is raised, ruled on or lapses"),
                                (
                                    "contract.changed",
                                    "A contract, or something under it, is recorded, changed or voided",
                                ),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="told of",
                    ),
                ),
                ("secret", models.CharField(max_length=60, verbose_name="secret")),
                ("position", models.TextField(blank=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
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
                "verbose_name": "webhook",
                "verbose_name_plural": "webhooks",
            },
        ),
        migrations.CreateModel(
            name="WebhookMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("stage.changed", "A partnership has come to another stage"),
                            ("objection.changed", "An objection is raised, ruled on or lapses"),
                            ("contract.changed", "A contract, or something under it, is recorded, changed or voided"),
                        ],
                        max_length=20,
                        verbose_name="told of",
                    ),
                ),
                ("payload", models.TextField(verbose_name="message")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made at")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "to be sent"), ("sent", "arrived"), ("dead", "given up")],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("next_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="next attempt")),
                ("said", models.CharField(blank=True, max_length=200, verbose_name="last answer")),
                (
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="partnerships.webhook",
                        verbose_name="webhook",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
            },
        ),
        migrations.AddConstraint(
            model_name="webhook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kinds__contained_by", ["stage.changed", "objection.changed", "contract.changed"]),
                    ("kinds__len__gt", 0),
                ),
                name="webhook_kinds_known",
                violation_error_message="Choose at least one thing to be told of.",
            ),
        ),
        migrations.AddIndex(
            model_name="webhookmessage",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["next_at"], name="webhook_message_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "sent", "dead"])),
                name="webhook_message_state_known",
                violation_error_message="A message waits, has arrived or was given up.",
            ),
        ),
    ]
