"""The indicators: what each one measures, with the numbers of a version of the method."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.api.pagination import CountedPages
from partnerships.api.parameters import check_form
from partnerships.api.read_only import ShapedSerializer, ShapedViewSet
from trust.models import Methodology
from trust.scoring.methodology import DIMENSIONS, SHAPES, IndicatorSettings, Rule
from trust.scoring.methodology import Methodology as Numbers
from trust.scoring.registry import INDICATORS, Indicator
from trust.services import current_methodology
from trust.services.methodologies import numbers_of

ACCOUNTABLE = ("ngo", "government", "both")
ORDERINGS = ("position", "-position", "code", "-code", "weight", "-weight")


@dataclass(frozen=True)
class EventRule:
    """What one event adds to an indicator: mass on the building and on the eroding side, and how fast that fades."""

    event: str
    outcome: str | None
    building: float
    eroding: float
    half_life_months: float


@dataclass(frozen=True)
class IndicatorCard:
    """One indicator under one version of the method. Every reading lies between `minimum` and `maximum`."""

    position: int
    code: str
    name_en: str
    name_zh: str
    dimension: str
    weight: float
    shape: str
    accountable: str
    question: str
    unit: str
    minimum: float
    maximum: float
    window: str
    evidence: str
    source: str
    rules: list[EventRule]
    methodology: str


def cards(methodology: Methodology) -> list[IndicatorCard]:
    """All indicators, in their order."""
    numbers = numbers_of(methodology)
    return [_card(position, indicator, numbers) for position, indicator in enumerate(INDICATORS, start=1)]


def _card(position: int, indicator: Indicator, numbers: Numbers) -> IndicatorCard:
    """What is written beside the rule, taken apart: a question, then labelled sentences."""
    parts = indicator.parts
    settings: IndicatorSettings = numbers.indicators[indicator.code]
    question = indicator.documentation.partition(": ")[2].partition("?")[0]
    return IndicatorCard(
        position=position,
        code=indicator.code,
        name_en=indicator.name_en,
        name_zh=indicator.name_zh,
        dimension=settings.dimension,
        weight=settings.weight,
        shape=settings.shape,
        accountable=indicator.accountable,
        question=question[:1].upper() + question[1:] + "?",
        unit=parts["Unit"],
        minimum=0.0,
        maximum=1.0,
        window=parts.get("Window", ""),
        evidence=parts.get("Evidence", ""),
        source=parts["Source"],
        rules=[_rule(rule, numbers) for rule in settings.rules],
        methodology=numbers.version,
    )


def _rule(rule: Rule, numbers: Numbers) -> EventRule:
    months = numbers.half_life_months[rule.half_life]
    return EventRule(rule.event, rule.outcome, rule.building, rule.eroding, months)


class EventRuleSerializer(serializers.Serializer[EventRule]):
    """What one event adds to an indicator."""

    event = serializers.CharField(help_text="Code of the event type.")
    outcome = serializers.CharField(allow_null=True, help_text="Only events with this outcome; null: with any.")
    building = serializers.FloatField(help_text="Mass of evidence that builds.")
    eroding = serializers.FloatField(help_text="Mass of evidence that erodes.")
    half_life_months = serializers.FloatField()


class IndicatorSerializer(ShapedSerializer):
    """One measured question, with the numbers of a version of the method."""

    position = serializers.IntegerField()
    code = serializers.CharField()
    name_en = serializers.CharField()
    name_zh = serializers.CharField()
    dimension = serializers.ChoiceField([(name, name) for name in DIMENSIONS])
    weight = serializers.FloatField(help_text="Share of its dimension; the weights of a dimension add up to 1.")
    shape = serializers.ChoiceField([(name, name) for name in SHAPES], help_text="How evidence becomes a reading.")
    accountable = serializers.ChoiceField([(name, name) for name in ACCOUNTABLE], help_text="Whose conduct it reads.")
    question = serializers.CharField()
    unit = serializers.CharField()
    minimum = serializers.FloatField(help_text="The lowest reading there can be.")
    maximum = serializers.FloatField(help_text="The highest reading there can be.")
    window = serializers.CharField(help_text="How far back facts count; empty where the unit says it.")
    evidence = serializers.CharField(help_text="What counts; empty where the unit says it.")
    source = serializers.CharField()
    rules = EventRuleSerializer(many=True)
    methodology = serializers.CharField(help_text="The version of the method these numbers belong to.")


class MethodologyForm(forms.Form):
    """Which version of the method."""

    methodology = forms.ModelChoiceField(
        Methodology.objects.order_by("effective_on", "version"),
        to_field_name="version",
        required=False,
        error_messages={"invalid_choice": gettext_lazy("There is no such version of the method, such as 2026.1.")},
    )


class IndicatorForm(MethodologyForm):
    """Filters and order of the list."""

    @staticmethod
    def _codes(codes: Sequence[str]) -> dict[str, Any]:
        message = format_lazy(gettext_lazy("Choose from: {codes}."), codes=", ".join(codes))
        return {
            "choices": [(code, code) for code in codes],
            "required": False,
            "error_messages": {"invalid_choice": message},
        }

    dimension = forms.MultipleChoiceField(**_codes(DIMENSIONS))
    accountable = forms.MultipleChoiceField(**_codes(ACCOUNTABLE))
    ordering = forms.ChoiceField(**_codes(ORDERINGS))


METHODOLOGY = OpenApiParameter("methodology", str, description="A version of the method; without it the one in force.")


class IndicatorViewSet(ShapedViewSet):
    """The indicators of a version of the method; without `methodology` of the one in force."""

    queryset = Methodology.objects.none()
    serializer_class = IndicatorSerializer
    filter_backends = ()
    pagination_class = CountedPages
    lookup_field = "code"
    lookup_value_regex = "[^/]+"

    def known_parameters(self) -> tuple[set[str], set[str]]:
        """The form's fields and those to be shown; on the list also its filters and the pages."""
        if self.detail:
            return set(MethodologyForm.base_fields) | self.shaping(), set()
        names = set(IndicatorForm.base_fields) | CountedPages.parameters | self.shaping()
        return names, {"dimension", "accountable"}

    @extend_schema(
        parameters=[
            METHODOLOGY,
            OpenApiParameter("dimension", str, enum=DIMENSIONS, many=True),
            OpenApiParameter("accountable", str, enum=ACCOUNTABLE, many=True),
            OpenApiParameter("ordering", str, enum=ORDERINGS),
        ]
    )
    def list(self, request: Request) -> Response:
        """The indicators, as documented beside each rule."""
        form = IndicatorForm(request.query_params)
        check_form(form, request)
        found = [card for card in cards(_version(form)) if _asked(card, form.cleaned_data)]
        order = form.cleaned_data["ordering"] or "position"
        found.sort(key=lambda card: getattr(card, order.removeprefix("-")), reverse=order.startswith("-"))
        return self.get_paginated_response(self.get_serializer(self.paginate_queryset(found), many=True).data)

    @extend_schema(parameters=[METHODOLOGY])
    def retrieve(self, request: Request, code: str) -> Response:
        """One indicator by its code, such as C1."""
        form = MethodologyForm(request.query_params)
        check_form(form, request)
        for card in cards(_version(form)):
            if card.code == code:
                return Response(self.get_serializer(card).data)
        raise NotFound(_("There is no indicator “{code}”.").format(code=code))


def _version(form: MethodologyForm) -> Methodology:
    return form.cleaned_data["methodology"] or current_methodology()


def _asked(card: IndicatorCard, wanted: dict[str, Any]) -> bool:
    return all(not wanted[name] or getattr(card, name) in wanted[name] for name in ("dimension", "accountable"))
