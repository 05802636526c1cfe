"""Spells that go on keep the dimensions of their last month, so that the present is read from one table."""

import django.contrib.postgres.fields
from django.db import migrations

import trust.models.assessments

FILL = """
    UPDATE trust_stagespell s SET dimension_means = a.dimension_means
    FROM trust_latestassessment l JOIN trust_assessment a ON a.id = l.assessment_id
    WHERE l.partnership_id = s.partnership_id AND s.ended_on IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("trust", "0005_due_process")]

    operations = [
        migrations.AddField(
            model_name="stagespell",
            name="dimension_means",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=trust.models.assessments.RealField(),
                blank=True,
                null=True,
                size=None,
                verbose_name="dimensions when last judged",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
