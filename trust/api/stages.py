"""An organization's stages: how its partnerships are distributed. There is no average, and no ranking."""

from collections import Counter
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from partnerships.api.organizations import OrganizationReferenceSerializer
from partnerships.api.partnerships import PartnershipReferenceSerializer
from partnerships.api.read_only import CheckedParameters
from partnerships.filters.fields import IDS
from partnerships.models import AnnualFinance, Organization, Partnership, Verification
from trust.filters import STAGE_CODES
from trust.scoring.stages import REASONS
from trust.services import current_methodology
from trust.services.methodologies import numbers_of

NOT_ASSESSED = "not_assessed"
OUTCOMES = (*STAGE_CODES[:0:-1], *REASONS[1:], NOT_ASSESSED)
OUTCOME_CHOICES = [(code, code.replace("_", " ")) for code in OUTCOMES]


class HeadlineSerializer(serializers.Serializer[dict[str, Any]]):
    """The partnership that brings the NGO the largest share of its income, and where it stands."""

    partnership = PartnershipReferenceSerializer()
    outcome = serializers.ChoiceField(OUTCOME_CHOICES)
    as_of = serializers.DateField(allow_null=True)
    since_on = serializers.DateField(allow_null=True)
    income_year = serializers.IntegerField(allow_null=True, help_text="The year of the accounts used.")
    income_share = serializers.DecimalField(
        max_digits=5, decimal_places=4, allow_null=True, help_text="Share of that year's income, from 0 to 1."
    )


class DistributionSerializer(serializers.Serializer[dict[str, int]]):
    """Number of partnerships by present outcome: the three stages, or the reason why there is none."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """One count for each outcome."""
        return {code: serializers.IntegerField(min_value=0) for code in OUTCOMES}


class StagesSerializer(serializers.Serializer[dict[str, Any]]):
    """How an organization's partnerships, those the reader may see, are distributed over the outcomes."""

    organization = OrganizationReferenceSerializer()
    partnerships = serializers.IntegerField(min_value=0)
    distribution = DistributionSerializer()
    headline = HeadlineSerializer(allow_null=True, help_text="Null where the NGO's income is not on record.")


class OrganizationStagesView(CheckedParameters):
    """How an organization's partnerships are distributed over the stages, and where its main one stands."""

    kind = "assessments"

    @extend_schema(operation_id="organizations_stages", responses=StagesSerializer)
    def get(self, request: Request, organization_id: str) -> Response:
        """Counts over the partnerships the reader may see."""
        organization = _organization(request, organization_id)
        partnerships = _partnerships(request, organization)
        counted = Counter(_outcome(partnership) for partnership in partnerships)
        body = {
            "organization": organization,
            "partnerships": len(partnerships),
            "distribution": {code: counted[code] for code in OUTCOMES},
            "headline": _headline(organization, partnerships),
        }
        return Response(StagesSerializer(body).data)


def _organization(request: Request, key: str) -> Organization:
    seen = Organization.objects.visible_to(request.user)
    found: Organization | None = seen.filter(pk=key).first() if IDS.fullmatch(key) else None
    if found is None:
        message = _("There is no {noun} “{key}”, or you may not see it.")
        raise NotFound(message.format(noun=Organization._meta.verbose_name, key=key))
    return found


def _partnerships(request: Request, organization: Organization) -> list[Partnership]:
    seen = Partnership.objects.visible_to(request.user)
    mine = seen.filter(government=organization) | seen.filter(ngo=organization)
    return list(mine.select_related("government", "ngo", "latest_assessment__assessment").order_by("pk"))


def _outcome(partnership: Partnership) -> str:
    latest = getattr(partnership, "latest_assessment", None)
    if latest is None:
        return NOT_ASSESSED
    judged = latest.assessment
    return STAGE_CODES[judged.stage] if judged.stage else REASONS[judged.reason]


def _headline(organization: Organization, partnerships: list[Partnership]) -> dict[str, Any] | None:
    """The main partnership: the only one, or the one with the largest part of the latest usable accounts."""
    by_ngo = {partnership.pk: partnership for partnership in partnerships if partnership.ngo_id == organization.pk}
    accounts = _latest_accounts(organization) if by_ngo else None
    lines = {line.partnership_id: line.amount for line in accounts.lines.all()} if accounts else {}
    known = {key: amount for key, amount in lines.items() if key in by_ngo}
    if not known and len(by_ngo) != 1:
        return None
    key = max(known, key=lambda pk: (known[pk], -pk)) if known else next(iter(by_ngo))
    latest = getattr(by_ngo[key], "latest_assessment", None)
    total = accounts.total_income if accounts and known else Decimal(0)
    return {
        "partnership": by_ngo[key],
        "outcome": _outcome(by_ngo[key]),
        "as_of": latest.assessment.as_of if latest else None,
        "since_on": latest.assessment.since_on if latest else None,
        "income_year": accounts.year if accounts and known else None,
        "income_share": min(known[key] / total, Decimal(1)).quantize(Decimal("0.0001")) if total else None,
    }


def _latest_accounts(organization: Organization) -> AnnualFinance | None:
    """The latest accounts that may be used: with a document at least, not contested, not too old."""
    now = timezone.now()
    years = numbers_of(current_methodology()).indicators["M5"].number("latest_years")
    usable = AnnualFinance.objects.standing().with_contested(now).filter(organization=organization, is_contested=False)
    recent = usable.exclude(verification=Verification.SINGLE).filter(year__gte=timezone.localdate(now).year - years)
    accounts: AnnualFinance | None = recent.prefetch_related("lines").order_by("-year").first()
    return accounts
