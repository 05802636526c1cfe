"""Answers from the table for a person and a record."""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _

from partnerships.models import (
    Contract,
    DocumentLink,
    Fact,
    ImportedOrganization,
    ImportProgress,
    ImportRow,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    Partnership,
    Role,
    ServiceNetwork,
    SurveyRound,
    User,
)

from .parties import Parties, parties_of
from .table import Action, Reach, reach_of

# What a new record may hang on; None for a record that stands alone, such as an organization.
Subject = Partnership | Organization | Contract | ServiceNetwork | SurveyRound | Fact | None
# Rows that are seen with the row they belong to.
BELONGS_TO: dict[type[models.Model], str] = {
    OrganizationIdentifier: "organization",
    OrganizationName: "organization",
    ImportRow: "batch",
    ImportProgress: "batch",
    ImportedOrganization: "batch",
    DocumentLink: "document",
}


def _is_visible(user: User, record: models.Model) -> bool:
    """Whether the record is among those `visible_to` gives the person. One query."""
    owner = BELONGS_TO.get(type(record))
    if owner:
        return _is_visible(user, getattr(record, owner))
    return bool(type(record)._default_manager.visible_to(user).filter(pk=record.pk).exists())  # type: ignore[attr-defined]


def _is_party(user: User, record: models.Model) -> bool:
    return user.organization_id is not None and user.organization_id in parties_of(record).everyone


def _entered(user: User, record: models.Model) -> bool:
    """Whether somebody of the person's organization recorded it."""
    recorder = getattr(record, "recorded_by", None)
    return (
        recorder is not None and user.organization_id is not None and recorder.organization_id == user.organization_id
    )


def _reaches(user: User, reach: Reach, record: models.Model) -> bool:
    """Whether a permission of this reach covers the record. At most four queries."""
    match reach:
        case Reach.EVERYTHING:
            return True
        case Reach.OWN:
            return _is_party(user, record)
        case Reach.TERRITORY | Reach.GRANT | Reach.PERSONAL:
            return _is_visible(user, record)
        case Reach.ENTERED:
            return _entered(user, record)
        case Reach.OUTSIDE:
            return _is_visible(user, record) and not _is_party(user, record)
        case _:
            return False


def _refusal(user: User, action: Action, model: type[models.Model], reach: Reach) -> PermissionDenied:
    role = Role(user.role).label if user.is_authenticated else _("a visitor")
    return PermissionDenied(
        _("As %(role)s you may not %(action)s this %(object)s. %(why)s")
        % {"role": role, "action": action.label, "object": model._meta.verbose_name, "why": reach.label}
    )


def can_view(user: User | None, record: models.Model) -> bool:
    """Whether the person may see the record. One query."""
    if user is None:
        return True
    reach = reach_of(user, Action.VIEW, type(record))
    if reach in {Reach.NOTHING, Reach.EVERYTHING}:
        return reach == Reach.EVERYTHING
    return _is_visible(user, record)


def check_view(user: User | None, record: models.Model) -> None:
    """Refuses with a sentence when the person may not see the record."""
    if user is not None and not can_view(user, record):
        raise _refusal(user, Action.VIEW, type(record), reach_of(user, Action.VIEW, type(record)))


def can_act(user: User | None, action: Action, record: models.Model) -> bool:
    """Whether the person may close, confirm, contest, void, rule on or manage the record."""
    return user is None or _reaches(user, reach_of(user, action, type(record)), record)


def check_act(user: User | None, action: Action, record: models.Model) -> None:
    """Refuses with a sentence when the person may not do this to the record."""
    if user is not None and not can_act(user, action, record):
        raise _refusal(user, action, type(record), reach_of(user, action, type(record)))


def can_record(user: User | None, model: type[models.Model], on: Subject) -> bool:
    """Whether the person may enter a new row of the model on a partnership, an organization, a contract or a fact."""
    if user is None:
        return True
    reach = reach_of(user, Action.RECORD, model)
    return _reaches(user, reach, on) if on is not None else reach not in {Reach.NOTHING, Reach.GRANT}


def check_record(user: User | None, model: type[models.Model], on: Subject) -> None:
    """Refuses with a sentence when the person may not enter this."""
    if user is not None and not can_record(user, model, on):
        raise _refusal(user, Action.RECORD, model, reach_of(user, Action.RECORD, model))


def may_act(user: User, action: Action, record: models.Model, parties: Parties) -> bool:
    """`can_act` for a record that the person is looking at, whose parties are known. No query."""
    return _reaches_seen(user, reach_of(user, action, type(record)), record, parties)


def may_record(user: User, model: type[models.Model], on: models.Model, parties: Parties) -> bool:
    """`can_record` on a record that the person is looking at, whose parties are known. No query."""
    return _reaches_seen(user, reach_of(user, Action.RECORD, model), on, parties)


def _reaches_seen(user: User, reach: Reach, record: models.Model, parties: Parties) -> bool:
    is_party = user.organization_id in parties.everyone
    match reach:
        case Reach.EVERYTHING | Reach.TERRITORY | Reach.GRANT:
            return True
        case Reach.OWN:
            return is_party
        case Reach.ENTERED:
            return _entered(user, record)
        case Reach.OUTSIDE:
            return not is_party
        case _:
            return False
