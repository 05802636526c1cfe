"""The mutual survey: rounds, answers, and what is told of a body once a year.

Two promises are kept by the database itself: a result is written once, and an answer changes only by being taken back
before its release.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.array
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

KEEP = """
CREATE FUNCTION partnerships_keep_survey_result() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of a survey result is refused: what was told once is not told again.', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION partnerships_keep_survey_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
        AND (NEW.id, NEW.round_id, NEW.side, NEW.answered_at, NEW.answered_by_id)
            IS NOT DISTINCT FROM (OLD.id, OLD.round_id, OLD.side, OLD.answered_at, OLD.answered_by_id)
        AND EXISTS (SELECT FROM partnerships_surveyround r WHERE r.id = OLD.round_id AND r.released_at IS NULL)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% of a survey answer is refused: it may only be taken back, before its release.', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER survey_result_kept BEFORE UPDATE OR DELETE ON partnerships_surveyresult
    FOR EACH ROW EXECUTE FUNCTION partnerships_keep_survey_result();
CREATE TRIGGER survey_answer_kept BEFORE UPDATE OR DELETE ON partnerships_surveyanswer
    FOR EACH ROW EXECUTE FUNCTION partnerships_keep_survey_answer();
"""
UNDO = (
    "DROP FUNCTION partnerships_keep_survey_result() CASCADE; DROP FUNCTION partnerships_keep_survey_answer() CASCADE;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0017_views_of_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="SurveyRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("questionnaire", models.CharField(max_length=20, verbose_name="questionnaire")),
                ("opened_on", models.DateField(verbose_name="asked on")),
                ("answer_by", models.DateField(verbose_name="last day to answer")),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="released at")),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        help_text="Nobody, where the yearly survey asked.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_rounds",
                        to="partnerships.partnership",
                        verbose_name="partnership",
                    ),
                ),
            ],
            options={
                "verbose_name": "survey round",
                "verbose_name_plural": "survey rounds",
            },
        ),
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(max_length=8, verbose_name="side")),
                (
                    "scores",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(blank=True, null=True), blank=True, size=None
                    ),
                ),
                ("answered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="answered at")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back at")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="partnerships.surveyround",
                        verbose_name="survey round",
                    ),
                ),
            ],
            options={
                "verbose_name": "survey answer",
                "verbose_name_plural": "survey answers",
            },
        ),
        migrations.CreateModel(
            name="SurveyResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("questionnaire", models.CharField(max_length=20, verbose_name="questionnaire")),
                ("ngos", models.PositiveIntegerField(blank=True, null=True, verbose_name="NGOs that answered")),
                (
                    "means",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DecimalField(decimal_places=1, max_digits=2, null=True),
                        blank=True,
                        size=None,
                        verbose_name="mean of each statement",
                    ),
                ),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="published at")),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_results",
                        to="partnerships.organization",
                        verbose_name="government body",
                    ),
                ),
            ],
            options={
                "verbose_name": "survey result",
                "verbose_name_plural": "survey results",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "year"),
                        name="survey_result_once_a_year",
                        violation_error_message="The result of this year is published and stays as it is.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("means", []), ("ngos__isnull", True)),
                            models.Q(("means__len__gt", 0), ("ngos__gte", 5)),
                            _connector="OR",
                        ),
                        name="survey_result_of_enough_ngos",
                        violation_error_message="A result is told of five NGOs and more, or not at all.",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="surveyround",
            index=models.Index(fields=["opened_on"], name="survey_round_opened_on"),
        ),
        migrations.AddConstraint(
            model_name="surveyround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("released_at__isnull", True)),
                fields=("partnership",),
                name="survey_round_one_open",
                violation_error_message="The two sides are being asked already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyround",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer_by__gte", models.F("opened_on"))),
                name="survey_round_leaves_time",
                violation_error_message="The last day to answer cannot lie before the day the two sides are asked.",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyanswer",
            constraint=models.UniqueConstraint(
                fields=("round", "side"),
                name="survey_answer_one_per_side",
                violation_error_message="Your side has answered already. Each side answers once.",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["ngo", "gov"])),
                name="survey_answer_by_a_party",
                violation_error_message="Only the two sides of the partnership answer.",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyanswer",
            constraint=models.CheckConstraint(
                condition=django.contrib.postgres.fields.array.ArrayContainedBy(
                    models.Func(
                        "scores",
                        models.Value(None),
                        function="array_remove",
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.PositiveSmallIntegerField(blank=True, null=True), blank=True, size=None
                        ),
                    ),
                    models.Value(
                        [1, 2, 3, 4, 5],
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.PositiveSmallIntegerField(blank=True, null=True), blank=True, size=None
                        ),
                    ),
                ),
                name="survey_answer_on_the_scale",
                violation_error_message="An answer is a point from 1 to 5, or “cannot say”.",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("scores__len__gt", 0), ("withdrawn_at__isnull", True)),
                    models.Q(("scores", []), ("withdrawn_at__isnull", False)),
                    _connector="OR",
                ),
                name="survey_answer_empty_when_withdrawn",
                violation_error_message="An answer that was taken back keeps nothing of what it said.",
            ),
        ),
        migrations.RunSQL(KEEP, UNDO),
    ]
