"""Suspensions, closings and corrections of contracts; whose word an early ending is, and who confirmed it."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Until now an ending was taken for the word of the side that had entered the contract.
ENDINGS_ENTERED_BY = """
UPDATE partnerships_contract SET termination_side = recorded_side WHERE terminated_on IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0006_indexes_that_are_read"),
    ]

    operations = [
        migrations.CreateModel(
            name="Suspension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verification",
                    models.CharField(
                        choices=[
                            ("official", "official: registry or official document"),
                            ("dual", "confirmed by both sides"),
                            ("third", "independent evaluator or auditor"),
                            ("single_doc", "one side, with a document"),
                            ("single", "one side, no document"),
                        ],
                        max_length=10,
                        verbose_name="verification",
                    ),
                ),
                (
                    "recorded_side",
                    models.CharField(
                        choices=[
                            ("ngo", "NGO"),
                            ("gov", "government body"),
                            ("registry", "registry"),
                            ("third", "third party"),
                            ("system", "derived by the system"),
                        ],
                        max_length=8,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="recorded at"),
                ),
                ("voided_at", models.DateTimeField(blank=True, null=True, verbose_name="voided at")),
                ("void_reason", models.TextField(blank=True, verbose_name="reason for voiding")),
                (
                    "source_key",
                    models.CharField(
                        blank=True,
                        help_text="Identifies the row in the file it was imported from, so that importing twice changes nothing.",
                        max_length=200,
                        verbose_name="key in the source",
                    ),
                ),
                ("started_on", models.DateField(verbose_name="suspended from")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="resumed on")),
                ("end_recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="resumption recorded at")),
                ("reason", models.TextField(blank=True, verbose_name="reason for suspending")),
            ],
            options={
                "verbose_name": "suspension",
                "verbose_name_plural": "suspensions",
            },
        ),
        migrations.RemoveConstraint(
            model_name="contract",
            name="contract_termination_complete",
        ),
        migrations.AddField(
            model_name="contract",
            name="closed_on",
            field=models.DateField(blank=True, null=True, verbose_name="closed on"),
        ),
        migrations.AddField(
            model_name="contract",
            name="closing_note",
            field=models.TextField(blank=True, verbose_name="note on closing"),
        ),
        migrations.AddField(
            model_name="contract",
            name="closing_recorded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="closing recorded at"),
        ),
        migrations.AddField(
            model_name="contract",
            name="closing_recorded_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="closing recorded by",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="partnerships.contract",
                verbose_name="corrects",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="termination_confirmed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ending confirmed at"),
        ),
        migrations.AddField(
            model_name="contract",
            name="termination_confirmed_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ending confirmed by",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="termination_recorded_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ending recorded by",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="termination_side",
            field=models.CharField(blank=True, max_length=8, verbose_name="ending entered by"),
        ),
        migrations.RunSQL(ENDINGS_ENTERED_BY, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("terminated_on__isnull", True),
                        ("termination_confirmed_at__isnull", True),
                        ("termination_fault", ""),
                        ("termination_party", ""),
                        ("termination_recorded_at__isnull", True),
                        ("termination_side", ""),
                        ("termination_verification", ""),
                    ),
                    models.Q(
                        ("terminated_on__isnull", False),
                        ("termination_fault__in", ["government", "ngo", "both", "none"]),
                        ("termination_party__in", ["government", "ngo", "both", "none"]),
                        ("termination_recorded_at__isnull", False),
                        ("termination_side__in", ["ngo", "gov", "registry", "third", "system"]),
                        ("termination_verification__in", ["official", "dual", "third", "single_doc", "single"]),
                    ),
                    _connector="OR",
                ),
                name="contract_termination_complete",
                violation_error_message="Ending a contract early needs the date, who ended it, whose fault it was, and its verification.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("corrects__isnull", True), models.Q(("corrects", models.F("id")), _negated=True), _connector="OR"
                ),
                name="contract_does_not_correct_itself",
                violation_error_message="A contract cannot correct itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", True), ("closing_note", ""), ("closing_recorded_at__isnull", True)),
                    models.Q(("closed_on__isnull", False), ("closing_recorded_at__isnull", False)),
                    _connector="OR",
                ),
                name="contract_closing_complete",
                violation_error_message="Closing a contract needs the day and the moment that was recorded.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_on__isnull", True), ("closed_on__gte", models.F("signed_on")), _connector="OR"
                ),
                name="contract_closed_after_signed",
                violation_error_message="A contract cannot be closed before it was signed.",
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="contract",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="suspensions",
                to="partnerships.contract",
                verbose_name="contract",
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="import_batch",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partnerships.importbatch",
                verbose_name="import",
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="voided_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="voided by",
            ),
        ),
        migrations.AddIndex(
            model_name="suspension",
            index=models.Index(fields=["contract", "started_on"], name="suspension_history"),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(("verification__in", ["official", "dual", "third", "single_doc", "single"])),
                name="suspension_verification_known",
                violation_error_message="Choose one of the five verification levels.",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(("recorded_side__in", ["ngo", "gov", "registry", "third", "system"])),
                name="suspension_side_known",
                violation_error_message="Say which side the entry comes from.",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("voided_at__isnull", True), models.Q(("void_reason", ""), _negated=True), _connector="OR"
                ),
                name="suspension_void_has_reason",
                violation_error_message="Voiding needs a reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("voided_at__isnull", True), ("voided_at__gte", models.F("recorded_at")), _connector="OR"
                ),
                name="suspension_voided_after_recorded",
                violation_error_message="A fact cannot be voided before it was recorded.",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("source_key", ""), _negated=True), ("voided_at__isnull", True)),
                fields=("source_key",),
                name="suspension_source_key_once",
                violation_error_message="This row of the source has been imported already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True), ("ended_on__gt", models.F("started_on")), _connector="OR"
                ),
                name="suspension_ends_after_start",
                violation_error_message="Work cannot go on before the day after it was suspended.",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_recorded_at__isnull", True), ("ended_on__isnull", True)),
                    models.Q(("end_recorded_at__isnull", False), ("ended_on__isnull", False)),
                    _connector="OR",
                ),
                name="suspension_end_is_recorded",
                violation_error_message="A suspension that ended needs the moment that was recorded.",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True), ("voided_at__isnull", True)),
                fields=("contract",),
                name="suspension_one_open_per_contract",
                violation_error_message="The contract is suspended already.",
            ),
        ),
    ]
