"""Who stands behind a fact: confirming it, contesting it, ruling on the objection, and taking it back."""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.access import Action, check_act
from partnerships.models import (
    CONTRACT_PARTS,
    Contest,
    Contract,
    Fact,
    ServiceTie,
    User,
    Verification,
    VerificationChange,
)
from partnerships.models.facts import ONE_SIDED

from .locks import lock
from .moments import moment_recorded
from .provenance import SIDE_OF_ROLE
from .refusals import refuse, refuse_if, save

# An objection without grounds lapses after this long (method, section 9: contesting must not be free erasure).
GROUNDS_WITHIN = timedelta(days=30)
# A ruling is owed within this long; nothing happens by itself when it is late.
RULING_WITHIN = timedelta(days=30)


def change_verification(by: User | None, fact: Fact, level: str, moment: datetime, note: str) -> None:
    """Sets a fact's verification and keeps the step, so that any past moment reads as it was known then."""
    change = VerificationChange(
        content_type=ContentType.objects.get_for_model(fact),
        object_id=fact.pk,
        from_level=fact.verification,
        to_level=level,
        changed_at=moment,
        changed_by=by,
        note=note,
    )
    save(change)
    fact.verification = level
    save(fact)


@transaction.atomic
def confirm_fact(*, by: User | None, fact: Fact, note: str = "", at: datetime | None = None) -> Fact:
    """The other party confirms what one side recorded: its verification becomes `dual`. Confirming again is refused."""
    fact = lock(fact)
    check_act(by, Action.CONFIRM, fact)
    refuse_if(
        not fact.can_be_confirmed,
        "verification",
        _("What a register says is confirmed by its document. Attach that, or contest the entry."),
    )
    refuse_if(
        fact.verification not in ONE_SIDED,
        "verification",
        _("This entry is “%(level)s” already; it needs no confirmation."),
        level=fact.get_verification_display(),
    )
    refuse_if(
        open_contest(fact) is not None,
        "verification",
        _("An objection to this entry is open. Wait for the ruling, or ask the other side to withdraw the entry."),
    )
    _refuse_own_word(by is not None and not is_other_party(by, fact))
    change_verification(by, fact, Verification.DUAL, moment_recorded(by, at, "at"), note)
    return fact


def is_other_party(by: User, fact: Fact) -> bool:
    """Whether the person's side is not the one that entered the fact. No query where `recorded_by` was selected.

    Nobody verifies what their own side entered. The two ends of a tie may both be NGOs and still be two parties.
    """
    if not isinstance(fact, ServiceTie):
        return is_other_side(by, fact.recorded_side, fact.recorded_by)
    recorder = fact.recorded_by.organization_id if fact.recorded_by else None
    return by.organization_id not in {recorder or fact.organization_id, recorder}


def is_other_side(by: User, side: str, recorder: User | None) -> bool:
    """Whether the person belongs neither to the side nor to the organization that recorded something."""
    own_organization = recorder is not None and recorder.organization_id == by.organization_id
    return not own_organization and SIDE_OF_ROLE.get(by.role) != side  # type: ignore[call-overload]


def check_other_side(by: User, side: str, recorder: User | None) -> None:
    """Refuses a person of the side, or of the organization, that recorded something."""
    _refuse_own_word(not is_other_side(by, side, recorder))


def _refuse_own_word(is_own: bool) -> None:
    refuse_if(is_own, "verification", _("Your own side recorded this entry. Only the other party can confirm it."))


@transaction.atomic
def void_fact(*, by: User | None, fact: Fact, reason: str, at: datetime | None = None) -> Fact:
    """Takes a fact back. It stays readable and counts for nothing; what hangs on a contract is voided with it."""
    fact = lock(fact)
    check_act(by, Action.VOID, fact)
    return _void(by, fact, reason, moment_recorded(by, at, "at"))


def _void(by: User | None, fact: Fact, reason: str, moment: datetime) -> Fact:
    refuse_if(not reason.strip(), "void_reason", _("The reason is empty. Say why the entry is wrong."))
    refuse_if(
        moment < fact.recorded_at,
        "voided_at",
        _("%(moment)s lies before the entry was recorded, %(recorded)s. Give a later moment."),
        moment=moment,
        recorded=fact.recorded_at,
    )
    for record in (fact, *_parts(fact)):
        # A part recorded after a moment in the past is voided as soon as it was recorded.
        record.voided_at = max(moment, record.recorded_at)
        record.voided_by, record.void_reason = by, reason
        save(record)
        contest = open_contest(record)
        if contest is not None:
            _close(by, contest, Contest.Outcome.UPHELD, reason, max(record.voided_at, contest.opened_at))
    return fact


