"""Objecting to a reading, taking an objection back, and ruling on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.access import Action, check_act
from partnerships.services.documents import add_documents
from partnerships.services.provenance import SIDE_OF_ROLE
from partnerships.services.refusals import refuse_if, save
from trust.models import Assessment, Draft, Objection
from trust.models.objections import ABOUT

from .hearing import hear_anew

if TYPE_CHECKING:
    from django.core.files import File

    from partnerships.models import Partnership, User


@transaction.atomic
def object_to_reading(
    *, by: User, partnership: Partnership, about: str, grounds: str, file: File[bytes] | None = None, url: str = ""
) -> Objection:
    """A party contests a reading of the open draft, or of the judgement issued where there is none.

    An objection to a draft holds it back until the ruling, for at most thirty days.
    """
    check_act(by, Action.CONTEST, partnership)
    side = side_of(by, partnership)
    refuse_if(about not in ABOUT, "about", _("“%(value)s” is no reading. Choose one from the list."), value=about)
    refuse_if(not grounds.strip(), "grounds", _("The grounds are empty. Say what is wrong with the reading."))
    draft = Draft.objects.open().filter(partnership=partnership).select_for_update().first()
    issued = None if draft else Assessment.objects.latest().filter(partnership=partnership).first()
    refuse_if(
        draft is None and issued is None,
        "about",
        _("This partnership has not been assessed yet. There is nothing to object to."),
    )
    objection = Objection(
        partnership=partnership,
        draft=draft,
        assessment=issued,
        about=about,
        side=side,
        grounds=grounds.strip(),
        opened_by=by,
    )
    save(objection)
    add_documents(by=by, holder=objection, file=file, url=url)
    return objection


@transaction.atomic
def withdraw_objection(*, by: User, objection: Objection) -> Objection:
    """The side that objected takes its objection back."""
    objection = _lock(objection)
    check_act(by, Action.CONTEST, objection.partnership)
    refuse_if(
        side_of(by, objection.partnership) != objection.side,
        "closed_by",
        _("The other side opened this objection. Only they can take it back."),
    )
    return _close(objection, by, Objection.Outcome.WITHDRAWN, "")


@transaction.atomic
def rule_on_objection(*, by: User, objection: Objection, outcome: str, ruling: str) -> Objection:
    """Somebody from outside the partnership decides, with reasons. An objection upheld sends its draft back."""
    objection = _lock(objection)
    check_act(by, Action.RULE, objection.partnership)
    known = (Objection.Outcome.UPHELD, Objection.Outcome.DISMISSED)
    refuse_if(outcome not in known, "outcome", _("“%(value)s” is no ruling. Choose one from the list."), value=outcome)
    refuse_if(not ruling.strip(), "ruling", _("The reasons are empty. Say why the objection is right or wrong."))
    _close(objection, by, outcome, ruling.strip())
    draft = objection.draft
    if draft is not None and outcome == Objection.Outcome.UPHELD and draft.closed_at is None:
        hear_anew(draft)
    return objection


def side_of(by: User, partnership: Partnership) -> Any:
    """The side the person speaks for; refused where they belong to neither."""
    party = by.organization_id in {partnership.government_id, partnership.ngo_id}
    side = SIDE_OF_ROLE.get(by.role) if party else None  # type: ignore[call-overload]
    refuse_if(side is None, "side", _("You speak for neither side of this partnership. Only its parties can do this."))
    return side


def _lock(objection: Objection) -> Objection:
    fresh: Objection = (
        Objection.objects.select_for_update(of=("self",)).select_related("partnership", "draft").get(pk=objection.pk)
    )
    refuse_if(
        fresh.closed_at is not None,
        "closed_at",
        _("The objection was closed before (%(outcome)s). Open a new one if there are new grounds."),
        outcome=fresh.get_outcome_display(),
    )
    return fresh


def _close(objection: Objection, by: User, outcome: str, ruling: str) -> Objection:
    objection.outcome, objection.ruling = outcome, ruling
    objection.closed_at, objection.closed_by = timezone.now(), by
    save(objection)
    return objection
