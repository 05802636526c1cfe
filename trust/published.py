"""Judgements that go out as data, and the words for what they hold."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Value, When
from django.db.models.functions import Cast, NullIf
from django.db.models.lookups import GreaterThan
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from partnerships.datasets.columns import Column, column_of
from partnerships.datasets.tables import DataTable, table_of
from partnerships.models.languages import in_reader_language
from trust.models import Assessment, AssessmentRun, Methodology, Objection, Override, Reply, StageSpell
from trust.models.assessments import RealField, Reason, Stage
from trust.presenters.flags import FLAG_WORDS
from trust.scoring.flags import FLAGS
from trust.scoring.gates import CONDITION_CODES
from trust.scoring.methodology import DIMENSIONS
from trust.scoring.registry import INDICATORS
from trust.scoring.stages import REASONS
from trust.services.methodologies import numbers_of

STAGES = tuple(stage.name.lower() for stage in Stage)
CHANCE = _("probability, 0 to 1")
SHARE = _("0 to 1")


def _code(name: str, path: str, codes: Sequence[str], labels: Sequence[Any], title: Any) -> Column:
    """A code that the database keeps as its place in a list; the first, empty or not, is a code as well."""
    whens = [When(**{path: number}, then=Value(code)) for number, code in enumerate(codes)]
    expression = Case(*whens, output_field=CharField())
    return Column(name, expression, "string", title, codes=tuple(zip(codes, labels, strict=True)))


def _real(path: str) -> Any:
    """A four-byte number, with the digits it has; nothing where there is no reading."""
    return NullIf(F(path), Cast(Value("NaN"), RealField()))


def _flags() -> Iterator[Column]:
    for bit, flag in enumerate(FLAGS):
        raised = GreaterThan(F("flags").bitand(1 << bit), 0)
        words = FLAG_WORDS[flag]
        yield Column(f"flag_{flag}", raised, "boolean", words.label, words.sentence)


def _dimensions() -> Iterator[Column]:
    for number, name in enumerate(DIMENSIONS):
        yield Column(f"{name}_mean", _real(f"dimension_means__{number}"), "number", _("dimension"), name, SHARE)
        yield Column(
            f"{name}_deviation",
            _real(f"dimension_deviations__{number}"),
            "number",
            _("standard deviation"),
            name,
            SHARE,
        )


def _conditions() -> Iterator[Column]:
    for number, code in enumerate(CONDITION_CODES):
        title = _("chance that the condition holds")
        yield Column(f"condition_{code}", _real(f"conditions__{number}"), "number", title, code, CHANCE)


def _indicators() -> Iterator[Column]:
    """Three columns for each indicator of any version of the method; its place in the arrays depends on the version."""
    names = {each.code: lazy(in_reader_language, str)(each.name_zh, each.name_en) for each in INDICATORS}
    places: dict[str, list[tuple[int, int]]] = {}
    for version in Methodology.objects.order_by("pk"):
        for number, code in enumerate(numbers_of(version).indicators):
            places.setdefault(code, []).append((version.pk, number))
    for code, at in places.items():
        name = names.get(code, code)
        yield Column(f"{code}_mean", _at("indicator_values", at), "number", name, _("indicator"), SHARE)
        yield Column(
            f"{code}_deviation", _at("indicator_deviations", at), "number", name, _("standard deviation"), SHARE
        )
        facts = _at("indicator_facts", at, IntegerField())
        yield Column(f"{code}_facts", facts, "integer", name, _("facts behind it"), _("facts"))


def _at(array: str, places: Sequence[tuple[int, int]], output: Any = None) -> Case:
    whens = [
        When(run__methodology=version, then=_real(f"{array}__{number}") if output is None else F(f"{array}__{number}"))
        for version, number in places
    ]
    return Case(*whens, output_field=output or RealField())


def _assessments() -> Sequence[Column]:
    return (
        *(column_of(Assessment, path) for path in ("id", "run_id", "partnership_id", "as_of", "since_on")),
        _code("stage", "stage", STAGES, Stage.labels, _("stage")),
        _code("reason", "reason", REASONS, Reason.labels, _("reason for no stage")),
        *(
            column_of(Assessment, path, unit=CHANCE)
            for path in ("at_least_dependence", "at_least_contractual", "at_least_equal")
        ),
        *_dimensions(),
        *_indicators(),
        *_conditions(),
        *_flags(),
        column_of(Assessment, "evidence_digest"),
    )


def _spells() -> Sequence[Column]:
    after = _("stage after it")
    return (
        *(column_of(StageSpell, path) for path in ("id", "partnership_id", "started_on", "ended_on", "last_on")),
        _code("stage", "stage", STAGES, Stage.labels, _("stage")),
        _code("reason", "reason", REASONS, Reason.labels, _("reason for no stage")),
        _code("next_stage", "next_stage", STAGES, Stage.labels, after),
        _code("next_reason", "next_reason", REASONS, Reason.labels, _("reason for no stage after it")),
    )


def _overrides() -> Sequence[Column]:
    """Without the objection that led to one: whoever reads overrides need not know of it."""
    return (
        *(column_of(Override, path) for path in ("id", "partnership_id")),
        _code("stage", "stage", STAGES, Stage.labels, _("stage")),
        *(
            column_of(Override, path)
            for path in ("grounds", "expires_on", "proposed_at", "confirmed_at", "ended_at", "end_reason")
        ),
    )


TABLES = (
    table_of("methodologies", Methodology, ("id", "version", "digest", "effective_on", "registered_at")),
    table_of(
        "assessment_runs",
        AssessmentRun,
        ("id", "methodology_id", "known_at", "started_at", "finished_at"),
        in_feed=False,  # everybody's runs: how much was judged is told by the assessments one may see
    ),
    DataTable("assessments", Assessment, _assessments, Assessment._meta.verbose_name_plural),
    table_of(
        "reading_objections",
        Objection,
        (
            "id",
            "partnership_id",
            "assessment_id",
            "about",
            "side",
            "grounds",
            "opened_at",
            "closed_at",
            "outcome",
            "ruling",
        ),
    ),
    DataTable("overrides", Override, _overrides, Override._meta.verbose_name_plural),
    table_of("replies", Reply, ("id", "partnership_id", "assessment_id", "side", "text", "made_at", "withdrawn_at")),
    DataTable("stage_spells", StageSpell, _spells, StageSpell._meta.verbose_name_plural, in_feed=False),
)
