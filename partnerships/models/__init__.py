"""All records, one module per noun."""

from .contracts import Amendment, Contract, Evaluation, Milestone, Payment
from .documents import Document, DocumentLink
from .facts import Contest, Fact, FactQuerySet, Side, Verification, VerificationChange
from .finance import AnnualFinance, IncomeLine
from .imports import ImportBatch, ImportRow
from .interactions import EventType, InteractionEvent, Request
from .networks import NetworkMembership, ServiceNetwork, ServiceTie
from .organizations import Jurisdiction, Organization, OrganizationIdentifier, OrganizationName, Standing
from .partnerships import Partnership
from .people import AnalystGrant, Role, User

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
