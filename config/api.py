"""Addresses of the REST API, version 1."""

from typing import Any

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import APIRootView, DefaultRouter

from config.reference.page import ReferenceView
from partnerships.api.changes import ChangesView
from partnerships.api.contract_parts import (
    AmendmentViewSet,
    EvaluationViewSet,
    MilestoneViewSet,
    SuspensionViewSet,
)
from partnerships.api.contracts import ContractViewSet
from partnerships.api.finances import FinanceViewSet
from partnerships.api.interactions import EventTypeViewSet, InteractionEventViewSet, RequestViewSet
from partnerships.api.networks import NetworkMembershipViewSet, ServiceNetworkViewSet, ServiceTieViewSet
from partnerships.api.organizations import JurisdictionViewSet, OrganizationViewSet
from partnerships.api.packages import PackageViewSet
from partnerships.api.partnerships import PartnershipViewSet
from partnerships.api.payments import PaymentViewSet
from partnerships.api.pointers import ContestViewSet, DocumentViewSet, VerificationChangeViewSet
from partnerships.api.problems import no_such_address
from partnerships.api.read_only import CheckedParameters
from partnerships.api.standings import StandingViewSet, SuccessionViewSet
from trust.api.assessments import AssessmentViewSet, PartnershipAssessmentViewSet
from trust.api.drafts import DraftViewSet
from trust.api.indicators import IndicatorViewSet
from trust.api.methodologies import MethodologyViewSet
from trust.api.methodology_drafts import MethodologyDraftViewSet, MoveViewSet
from trust.api.objections import ObjectionViewSet
from trust.api.overrides import OverrideViewSet
from trust.api.replies import ReplyViewSet
from trust.api.spells import SpellViewSet
from trust.api.stages import OrganizationStagesView
from trust.api.statistics import (
    CohortStatisticsView,
    GroupStatisticsView,
    RateStatisticsView,
    StageStatisticsView,
    TimeStatisticsView,
)
from trust.api.studies import StudyViewSet
from trust.api.survey_results import SurveyResultViewSet

app_name = "api"

STATISTICS = {
    "stages": StageStatisticsView,
    "groups": GroupStatisticsView,
    "time": TimeStatisticsView,
    "cohorts": CohortStatisticsView,
    "rates": RateStatisticsView,
}
"""By the name of the page with the same figures."""


class RootView(CheckedParameters, APIRootView):
    """Every list, the feed of changes, and where all of it is described."""


# What is no list of records.
BESIDE = {name: name for name in ("changes", "reference", "schema")}


class Router(DefaultRouter):
    """The lists, and the address that names them."""

    include_format_suffixes = False
    APIRootView = RootView

    def get_api_root_view(self, api_urls: Any = None) -> Any:  # noqa: ARG002 (the REST framework's signature)
        """The address that names every address which stands for itself; what lies below a record has its id."""
        lists = {prefix: f"{name}-list" for prefix, _viewset, name in self.registry}
        statistics = {f"statistics/{of}": f"statistics-{of}" for of in STATISTICS}
        return self.APIRootView.as_view(api_root_dict={**lists, **statistics, **BESIDE})


router = Router()
router.register("organizations", OrganizationViewSet, "organization")
router.register("standings", StandingViewSet, "standing")
router.register("successions", SuccessionViewSet, "succession")
router.register("finances", FinanceViewSet, "finance")
router.register("partnerships", PartnershipViewSet, "partnership")
router.register("contracts", ContractViewSet, "contract")
router.register("amendments", AmendmentViewSet, "amendment")
router.register("milestones", MilestoneViewSet, "milestone")
router.register("suspensions", SuspensionViewSet, "suspension")
router.register("payments", PaymentViewSet, "payment")
router.register("evaluations", EvaluationViewSet, "evaluation")
router.register("events", InteractionEventViewSet, "event")
router.register("event-types", EventTypeViewSet, "event-type")
router.register("requests", RequestViewSet, "request")
router.register("networks", ServiceNetworkViewSet, "network")
router.register("memberships", NetworkMembershipViewSet, "membership")
router.register("ties", ServiceTieViewSet, "tie")
router.register("objections", ContestViewSet, "objection")
router.register("verification-changes", VerificationChangeViewSet, "verification-change")
router.register("documents", DocumentViewSet, "document")
router.register("jurisdictions", JurisdictionViewSet, "jurisdiction")
router.register("indicators", IndicatorViewSet, "indicator")
router.register("assessments", AssessmentViewSet, "assessment")
router.register("drafts", DraftViewSet, "draft")
router.register("reading-objections", ObjectionViewSet, "reading-objection")
router.register("overrides", OverrideViewSet, "override")
router.register("replies", ReplyViewSet, "reply")
router.register("survey-results", SurveyResultViewSet, "survey-result")
router.register("spells", SpellViewSet, "spell")
router.register("methodologies", MethodologyViewSet, "methodology")
router.register("methodology-drafts", MethodologyDraftViewSet, "methodology-draft")
router.register("studies", StudyViewSet, "study")
router.register("packages", PackageViewSet, "package")

urlpatterns = [
    path(
        "partnerships/<str:partnership_id>/assessments/",
        PartnershipAssessmentViewSet.as_view({"get": "list"}),
        name="partnership-assessments",
    ),
    path(
        "methodology-drafts/<str:draft_id>/moves/",
        MoveViewSet.as_view({"get": "list"}),
        name="methodology-draft-moves",
    ),
    path("organizations/<str:organization_id>/stages/", OrganizationStagesView.as_view(), name="organization-stages"),
    *(path(f"statistics/{of}/", view.as_view(), name=f"statistics-{of}") for of, view in STATISTICS.items()),
    path("changes/", ChangesView.as_view(), name="changes"),
    path("reference/", ReferenceView.as_view(), name="reference"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    *router.urls,
    re_path(r"^.*/$", no_such_address),
]
