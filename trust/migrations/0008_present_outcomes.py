from datetime import date

from django.db import migrations, models

FILL = """
    UPDATE trust_latestassessment latest SET stage = made.stage, reason = made.reason, since_on = made.since_on
    FROM trust_assessment made WHERE made.id = latest.assessment_id
"""
STAGES = [(0, "no stage assigned"), (1, "dependence trust"), (2, "contractual trust"), (3, "equal cooperation")]
REASONS = [
    (0, "a stage is assigned"),
    (1, "not enough evidence yet"),
    (2, "no stage established"),
    (3, "lapsed"),
    (4, "suspended"),
]


class Migration(migrations.Migration):
    dependencies = [("trust", "0007_method")]

    operations = [
        migrations.AddField(
            model_name="latestassessment",
            name="stage",
            field=models.SmallIntegerField(choices=STAGES, default=0, verbose_name="stage"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="latestassessment",
            name="reason",
            field=models.SmallIntegerField(choices=REASONS, default=0, verbose_name="reason for no stage"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="latestassessment",
            name="since_on",
            field=models.DateField(default=date(1900, 1, 1), verbose_name="unchanged since"),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="latestassessment",
            index=models.Index(fields=["since_on"], name="latest_since"),
        ),
    ]
