"""A side's reply to the judgement that stands."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.access import Action, check_act
from partnerships.models import Partnership, User
from partnerships.services.refusals import refuse, refuse_if, save
from trust.models import Assessment, Reply

from .objections import side_of


@transaction.atomic
def reply_to_judgement(*, by: User, partnership: Partnership, text: str) -> Reply:
    """Puts the side's words beside the judgement that stands now; an earlier reply of the side is replaced by them."""
    check_act(by, Action.CONTEST, partnership)
    side = side_of(by, partnership)
    refuse_if(not text.strip(), "text", _("The reply is empty. Write what readers of the judgement should know."))
    issued = Assessment.objects.latest().filter(partnership=partnership).first()
    if issued is None:
        refuse("text", _("This partnership has not been assessed yet. There is nothing to reply to."))
    _withdraw(partnership, side)
    reply = Reply(partnership=partnership, assessment=issued, side=side, text=text.strip(), made_by=by)
    save(reply)
    return reply


@transaction.atomic
def take_back_reply(*, by: User, reply: Reply) -> Reply:
    """Takes one reply of the own side back."""
    fresh: Reply = Reply.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=reply.pk)
    check_act(by, Action.CONTEST, fresh.partnership)
    refuse_if(
        side_of(by, fresh.partnership) != fresh.side,
        "side",
        _("The other side made this reply. Only they can take it back."),
    )
    refuse_if(fresh.withdrawn_at is not None, "withdrawn_at", _("This reply was taken back or replaced before."))
    fresh.withdrawn_at = timezone.now()
    save(fresh)
    return fresh


@transaction.atomic
def withdraw_reply(*, by: User, partnership: Partnership) -> Partnership:
    """Takes the side's reply back; it stays in the records and is shown no more."""
    check_act(by, Action.CONTEST, partnership)
    _withdraw(partnership, side_of(by, partnership))
    return partnership


def _withdraw(partnership: Partnership, side: str) -> None:
    Reply.objects.standing().filter(partnership=partnership, side=side).update(withdrawn_at=timezone.now())
