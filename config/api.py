"""Addresses of the REST API, version 1."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import APIRootView, DefaultRouter

from config.api_reference import ReferenceView
from partnerships.api.changes import ChangesView
from partnerships.api.contracts import ContractViewSet
from partnerships.api.finances import FinanceViewSet
from partnerships.api.interactions import EventTypeViewSet, InteractionEventViewSet, RequestViewSet
from partnerships.api.networks import NetworkMembershipViewSet, ServiceNetworkViewSet, ServiceTieViewSet
from partnerships.api.organizations import JurisdictionViewSet, OrganizationViewSet
from partnerships.api.packages import PackageViewSet
from partnerships.api.partnerships import PartnershipViewSet
from partnerships.api.payments import PaymentViewSet
from partnerships.api.problems import no_such_address
from partnerships.api.read_only import CheckedParameters
from trust.api.assessments import AssessmentViewSet, PartnershipAssessmentViewSet
from trust.api.indicators import IndicatorViewSet
from trust.api.methodologies import MethodologyViewSet
from trust.api.spells import SpellViewSet
from trust.api.stages import OrganizationStagesView

app_name = "api"


class RootView(CheckedParameters, APIRootView):
    """The lists of the API."""


class Router(DefaultRouter):
    """The lists, and the address that names them."""

    include_format_suffixes = False
    APIRootView = RootView


router = Router()
router.register("organizations", OrganizationViewSet, "organization")
router.register("finances", FinanceViewSet, "finance")
router.register("partnerships", PartnershipViewSet, "partnership")
router.register("contracts", ContractViewSet, "contract")
router.register("payments", PaymentViewSet, "payment")
router.register("events", InteractionEventViewSet, "event")
router.register("event-types", EventTypeViewSet, "event-type")
router.register("requests", RequestViewSet, "request")
router.register("networks", ServiceNetworkViewSet, "network")
router.register("memberships", NetworkMembershipViewSet, "membership")
router.register("ties", ServiceTieViewSet, "tie")
router.register("jurisdictions", JurisdictionViewSet, "jurisdiction")
router.register("indicators", IndicatorViewSet, "indicator")
router.register("assessments", AssessmentViewSet, "assessment")
router.register("methodologies", MethodologyViewSet, "methodology")
router.register("packages", PackageViewSet, "package")

urlpatterns = [
    path(
        "partnerships/<str:partnership_id>/assessments/",
        PartnershipAssessmentViewSet.as_view({"get": "list"}),
        name="partnership-assessments",
    ),
    path("spells/", SpellViewSet.as_view({"get": "list"}), name="spell-list"),
    path("organizations/<str:organization_id>/stages/", OrganizationStagesView.as_view(), name="organization-stages"),
    path("changes/", ChangesView.as_view(), name="changes"),
    path("reference/", ReferenceView.as_view(), name="reference"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    *router.urls,
    re_path(r"^.*/$", no_such_address),
]
