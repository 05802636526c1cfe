"""Roles x objects x actions, as data: how far each role reaches."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    Amendment,
    AnalystGrant,
    AnnualFinance,
    ApiToken,
    CalendarAddress,
    Change,
    ColumnMapping,
    Contest,
    Contract,
    DataPackage,
    Document,
    DocumentDownload,
    DocumentLink,
    Evaluation,
    EventType,
    FeedEntry,
    ImportBatch,
    ImportedOrganization,
    ImportProgress,
    ImportRow,
    IncomeLine,
    InteractionEvent,
    Invitation,
    Jurisdiction,
    MergedRow,
    Milestone,
    NetworkMembership,
    Organization,
    OrganizationIdentifier,
    OrganizationMerge,
    OrganizationName,
    Partnership,
    Payment,
    Request,
    RequestCount,
    Role,
    SavedView,
    SentReminder,
    ServiceNetwork,
    ServiceTie,
    Standing,
    StoredAnswer,
    Succession,
    SurveyAnswer,
    SurveyResult,
    SurveyRound,
    Suspension,
    User,
    VerificationChange,
    Webhook,
    WebhookMessage,
)


class Action(models.TextChoices):
    """What a person may want to do with a record."""

    VIEW = "view", _("see")
    RECORD = "record", _("record")
    CLOSE = "close", _("close")
    CONFIRM = "confirm", _("confirm")
    CONTEST = "contest", _("contest")
    VOID = "void", _("void")
    RULE = "rule", _("rule on")
    MANAGE = "manage", _("manage")


class Reach(models.TextChoices):
    """How far a permission goes."""

    NOTHING = "nothing", _("Your role does not include this; ask an administrator.")
    OWN = "own", _("Only people of an organization that is a party to it may.")
    TERRITORY = "territory", _("It lies outside your body's jurisdiction.")
    GRANT = "grant", _("No grant of yours covers it; ask an administrator for one.")
    ENTERED = "entered", _("Only the organization that recorded it may; you can contest it instead.")
    OUTSIDE = "outside", _("Somebody from outside the partnership has to do this.")
    PERSONAL = "personal", _("It belongs to somebody else.")
    EVERYTHING = "everything", _("Sign in first.")


Rights = Mapping[Action, Reach]


def _rights(
    *,
    view: Reach,
    record: Reach = Reach.NOTHING,
    close: Reach = Reach.NOTHING,
    confirm: Reach = Reach.NOTHING,
    contest: Reach = Reach.NOTHING,
    void: Reach = Reach.NOTHING,
    rule: Reach = Reach.NOTHING,
    manage: Reach = Reach.NOTHING,
) -> Rights:
    """One cell of the table: every action has its reach."""
    return {
        Action.VIEW: view,
        Action.RECORD: record,
        Action.CLOSE: close,
        Action.CONFIRM: confirm,
        Action.CONTEST: contest,
        Action.VOID: void,
        Action.RULE: rule,
        Action.MANAGE: manage,
    }


_OWN, _TERRITORY, _ALL, _NOTHING = Reach.OWN, Reach.TERRITORY, Reach.EVERYTHING, Reach.NOTHING
_READER = _rights(view=Reach.GRANT)
_NOBODY = _rights(view=_NOTHING)
# Confirming is left out: a fact is confirmed by the other side, and an administrator is on neither.
_RUNS_IT = _rights(view=_ALL, record=_ALL, close=_ALL, contest=_ALL, void=_ALL, rule=_ALL, manage=_ALL)
_STAFF_ON_FACTS = _rights(
    view=_TERRITORY,
    record=_TERRITORY,
    close=_TERRITORY,
    confirm=_OWN,
    contest=_OWN,
    void=Reach.ENTERED,
    rule=Reach.OUTSIDE,
)

# A fact: both sides record, each confirms or contests what the other recorded, an outsider rules.
_FACT = {
    Role.STAFF: _STAFF_ON_FACTS,
    Role.NGO_MANAGER: _rights(
        view=_OWN, record=_OWN, close=_OWN, confirm=_OWN, contest=_OWN, void=Reach.ENTERED, rule=_NOTHING
    ),
    Role.ANALYST: _READER,
    Role.ADMINISTRATOR: _RUNS_IT,
}
# What a register says of an NGO is not for the NGO to enter; it may contest it.
_REGISTER_FACT = _FACT | {Role.NGO_MANAGER: _rights(view=_OWN, contest=_OWN)}
# A reply comes from the body that was asked, and from no other.
_REQUEST = _FACT | {
    Role.STAFF: {**_STAFF_ON_FACTS, Action.CLOSE: _OWN},
    Role.NGO_MANAGER: _rights(view=_OWN, record=_OWN, confirm=_OWN, contest=_OWN, void=Reach.ENTERED),
}
# What facts hang on: it is opened, not contested.
_FRAME = {
    Role.STAFF: _rights(view=_TERRITORY, record=_TERRITORY),
    Role.NGO_MANAGER: _rights(view=_OWN, record=_OWN),
    Role.ANALYST: _READER,
    Role.ADMINISTRATOR: _RUNS_IT,
}
# What is judged: its parties answer the judgement, an outsider rules on what they object to.
_JUDGED = _FRAME | {
    Role.STAFF: _rights(view=_TERRITORY, record=_TERRITORY, contest=_OWN, rule=Reach.OUTSIDE),
    Role.NGO_MANAGER: _rights(view=_OWN, record=_OWN, contest=_OWN),
}
_REGISTER = _FRAME | {Role.NGO_MANAGER: _rights(view=_OWN)}
# What follows from acts on facts and is never entered by hand.
_TRACE = {
    Role.STAFF: _rights(view=_TERRITORY),
    Role.NGO_MANAGER: _rights(view=_OWN),
    Role.ANALYST: _READER,
    Role.ADMINISTRATOR: _rights(view=_ALL),
}
# Who may ask the two sides of a partnership; the round says that they were asked, not what they answered.
_ROUND = _TRACE | {
    Role.STAFF: _rights(view=_TERRITORY, record=_TERRITORY),
    Role.ADMINISTRATOR: _rights(view=_ALL, record=_ALL),
}
# What one side says of the other is for the two sides alone: for no superior, no analyst and no administrator.
_ANSWER = dict.fromkeys((Role.STAFF, Role.NGO_MANAGER), _rights(view=_OWN, record=_OWN, void=_OWN)) | dict.fromkeys(
    (Role.ANALYST, Role.ADMINISTRATOR), _NOBODY
)
# Whoever handed something in sees who took it.
_OWN_TRACE = {
    Role.STAFF: _rights(view=_OWN),
    Role.NGO_MANAGER: _rights(view=_OWN),
    Role.ANALYST: _NOBODY,
    Role.ADMINISTRATOR: _rights(view=_ALL),
}
_CATALOGUE = dict.fromkeys((Role.STAFF, Role.NGO_MANAGER, Role.ANALYST), _rights(view=_ALL)) | {
    Role.ADMINISTRATOR: _rights(view=_ALL, manage=_ALL)
}
_IMPORT = {
    Role.STAFF: _rights(view=_OWN, record=_OWN, close=Reach.ENTERED, void=Reach.ENTERED),
    Role.NGO_MANAGER: _NOBODY,
    Role.ANALYST: _NOBODY,
    Role.ADMINISTRATOR: _rights(view=_ALL, record=_ALL, close=_ALL, void=_ALL, manage=_ALL),
}
# Two entries of one organization are put together by those who keep both.
_MERGE = {
    Role.STAFF: _rights(view=_TERRITORY, record=_TERRITORY),
    Role.NGO_MANAGER: _NOBODY,
    Role.ANALYST: _NOBODY,
    Role.ADMINISTRATOR: _rights(view=_ALL, record=_ALL),
}
_MERGED = _MERGE | {Role.STAFF: _rights(view=_TERRITORY), Role.ADMINISTRATOR: _rights(view=_ALL)}
# Analysts' grants, which administrators give.
_GRANTS = dict.fromkeys((Role.STAFF, Role.NGO_MANAGER, Role.ANALYST), _NOBODY) | {
    Role.ADMINISTRATOR: _rights(view=_ALL, record=_ALL, manage=_ALL)
}
# What the system keeps for itself; people read what is made of it.
_INNER = _GRANTS | {Role.ADMINISTRATOR: _rights(view=_ALL)}
# Colleagues see each other, and close the account of one who has left; accounts are opened by invitation.
_ACCOUNTS = _GRANTS | dict.fromkeys((Role.STAFF, Role.NGO_MANAGER), _rights(view=_OWN, manage=_OWN))
_INVITATIONS = _GRANTS | dict.fromkeys((Role.STAFF, Role.NGO_MANAGER), _rights(view=_OWN, record=_OWN, manage=_OWN))
# A person's own notes, of no concern to anybody else, not even to an administrator.
_OWN_NOTES = _rights(view=Reach.PERSONAL, record=Reach.PERSONAL, manage=Reach.PERSONAL)
_NOTES = dict.fromkeys(Role, _OWN_NOTES)
# A token is its person's; administrators see that there is one.
_TOKENS = _NOTES | {Role.ADMINISTRATOR: _rights(view=_ALL, record=Reach.PERSONAL, manage=Reach.PERSONAL)}

TABLE: Mapping[type[models.Model], Mapping[Role, Rights]] = {
    Contract: _FACT,
    Amendment: _FACT,
    Milestone: _FACT,
    Suspension: _FACT,
    Payment: _FACT,
    Evaluation: _FACT,
    InteractionEvent: _FACT,
    Request: _REQUEST,
    NetworkMembership: _FACT,
    ServiceTie: _FACT,
    AnnualFinance: _FACT,
    Standing: _REGISTER_FACT,
    Partnership: _JUDGED,
    ServiceNetwork: _FRAME,
    Document: _FRAME,
    Organization: _REGISTER,
    OrganizationIdentifier: _REGISTER,
    OrganizationName: _REGISTER,
    Succession: _REGISTER,
    SurveyRound: _ROUND,
    SurveyAnswer: _ANSWER,
    SurveyResult: _TRACE,
    OrganizationMerge: _MERGE,
    MergedRow: _MERGED,
    IncomeLine: _TRACE,
    DocumentDownload: _OWN_TRACE,
    DocumentLink: _TRACE,
    Contest: _TRACE,
    VerificationChange: _TRACE,
    Change: _TRACE,
    FeedEntry: _INNER,
    CalendarAddress: _ACCOUNTS,
    SentReminder: _ACCOUNTS,
    EventType: _CATALOGUE,
    Jurisdiction: _CATALOGUE,
    ImportBatch: _IMPORT,
    ImportRow: _IMPORT,
    ImportProgress: _IMPORT,
    ImportedOrganization: _IMPORT,
    ColumnMapping: _IMPORT,
    User: _ACCOUNTS,
    Invitation: _INVITATIONS,
    AnalystGrant: _GRANTS,
    SavedView: _NOTES,
    ApiToken: _TOKENS,
    StoredAnswer: _NOTES,
    RequestCount: dict.fromkeys(Role, _NOBODY),
    DataPackage: _NOTES,
    Webhook: _NOTES,
    WebhookMessage: _NOTES,
}

# Which roles a person may invite to, and how far: a colleague into the own organization, and nobody to the other side.
# Who could appoint the other side could confirm the own entries.
INVITES: Mapping[Role, Mapping[Role, Reach]] = {
    Role.STAFF: {Role.STAFF: _OWN},
    Role.NGO_MANAGER: {Role.NGO_MANAGER: _OWN},
    Role.ANALYST: {},
    Role.ADMINISTRATOR: dict.fromkeys(Role, _ALL),
}
# Who keeps the records of a jurisdiction, or runs the system, needs more than a password where an installation says so.
SECOND_FACTOR_FOR = frozenset({Role.STAFF, Role.ADMINISTRATOR})


def reach_of(user: User, action: Action, model: type[models.Model]) -> Reach:
    """How far the person's role reaches; not at all for a stranger or a closed account."""
    if not user.is_authenticated or not user.is_active:
        return Reach.NOTHING
    return TABLE[model][Role(user.role)][action]
