"""Statistics of many partnerships: the numbers of the dashboards, for programs.

What is told travels further than a page, so the rule for small cells holds for everybody, as it does in files.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.api.parameters import StrictFilterBackend, check_form
from partnerships.api.read_only import CheckedParameters
from partnerships.models import Partnership, Role
from trust.presenters.population import caveat, independence, left_truncation, rule
from trust.services import current_methodology
from trust.services.population import read_moves
from trust.services.statistics import (
    TARGETS,
    PeriodForm,
    PopulationFilter,
    Question,
    asked_of,
    narrowed,
    read_months,
    seen_by,
    told_arrears,
    told_cohorts,
    told_distribution,
    told_flows,
    told_groups,
    told_quarters,
    told_rates,
    told_times,
)

from . import statistics_rows as rows
from .statistics_answers import arrears_row, cohort_answer, group_rows, intensity_row, time_answer

FROM = OpenApiParameter("period_from", OpenApiTypes.DATE, description="The first day; without it two years before.")
OBSERVED_FROM = OpenApiParameter(
    "period_from", OpenApiTypes.DATE, description="The first day of observation; without it all that is on record."
)
UNTIL = OpenApiParameter("period_until", OpenApiTypes.DATE, description="The last day; without it the last month end.")
TARGET = OpenApiParameter(
    "target", OpenApiTypes.STR, enum=TARGETS, description="The stage reached; without it contractual trust."
)


class StatisticsSerializer(serializers.Serializer[dict[str, Any]]):
    """What is true of all figures of an answer.

    Numbers from 1 to 4 are left out, and so is what they could be found from; others are to the nearest five.
    """

    methodology = serializers.CharField(help_text="The version of the method in force, by which stages are judged.")
    as_of = serializers.DateField(help_text="The last day counted.")
    caveats = serializers.ListField(
        child=serializers.CharField(),
        help_text="What has to be said beside the figures, in the reader's language.",
    )


class StatisticsView(CheckedParameters, GenericAPIView[Any]):
    """Abstract: figures of the partnerships the reader may see, by the filters of their list."""

    kind = "assessments"
    queryset = Partnership.objects.none()
    filter_backends = (StrictFilterBackend,)
    filterset_class = PopulationFilter
    pagination_class = None
    periods: ClassVar[frozenset[str]] = frozenset()

    def known_parameters(self) -> tuple[set[str], set[str]]:
        """The filters of the list, and what the figures know of a period."""
        names, repeatable = StrictFilterBackend().names(self)
        return names | self.periods, repeatable

    def answered(self, request: Request) -> Response:
        """The figures with what is true of all of them."""
        if request.user.role == Role.NGO_MANAGER:  # type: ignore[union-attr]
            message = _("Dashboards show many partnerships at once, and you see those of your own organization only.")
            raise PermissionDenied(message)
        seen = seen_by(request.user)  # type: ignore[arg-type]
        filters = PopulationFilter(request.query_params, queryset=seen, request=request)
        check_form(filters.form, request)
        period = PeriodForm(request.query_params)
        check_form(period, request)
        question = Question(narrowed(seen, filters), **asked_of(period.cleaned_data))
        body = {
            "methodology": current_methodology().version,
            "as_of": question.until,
            "caveats": [caveat(), *self.caveats(), rule()],
            **self.figures(question),
        }
        return Response(self.get_serializer_class()(body).data)

    def caveats(self) -> list[str]:
        """What has to be said of these figures beside what is always said."""
        return []

    def figures(self, question: Question) -> Mapping[str, Any]:
        """The tables."""
        raise NotImplementedError


class StageStatisticsSerializer(StatisticsSerializer):
    """Where partnerships stand and stood, and how they moved."""

    period_from = serializers.DateField(help_text="The first day counted.")
    distribution = rows.OutcomeCountSerializer(many=True, help_text="On the last day.")
    months = rows.MonthCountSerializer(many=True, help_text="On every month end of the period.")
    flows = rows.FlowCountSerializer(many=True, help_text="From the first day to the last.")
    quarters = rows.QuarterCountSerializer(many=True, help_text="Changes per quarter.")


class StageStatisticsView(StatisticsView):
    """Partnerships by stage now and month by month, where they went, and changes per quarter."""

    serializer_class = StageStatisticsSerializer
    periods = frozenset({"period_from", "period_until"})

    @extend_schema(operation_id="statistics_stages", filters=True, parameters=[FROM, UNTIL])
    def get(self, request: Request) -> Response:
        """Partnerships by stage now and month by month, where they went, and changes per quarter."""
        return self.answered(request)

    def figures(self, question: Question) -> Mapping[str, Any]:
        """Three queries."""
        months = read_months(question)
        quarters, changes = told_quarters(question)
        return {
            "period_from": question.since,
            "distribution": rows.outcome_rows("partnerships", told_distribution(question, months)),
            "months": [
                row
                for day, line in zip(months.days, months.told, strict=True)
                for row in rows.outcome_rows("partnerships", line, month_end=day)
            ],
            "flows": rows.square_rows("partnerships", told_flows(question)),
            "quarters": [
                row
                for each, line in zip(quarters, changes, strict=True)
                for row in rows.kind_rows("changes", line, year=each.year, quarter=each.number)
            ],
        }


class GroupStatisticsSerializer(StatisticsSerializer):
    """Partnerships by division of the body and by service field of the NGO, as they stand at present.

    Small groups are told as one without a name.
    """

    divisions = rows.DivisionCountSerializer(many=True)
    fields_of_service = rows.FieldCountSerializer(many=True)
    division_dimensions = rows.DivisionMediansSerializer(many=True)
    field_dimensions = rows.FieldMediansSerializer(many=True)
    arrears = rows.ArrearsSerializer(many=True, help_text="As of today.")


class GroupStatisticsView(StatisticsView):
    """Partnerships by division and by service field: stages, dimensions, and what bodies owe."""

    serializer_class = GroupStatisticsSerializer

    @extend_schema(operation_id="statistics_groups", filters=True)
    def get(self, request: Request) -> Response:
        """Partnerships by division and by service field: stages, dimensions, and what bodies owe."""
        return self.answered(request)

    def caveats(self) -> list[str]:
        """Nobody is ranked; not every payment has a due date."""
        return [
            _("Divisions and fields differ in what is bought and recorded; the figures rank nobody."),
            _("Only payments with a due date on record can be late. Other currencies are left out."),
        ]

    def figures(self, question: Question) -> Mapping[str, Any]:
        """Three queries."""
        divisions, fields = told_groups(question)
        by_division, division_medians = group_rows(divisions, "division")
        by_field, field_medians = group_rows(fields, "service_field")
        return {
            "divisions": by_division,
            "fields_of_service": by_field,
            "division_dimensions": division_medians,
            "field_dimensions": field_medians,
            "arrears": [arrears_row(each) for each in told_arrears(question)],
        }


class TimeStatisticsSerializer(StatisticsSerializer):
    """How long partnerships stay at a stage, and what ends it."""

    period_from = serializers.DateField(
        allow_null=True, help_text="The first day of observation; null where every spell counts from its beginning."
    )
    stages = rows.DurationSerializer(many=True)
    lasting = rows.SurvivalPointSerializer(many=True)
    endings = rows.EndingPointSerializer(many=True)


class TimeStatisticsView(StatisticsView):
    """Time in a stage: survival curves with intervals and numbers at risk, and competing risks."""

    serializer_class = TimeStatisticsSerializer
    periods = frozenset({"period_from", "period_until"})

    @extend_schema(operation_id="statistics_time", filters=True, parameters=[OBSERVED_FROM, UNTIL])
    def get(self, request: Request) -> Response:
        """Time in a stage: survival curves with intervals and numbers at risk, and competing risks."""
        return self.answered(request)

    def caveats(self) -> list[str]:
        """What a first day of observation does."""
        return [left_truncation()]

    def figures(self, question: Question) -> Mapping[str, Any]:
        """One query."""
        return {"period_from": question.observed_from, **time_answer(told_times(question))}


class CohortStatisticsSerializer(StatisticsSerializer):
    """How soon partnerships reach a stage after the first contact, the first month judged."""

    target = serializers.ChoiceField(rows.STAGE_CHOICES, help_text="The stage reached.")
    cohorts = rows.CohortSerializer(many=True)
    reached = rows.CohortPointSerializer(many=True)


class CohortStatisticsView(StatisticsView):
    """Cohorts by year of the first contact, by level of the body, by service field: how soon a stage is reached."""

    serializer_class = CohortStatisticsSerializer
    periods = frozenset({"period_until", "target"})

    @extend_schema(operation_id="statistics_cohorts", filters=True, parameters=[UNTIL, TARGET])
    def get(self, request: Request) -> Response:
        """Cohorts by year of the first contact, by level of the body, by service field: how soon a stage is reached."""
        return self.answered(request)

    def figures(self, question: Question) -> Mapping[str, Any]:
        """One query."""
        return {"target": question.target, **cohort_answer(told_cohorts(question))}


class RateStatisticsSerializer(StatisticsSerializer):
    """How often partnerships move: chances of a year, changes on record, intensities."""

    matrix = rows.ChanceSerializer(many=True, help_text="Each row of outcomes before adds up to 1.")
    moves = rows.MoveCountSerializer(many=True)
    intensities = rows.IntensitySerializer(many=True)


class RateStatisticsView(StatisticsView):
    """The yearly transition matrix, the changes it rests on, and intensities with their intervals."""

    serializer_class = RateStatisticsSerializer

    @extend_schema(operation_id="statistics_rates", filters=True)
    def get(self, request: Request) -> Response:
        """The yearly transition matrix, the changes it rests on, and intensities with their intervals."""
        return self.answered(request)

    def caveats(self) -> list[str]:
        """What the matrix supposes."""
        return [independence()]

    def figures(self, question: Question) -> Mapping[str, Any]:
        """One query."""
        rates = told_rates(question, read_moves(question.chosen))
        chances = [[None if each is None else rows.to_percent(each) for each in line] for line in rates.chances]
        return {
            "matrix": rows.square_rows("chance", chances),
            "moves": rows.square_rows("changes", rates.moves),
            "intensities": [intensity_row(each, is_told) for each, is_told in rates.intensities],
        }
