"""Taking a fact for change, so that two people cannot close it at once."""

from typing import TypeVar

from django.utils.translation import gettext as _

from partnerships.models import Fact

from .refusals import refuse

F = TypeVar("F", bound=Fact)


def lock(fact: F) -> F:
    """The fact as it stands now, held until the transaction ends; refuses a voided one.

    Costs one query and waits for whoever holds it.
    """
    fresh: F = type(fact)._default_manager.select_for_update().get(pk=fact.pk)
    if fresh.voided_at is not None:
        refuse(
            "voided_at",
            _("This entry was voided on %(moment)s (%(reason)s). Record a new one instead."),
            moment=fresh.voided_at.date(),
            reason=fresh.void_reason,
        )
    return fresh
