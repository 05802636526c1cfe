"""All records, one module per noun."""

from .answers import StoredAnswer
from .changes import Change
from .contract_parts import PARTS as CONTRACT_PARTS
from .contract_parts import Amendment, Milestone, Suspension
from .contracts import Contract, ContractState, Party
from .data_packages import DataPackage
from .documents import Document, DocumentDownload, DocumentLink
from .evaluations import Evaluation
from .facts import Contest, Fact, FactQuerySet, Side, Verification, VerificationChange
from .feed import FeedEntry
from .finance import AnnualFinance, IncomeLine
from .imports import ColumnMapping, ImportBatch, ImportedOrganization, ImportProgress, ImportRow
from .interactions import EventType, InteractionEvent, Request
from .invitations import Invitation
from .jurisdictions import Jurisdiction
from .merges import MergedRow, OrganizationMerge
from .networks import NetworkMembership, ServiceNetwork, ServiceTie
from .organizations import Organization, OrganizationIdentifier, OrganizationName
from .partnerships import Partnership
from .payments import Payment
from .people import AnalystGrant, Reminders, Role, User
from .reminders import CalendarAddress, SentReminder
from .saved_views import SavedView
from .standings import Standing
from .successions import Succession
from .surveys import SurveyAnswer, SurveyResult, SurveyRound
from .tokens import ApiScope, ApiToken, RequestCount
from .webhooks import Webhook, WebhookMessage

__all__ = [
    "CONTRACT_PARTS",
    "Amendment",
    "AnalystGrant",
    "AnnualFinance",
    "ApiScope",
    "ApiToken",
    "CalendarAddress",
    "Change",
    "ColumnMapping",
    "Contest",
    "Contract",
    "ContractState",
    "DataPackage",
    "Document",
    "DocumentDownload",
    "DocumentLink",
    "Evaluation",
    "EventType",
    "Fact",
    "FactQuerySet",
    "FeedEntry",
    "ImportBatch",
    "ImportProgress",
    "ImportRow",
    "ImportedOrganization",
    "IncomeLine",
    "InteractionEvent",
    "Invitation",
    "Jurisdiction",
    "MergedRow",
    "Milestone",
    "NetworkMembership",
    "Organization",
    "OrganizationIdentifier",
    "OrganizationMerge",
    "OrganizationName",
    "Partnership",
    "Party",
    "Payment",
    "Reminders",
    "Request",
    "RequestCount",
    "Role",
    "SavedView",
    "SentReminder",
    "ServiceNetwork",
    "ServiceTie",
    "Side",
    "Standing",
    "StoredAnswer",
    "Succession",
    "SurveyAnswer",
    "SurveyResult",
    "SurveyRound",
    "Suspension",
    "User",
    "Verification",
    "VerificationChange",
    "Webhook",
    "WebhookMessage",
]
