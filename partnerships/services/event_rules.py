"""What the taxonomy asks of an event: its subject, its outcome, who may record it, what it may end."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from partnerships.models import (
    Contract,
    EventType,
    InteractionEvent,
    Organization,
    Partnership,
    Party,
    User,
    Verification,
)

from .provenance import SIDE_OF_ROLE, Provenance
from .refusals import refuse, refuse_if

StoredAs = EventType.StoredAs
TERMINATION = "RES_TERMINATION"
EXIT = "NET_EXIT"
JOINT_BODY = "REC_JOINT_BODY"
# An ending and an evaluation are kept on the contract they concern; without a contract they are events.
ENTERED_AS_EVENTS = {StoredAs.EVENT, StoredAs.TERMINATION, StoredAs.EVALUATION}
# The letters of `EventType.recorders` that leave the entry to a side.
LETTERS_OF_SIDE = {"ngo": {"N", "B"}, "gov": {"G", "B"}}


def event_type(given: EventType | str) -> EventType:
    """The type, by its code or as it is; refuses types that are kept as another kind of record."""
    if isinstance(given, EventType):
        kind = given
    else:
        found = EventType.objects.filter(code=given).first()
        if found is None:
            refuse("type", _("“%(value)s” is not an event type. The methodology page lists them."), value=given)
        kind = found
    refuse_if(
        kind.stored_as not in ENTERED_AS_EVENTS,
        "type",
        _("%(code)s is not entered as an event. It is kept as: %(kept)s."),
        code=kind.code,
        kept=kind.get_stored_as_display(),
    )
    return kind


def check_subject(kind: EventType, *, on_partnership: bool, on_organization: bool) -> None:
    """Refuses an event without a subject, with two, or on an NGO when its type concerns one partnership."""
    refuse_if(
        on_partnership == on_organization,
        "partnership",
        _("Name either the partnership or the NGO that “%(type)s” concerns, and not both."),
        type=kind,
    )
    refuse_if(
        on_organization and kind.scope != EventType.Scope.ORGANIZATION,
        "organization",
        _("“%(type)s” happens between one government body and one NGO. Name the partnership."),
        type=kind,
    )


def check_is_ngo(organization: Organization | None) -> None:
    """Refuses an organization that is no NGO as the subject of an event."""
    refuse_if(
        organization is not None and organization.sector != Organization.Sector.NGO,
        "organization",
        _("%(name)s is no NGO. Name the NGO the event concerns."),
        name=organization,
    )


def check_event_row(event: InteractionEvent, types: Mapping[str, EventType]) -> None:
    """The rules of the taxonomy that need no query, for one row of a batch."""
    kind = event_type(types.get(event.type_id, event.type_id))
    check_subject(
        kind, on_partnership=event.partnership_id is not None, on_organization=event.organization_id is not None
    )
    check_outcome(kind, event.outcome, event.party, has_contract=event.contract_id is not None)


def is_recorder(by: User | None, kind: EventType, side: str = "") -> bool:
    """Whether the person may record the type: it is left to their side, or they may have the document it comes from.

    `side` is whose entry it is where the person belongs to no side.
    """
    if by is None or by.is_administrator:
        return True
    own = LETTERS_OF_SIDE.get(SIDE_OF_ROLE.get(by.role, side), set())  # type: ignore[call-overload]
    return not (own | {"R", "T"}).isdisjoint(letters_of(kind))


def letters_of(kind: EventType) -> list[str]:
    """The letters that say who records the type."""
    return kind.recorders.replace("+", "/").split("/")


def check_recorder(by: User | None, kind: EventType, provenance: Provenance) -> None:
    """Refuses a type that the other side records.

    What comes from registers and third parties (letters R and T) a person may enter with a document in hand.
    """
    if by is None or by.is_administrator:
        return
    side = SIDE_OF_ROLE.get(by.role, provenance.side)  # type: ignore[call-overload]
    if not LETTERS_OF_SIDE.get(side, set()).isdisjoint(letters_of(kind)):
        return
    refuse_if(
        not is_recorder(by, kind, side),
        "type",
        _("“%(type)s” is entered by the other side. Ask them to record it."),
        type=kind,
    )
    refuse_if(
        provenance.verification == Verification.SINGLE,
        "verification",
        _("“%(type)s” comes from a register or a third party. Attach the document and record it as “single_doc”."),
        type=kind,
    )


def check_outcome(kind: EventType, outcome: str, party: str, *, has_contract: bool) -> None:
    """Refuses an outcome the type does not have, and the end of a relationship without its two parties."""
    refuse_if(
        bool(kind.outcomes) and outcome not in kind.outcomes,
        "outcome",
        _("“%(value)s” is no outcome of “%(type)s”. Use one of: %(known)s."),
        value=outcome,
        type=kind,
        known=", ".join(kind.outcomes),
    )
    refuse_if(
        bool(outcome) and not kind.outcomes,
        "outcome",
        _("“%(type)s” has no outcomes. Leave “%(value)s” out, or put it in the note."),
        value=outcome,
        type=kind,
    )
    refuse_if(
        has_contract and kind.stored_as != StoredAs.EVENT,
        "contract",
        _("“%(type)s” is recorded on the contract itself. Open the contract and enter it there."),
        type=kind,
    )
    if kind.code == TERMINATION:
        _check_termination(party)
    else:
        refuse_if(
            bool(party),
            "party",
            _("“%(type)s” does not say who ended something. Leave “%(value)s” out."),
            value=party,
            type=kind,
        )


def _check_termination(party: str) -> None:
    refuse_if(
        party not in Party.values,
        "party",
        _("“%(value)s” does not say who ended the relationship. Use one of: %(known)s."),
        value=party,
        known=", ".join(Party.values),
    )


def check_contract(contract: Contract | None, partnership: Partnership | None) -> None:
    """Refuses a contract of another partnership."""
    if contract is not None:
        refuse_if(
            partnership is None or contract.partnership_id != partnership.pk,
            "contract",
            _("%(contract)s belongs to another partnership. Choose one of this partnership."),
            contract=contract,
        )


def check_closes(event: InteractionEvent) -> None:
    """Refuses to end anything but a joint body of the same parties that began before, and by anything but an exit."""
    closed = event.closes
    if closed is None:
        return
    refuse_if(
        event.type_id != EXIT,
        "closes",
        _("Only an exit ends a joint body. Leave it out of “%(type)s”."),
        type=event.type,
    )
    refuse_if(
        closed.type_id != JOINT_BODY or closed.voided_at is not None,
        "closes",
        _("%(event)s is no joint body. Choose one, or leave it out to end every joint body open then."),
        event=closed,
    )
    refuse_if(
        not _same_parties(event, closed),
        "closes",
        _("%(event)s belongs to another partnership. Choose a joint body of this one."),
        event=closed,
    )
    refuse_if(
        event.occurred_on < closed.occurred_on,
        "occurred_on",
        _("The exit on %(day)s lies before the joint body began, %(began)s. Correct the date."),
        day=event.occurred_on,
        began=closed.occurred_on,
    )


def _same_parties(event: InteractionEvent, closed: InteractionEvent) -> bool:
    if event.partnership_id is not None:
        return event.partnership_id == closed.partnership_id
    return closed.partnership is not None and closed.partnership.ngo_id == event.organization_id
