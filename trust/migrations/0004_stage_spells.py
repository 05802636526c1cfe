"""Spells at a stage, filled from the assessments there are."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
    WITH path AS (
        SELECT DISTINCT ON (a.partnership_id, a.as_of) a.partnership_id, a.as_of, a.stage, a.reason
        FROM trust_assessment a JOIN trust_assessmentrun r ON r.id = a.run_id
        ORDER BY a.partnership_id, a.as_of, r.known_at DESC, a.run_id DESC
    ), compared AS (
        SELECT *, (stage, reason) IS DISTINCT FROM
                  (lag(stage) OVER months, lag(reason) OVER months) AS begins,
               max(as_of) OVER (PARTITION BY partnership_id) AS last_on
        FROM path WINDOW months AS (PARTITION BY partnership_id ORDER BY as_of)
    )
    INSERT INTO trust_stagespell
        (partnership_id, stage, reason, started_on, ended_on, last_on, next_stage, next_reason)
    SELECT partnership_id, stage, reason, as_of, lead(as_of) OVER spells,
           coalesce(lead(as_of) OVER spells, last_on), lead(stage) OVER spells, lead(reason) OVER spells
    FROM compared WHERE begins
    WINDOW spells AS (PARTITION BY partnership_id ORDER BY as_of)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0017_views_of_people"),
        ("trust", "0003_marks_for_successors_and_merges"),
    ]

    operations = [
        migrations.CreateModel(
            name="StageSpell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.SmallIntegerField(
                        choices=[
                            (0, "no stage assigned"),
                            (1, "dependence trust"),
                            (2, "contractual trust"),
                            (3, "equal cooperation"),
                        ],
                        verbose_name="stage",
                    ),
                ),
                (
                    "reason",
                    models.SmallIntegerField(
                        choices=[
                            (0, "a stage is assigned"),
                            (1, "not enough evidence yet"),
                            (2, "no stage established"),
                            (3, "lapsed"),
                            (4, "suspended"),
                        ],
                        verbose_name="reason for no stage",
                    ),
                ),
                ("started_on", models.DateField(verbose_name="first month end")),
                (
                    "ended_on",
                    models.DateField(blank=True, null=True, verbose_name="first month end with another outcome"),
                ),
                ("last_on", models.DateField(verbose_name="observed until")),
                (
                    "next_stage",
                    models.SmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "no stage assigned"),
                            (1, "dependence trust"),
                            (2, "contractual trust"),
                            (3, "equal cooperation"),
                        ],
                        null=True,
                        verbose_name="stage after it",
                    ),
                ),
                (
                    "next_reason",
                    models.SmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "a stage is assigned"),
                            (1, "not enough evidence yet"),
                            (2, "no stage established"),
                            (3, "lapsed"),
                            (4, "suspended"),
                        ],
                        null=True,
                        verbose_name="reason for no stage after it",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spells",
                        to="partnerships.partnership",
                        verbose_name="partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "spell at a stage",
                "verbose_name_plural": "spells at a stage",
                "constraints": [
                    models.UniqueConstraint(fields=("partnership", "started_on"), name="spell_begins_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True), ("ended_on__gt", models.F("started_on")), _connector="OR"
                        ),
                        name="spell_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