def _parts(fact: Fact) -> list[Fact]:
    """What stands and falls with a contract, held for the change."""
    if not isinstance(fact, Contract):
        return []
    return [part for name in CONTRACT_PARTS for part in getattr(fact, name).standing().select_for_update()]


@transaction.atomic
def contest_fact(*, by: User | None, fact: Fact, grounds: str, at: datetime | None = None) -> Contest:
    """A party objects: the fact counts for nothing until the ruling. Without grounds it lapses in 30 days."""
    fact = lock(fact)
    check_act(by, Action.CONTEST, fact)
    moment = moment_recorded(by, at, "at")
    refuse_if(
        moment < fact.recorded_at,
        "opened_at",
        _("%(moment)s lies before the entry was recorded, %(recorded)s. Give a later moment."),
        moment=moment,
        recorded=fact.recorded_at,
    )
    contest = Contest(
        content_type=ContentType.objects.get_for_model(fact),
        object_id=fact.pk,
        opened_at=moment,
        opened_by=by,
        grounds=grounds.strip(),
    )
    save(contest)
    return contest


@transaction.atomic
def state_grounds(*, by: User | None, contest: Contest, grounds: str) -> Contest:
    """Gives an open objection its grounds; they are added to those already stated."""
    contest = _lock_contest(contest)
    check_act(by, Action.CONTEST, contested_fact(contest))
    refuse_if(not grounds.strip(), "grounds", _("The grounds are empty. Say what is wrong with the entry."))
    contest.grounds = "\n\n".join(part for part in (contest.grounds, grounds.strip()) if part)
    save(contest)
    return contest


@transaction.atomic
def rule_on_contest(
    *, by: User | None, contest: Contest, outcome: str, ruling: str, at: datetime | None = None
) -> Contest:
    """Somebody from outside the partnership decides, with reasons: upheld voids the fact, dismissed lets it stand."""
    contest = _lock_contest(contest)
    fact = lock(contested_fact(contest))
    check_act(by, Action.RULE, fact)
    known = (Contest.Outcome.UPHELD, Contest.Outcome.DISMISSED)
    refuse_if(
        outcome not in known,
        "outcome",
        _("“%(value)s” is no ruling. Use one of: %(known)s."),
        value=outcome,
        known=", ".join(known),
    )
    refuse_if(not ruling.strip(), "ruling", _("The reasons are empty. Say why the objection is right or wrong."))
    moment = moment_recorded(by, at, "at")
    _close(by, contest, outcome, ruling.strip(), moment)
    if outcome == Contest.Outcome.UPHELD:
        _void(by, fact, ruling, moment)
    return contest


@transaction.atomic
def lapse_contests(*, by: User | None = None, at: datetime | None = None) -> int:
    """Closes objections that were given no grounds in time, and returns how many. Running it again changes nothing."""
    moment = moment_recorded(by, at, "at")
    late = Contest.objects.open_at(moment).filter(grounds="", opened_at__lte=moment - GROUNDS_WITHIN)
    contests = list(late.select_for_update())
    for contest in contests:
        _close(by, contest, Contest.Outcome.LAPSED, "", moment)
    return len(contests)


def contested_fact(contest: Contest) -> Fact:
    """The fact an objection is about."""
    fact = contest.content_type.get_object_for_this_type(pk=contest.object_id)
    assert isinstance(fact, Fact)  # noqa: S101 (objections are opened on facts only)
    return fact


def open_contest(fact: Fact) -> Contest | None:
    """The objection to the fact that waits for its ruling, held for the change."""
    found: Contest | None = Contest.objects.on([fact]).filter(closed_at__isnull=True).select_for_update().first()
    return found


def _lock_contest(contest: Contest) -> Contest:
    fresh: Contest = Contest.objects.select_for_update().get(pk=contest.pk)
    if fresh.closed_at is not None:
        sentence = _("The objection was closed on %(day)s (%(outcome)s). Open a new one if there are new grounds.")
        refuse("closed_at", sentence, day=fresh.closed_at.date(), outcome=fresh.get_outcome_display())
    return fresh


def _close(by: User | None, contest: Contest, outcome: str, ruling: str, moment: datetime) -> None:
    contest.outcome, contest.ruling = outcome, ruling
    contest.closed_at, contest.closed_by = moment, by
    save(contest)
