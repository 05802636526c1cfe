"""Setting a stage by decision: proposed by one person with a reason, in force once a second one has confirmed it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.access import Action, check_act
from partnerships.models import Partnership, User
from partnerships.services.refusals import refuse_if, save
from trust.models import Objection, Override

# A decision that outlives what it was based on would be a second method; a year is one budget cycle.
LONGEST = timedelta(days=366)


@transaction.atomic
def propose_override(
    *,
    by: User,
    partnership: Partnership,
    stage: int,
    grounds: str,
    expires_on: date,
    objection: Objection | None = None,
) -> Override:
    """Somebody from outside the partnership proposes another stage than the one read."""
    check_act(by, Action.RULE, partnership)
    today = timezone.localdate()
    refuse_if(not grounds.strip(), "grounds", _("The reason is empty. Say why the reading does not fit."))
    refuse_if(
        not today < expires_on <= today + LONGEST,
        "expires_on",
        _("%(day)s is no possible end. Give a day after today and at most a year ahead."),
        day=expires_on,
    )
    if objection is not None:
        _check_led_to(objection, partnership)
    _end_expired(partnership, today)
    override = Override(
        partnership=partnership,
        stage=stage,
        grounds=grounds.strip(),
        expires_on=expires_on,
        proposed_by=by,
        objection=objection,
    )
    save(override)
    return override


@transaction.atomic
def confirm_override(*, by: User, override: Override) -> Override:
    """A second person from outside confirms; from now on the override is in force."""
    override = _lock(override)
    check_act(by, Action.RULE, override.partnership)
    refuse_if(override.confirmed_at is not None, "confirmed_at", _("This override is confirmed already."))
    override.confirmed_at, override.confirmed_by = timezone.now(), by
    save(override)
    return override


@transaction.atomic
def end_override(*, by: User, override: Override, reason: str) -> Override:
    """Somebody from outside ends an override, or declines one that was proposed."""
    override = _lock(override)
    check_act(by, Action.RULE, override.partnership)
    refuse_if(not reason.strip(), "end_reason", _("The reason is empty. Say why it ends."))
    override.ended_at, override.ended_by, override.end_reason = timezone.now(), by, reason.strip()
    save(override)
    return override


def _check_led_to(objection: Objection, partnership: Partnership) -> None:
    refuse_if(
        objection.partnership_id != partnership.pk or objection.outcome != Objection.Outcome.UPHELD,
        "objection",
        _("An override answers an objection of this partnership that was upheld. Choose one from the list, or none."),
    )


def _lock(override: Override) -> Override:
    fresh: Override = Override.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=override.pk)
    refuse_if(fresh.ended_at is not None, "ended_at", _("This override has been ended. Propose a new one."))
    return fresh


def _end_expired(partnership: Partnership, today: date) -> None:
    """What has run out makes room."""
    Override.objects.open().filter(partnership=partnership, expires_on__lt=today).update(
        ended_at=timezone.now(), end_reason=_("Its term was over.")
    )
