"""Successions and merges of organizations become records; duplicates lead to what was kept."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def keep_successors(apps: Any, schema_editor: Any) -> None:
    """Who was succeeded by whom, from the day it was dissolved on. When that was recorded nobody wrote down: now."""
    organization, succession = (apps.get_model("partnerships", name) for name in ("Organization", "Succession"))
    for former in organization.objects.filter(succeeded_by__isnull=False):
        succession.objects.create(
            organization=former, successor_id=former.succeeded_by_id, happened_on=former.dissolved_on
        )
    # The column is dropped in the same transaction, which deferred checks would not allow.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("partnerships", "0011_imports_in_the_browser"),
    ]

    operations = [
        migrations.CreateModel(
            name="MergedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.BigIntegerField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField()),
            ],
            options={
                "verbose_name": "merged row",
                "verbose_name_plural": "merged rows",
            },
        ),
        migrations.CreateModel(
            name="OrganizationMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("merged_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="merged at")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone at")),
            ],
            options={
                "verbose_name": "merge of organizations",
                "verbose_name_plural": "merges of organizations",
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_on", models.DateField(blank=True, null=True, verbose_name="took over on")),
                ("is_whole", models.BooleanField(default=True, verbose_name="everything went over")),
                ("functions", models.TextField(blank=True, verbose_name="what went over")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="recorded at")),
                ("voided_at", models.DateTimeField(blank=True, null=True, verbose_name="voided at")),
                ("void_reason", models.TextField(blank=True, verbose_name="reason for voiding")),
            ],
            options={
                "verbose_name": "succession",
                "verbose_name_plural": "successions",
            },
        ),
        migrations.AddField(
            model_name="organization",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duplicates",
                to="partnerships.organization",
                verbose_name="merged into",
            ),
        ),
        migrations.AddField(
            model_name="partnership",
            name="joined_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="When one of its parties was on record twice and the other partnership was kept.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.partnership",
                verbose_name="joined into",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="organization_not_merged_into_itself",
                violation_error_message="An organization cannot be merged with itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("joined_into__isnull", True),
                    models.Q(("joined_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="partnership_not_joined_into_itself",
                violation_error_message="A partnership cannot be joined into itself.",
            ),
        ),
        migrations.AddField(
            model_name="mergedrow",
            name="content_type",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contenttypes.contenttype"
            ),
        ),
        migrations.AddField(
            model_name="organizationmerge",
            name="duplicate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges_as_duplicate",
                to="partnerships.organization",
                verbose_name="duplicate",
            ),
        ),
        migrations.AddField(
            model_name="organizationmerge",
            name="kept",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges",
                to="partnerships.organization",
                verbose_name="kept organization",
            ),
        ),
        migrations.AddField(
            model_name="organizationmerge",
            name="merged_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="merged by",
            ),
        ),
        migrations.AddField(
            model_name="organizationmerge",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="undone by",
            ),
        ),
        migrations.AddField(
            model_name="mergedrow",
            name="merge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rows",
                to="partnerships.organizationmerge",
                verbose_name="merge of organizations",
            ),
        ),
        migrations.AddField(
            model_name="succession",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="successions",
                to="partnerships.organization",
                verbose_name="organization",
            ),
        ),
        migrations.AddField(
            model_name="succession",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="succession",
            name="successor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="inheritances",
                to="partnerships.organization",
                verbose_name="successor",
            ),
        ),
        migrations.AddField(
            model_name="succession",
            name="voided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="voided by",
            ),
        ),
        migrations.AddConstraint(
            model_name="organizationmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept", models.F("duplicate")), _negated=True),
                name="merge_of_two_organizations",
                violation_error_message="An organization cannot be merged with itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organizationmerge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)),
                fields=("duplicate",),
                name="merge_of_a_duplicate_once",
                violation_error_message="This organization was merged into another already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organizationmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("undone_at__isnull", True), ("undone_at__gte", models.F("merged_at")), _connector="OR"
                ),
                name="merge_undone_after_merged",
                violation_error_message="A merge cannot be undone before it was made.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mergedrow",
            constraint=models.UniqueConstraint(
                fields=("merge", "content_type", "object_id"),
                name="merged_row_once_per_merge",
                violation_error_message="The merge has moved this row already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("organization", models.F("successor")), _negated=True),
                name="succession_of_two_organizations",
                violation_error_message="An organization cannot succeed itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_whole", True), models.Q(("functions", ""), _negated=True), _connector="OR"),
                name="succession_in_part_says_what",
                violation_error_message="Say what went over, since not everything did.",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at__isnull", True)),
                fields=("organization", "successor"),
                name="succession_once_per_pair",
                violation_error_message="This succession is on record already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_whole", True), ("voided_at__isnull", True)),
                fields=("organization",),
                name="succession_whole_only_once",
                violation_error_message="Everything went over to another organization already. Correct that first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("voided_at__isnull", True), models.Q(("void_reason", ""), _negated=True), _connector="OR"
                ),
                name="succession_void_has_reason",
                violation_error_message="Voiding needs a reason.",
            ),
        ),
        migrations.RunPython(keep_successors, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name="organization",
            name="organization_not_its_own_successor",
        ),
        migrations.RemoveField(
            model_name="organization",
            name="succeeded_by",
        ),
    ]
