"""Which organization took over from which."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from partnerships.access import check_covers, check_record
from partnerships.models import (
    Contract,
    InteractionEvent,
    Organization,
    Partnership,
    Request,
    Succession,
    User,
)

from .moments import check_happened, moment_recorded
from .refusals import refuse, refuse_if, save

# A partnership without a sign of life for this long has lapsed (method, section 6) and does not go on by itself.
LIVE_FOR = timedelta(days=730)


@transaction.atomic
def record_succession(
    *,
    by: User | None,
    organization: Organization,
    successor: Organization,
    happened_on: date | None = None,
    is_whole: bool = True,
    functions: str = "",
    recorded_at: datetime | None = None,
) -> Succession:
    """Says which organization took over from another, and from which day on. The same again changes nothing.

    Where everything of a government body went over, its living partnerships are opened with the successor.
    """
    check_record(by, Succession, organization)
    check_covers(by, organization)
    _check_pair(organization, successor)
    held: Succession | None = (
        Succession.objects.standing().filter(organization=organization, successor=successor).first()
    )
    if held is not None:
        _refuse_different(held, happened_on, is_whole)
        return held
    succession = Succession(
        organization=organization,
        successor=successor,
        happened_on=happened_on,
        is_whole=is_whole,
        functions=functions.strip(),
        recorded_at=moment_recorded(by, recorded_at),
        recorded_by=by,
    )
    if happened_on is not None:
        check_happened("happened_on", happened_on, succession.recorded_at)
    save(succession)
    _open_what_goes_on(succession)
    return succession


def _check_pair(organization: Organization, successor: Organization) -> None:
    refuse_if(
        organization.sector != successor.sector,
        "successor",
        _("%(successor)s belongs to another sector than %(name)s. Choose an organization of the same sector."),
        successor=successor,
        name=organization,
    )
    seen, later = set(), [successor.pk]
    while later:
        seen.update(later)
        later = list(
            Succession.objects.standing()
            .filter(organization__in=later)
            .exclude(successor__in=seen)
            .values_list("successor", flat=True)
        )
    refuse_if(
        organization.pk in seen,
        "successor",
        _("%(name)s took over from %(successor)s, by what is on record. One of the two is the wrong way round."),
        name=organization,
        successor=successor,
    )


def _refuse_different(held: Succession, happened_on: date | None, is_whole: bool) -> None:
    if (held.happened_on, held.is_whole) != (happened_on, is_whole):
        refuse("successor", _("This succession is on record already, otherwise. Void that entry and record it anew."))


def _open_what_goes_on(succession: Succession) -> None:
    """The successor's partnerships with the NGOs whose partnership with the body was alive at the succession."""
    is_body = succession.organization.sector == Organization.Sector.GOVERNMENT
    if not succession.is_whole or succession.happened_on is None or not is_body:
        return
    for ngo in living_partnerships(succession.organization, succession.happened_on).values_list("ngo", flat=True):
        Partnership.objects.get_or_create(government=succession.successor, ngo_id=ngo)


def living_partnerships(body: Organization, day: date) -> QuerySet[Partnership]:
    """Partnerships of the body with a contract not yet over, or an event or request, within two years of the day."""
    of_this = Q(partnership=OuterRef("pk"), voided_at__isnull=True)
    since = day - LIVE_FOR
    signs = (
        Contract.objects.filter(of_this, ends_on__gte=since),
        InteractionEvent.objects.filter(of_this, occurred_on__gte=since),
        Request.objects.filter(of_this, opened_on__gte=since),
    )
    alive = Q()
    for sign in signs:
        alive |= Q(Exists(sign))
    found: QuerySet[Partnership] = Partnership.objects.filter(alive, government=body)
    return found


@transaction.atomic
def void_succession(*, by: User | None, succession: Succession, reason: str, at: datetime | None = None) -> Succession:
    """Takes a succession back that was wrong. It stays readable; partnerships that were opened stay open."""
    succession = (
        Succession.objects.select_for_update(of=("self",))
        .select_related("organization__jurisdiction")
        .get(pk=succession.pk)
    )
    check_record(by, Succession, succession.organization)
    check_covers(by, succession.organization)
    refuse_if(succession.is_voided, "void_reason", _("This entry was voided already."))
    refuse_if(not reason.strip(), "void_reason", _("The reason is empty. Say why the entry is wrong."))
    succession.voided_at, succession.voided_by = moment_recorded(by, at, "at"), by
    succession.void_reason = reason.strip()
    save(succession)
    return succession
