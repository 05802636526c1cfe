"""All records, one module per noun."""

from .contracts import Amendment, Contract, Milestone, Party
from .documents import Document, DocumentLink
from .evaluations import Evaluation
from .facts import Contest, Fact, FactQuerySet, Side, Verification, VerificationChange
from .finance import AnnualFinance, IncomeLine
from .imports import ImportBatch, ImportRow
from .interactions import EventType, InteractionEvent, Request
from .jurisdictions import Jurisdiction
from .networks import NetworkMembership, ServiceNetwork, ServiceTie
from .organizations import Organization, OrganizationIdentifier, OrganizationName
from .partnerships import Partnership
from .payments import Payment
from .people import AnalystGrant, Role, User
from .standings import Standing

__all__ = [
    "Amendment",
    "AnalystGrant",
    "AnnualFinance",
    "Contest",
    "Contract",
    "Document",
    "DocumentLink",
    "Evaluation",
    "EventType",
    "Fact",
    "FactQuerySet",
    "ImportBatch",
    "ImportRow",
    "IncomeLine",
    "InteractionEvent",
    "Jurisdiction",
    "Milestone",
    "NetworkMembership",
    "Organization",
    "OrganizationIdentifier",
    "OrganizationName",
    "Partnership",
    "Party",
    "Payment",
    "Request",
    "Role",
    "ServiceNetwork",
    "ServiceTie",
    "Side",
    "Standing",
    "User",
    "Verification",
    "VerificationChange",
]
