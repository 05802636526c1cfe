"""One FilterSet per model, shared by pages and the API."""

from .contracts import ContractFilter
from .facts import FactFilter
from .interactions import EventTypeListFilter, InteractionEventFilter, RequestFilter
from .networks import NetworkMembershipFilter, ServiceNetworkFilter, ServiceTieFilter
from .organizations import JurisdictionFilter, OrganizationFilter, PartnershipFilter
from .payments import PaymentFilter
from .surveys import SurveyResultFilter

__all__ = [
    "ContractFilter",
    "EventTypeListFilter",
    "FactFilter",
    "InteractionEventFilter",
    "JurisdictionFilter",
    "NetworkMembershipFilter",
    "OrganizationFilter",
    "PartnershipFilter",
    "PaymentFilter",
    "RequestFilter",
    "ServiceNetworkFilter",
    "ServiceTieFilter",
    "SurveyResultFilter",
]
