"""Where a fact comes from, and which verification a person may claim for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection
from django.utils.translation import gettext as _

from partnerships.models import Fact, ImportBatch, Role, Side, User, Verification
from partnerships.models.facts import ONE_SIDED

from .moments import moment_recorded
from .refusals import refuse, refuse_if

F = TypeVar("F", bound=Fact)
SIDE_OF_ROLE = {Role.STAFF: Side.GOVERNMENT, Role.NGO_MANAGER: Side.NGO}


@dataclass(frozen=True)
class Provenance:
    """Who stands behind a fact (`Verification`), whose entry it is (`Side`), and when and from which file it came.

    `recorded_at` is the moment of the entry; None means now. `source_key` names the row in the source, so that
    importing twice changes nothing.
    """

    verification: str
    side: str
    recorded_at: datetime | None = None
    import_batch: ImportBatch | None = None
    source_key: str = ""


def check_verification(by: User | None, verification: str, side: str, *, evaluator: str = "") -> None:
    """Refuses a verification the person may not claim.

    A person speaks for one side, and alone is believed little: `dual` arises only when the other side confirms,
    `official` comes from registers, `third` from an independent evaluator who is named.
    """
    known = ", ".join(Verification.values)
    refuse_if(
        verification not in Verification.values,
        "verification",
        _("“%(value)s” is not a verification level. Use one of: %(known)s."),
        value=verification,
        known=known,
    )
    known = ", ".join(Side.values)
    refuse_if(
        side not in Side.values,
        "recorded_side",
        _("“%(value)s” is not a side. Use one of: %(known)s."),
        value=side,
        known=known,
    )
    if by is not None:
        _check_person(by, verification, side, evaluator)


def _check_person(by: User, verification: str, side: str, evaluator: str) -> None:
    refuse_if(
        verification == Verification.DUAL,
        "verification",
        _("“dual” arises when the other side confirms the entry. Record it as “single_doc” or “single”."),
    )
    if by.is_administrator:
        return
    own_side = SIDE_OF_ROLE.get(Role(by.role))
    if verification == Verification.THIRD and by.role == Role.STAFF and evaluator:
        return
    refuse_if(
        side != own_side,
        "recorded_side",
        _("You can enter facts for your own side only, not for “%(value)s”."),
        value=side,
    )
    if verification not in ONE_SIDED:
        refuse(
            "verification",
            _("“%(value)s” is not yours to give. Use “single_doc” with a document, else “single”."),
            value=verification,
        )


def fact_columns(by: User | None, provenance: Provenance, *, evaluator: str = "") -> dict[str, Any]:
    """The columns every fact carries, checked."""
    check_verification(by, provenance.verification, provenance.side, evaluator=evaluator)
    return {
        "verification": provenance.verification,
        "recorded_side": provenance.side,
        "recorded_at": moment_recorded(by, provenance.recorded_at),
        "recorded_by": by,
        "import_batch": provenance.import_batch,
        "source_key": provenance.source_key,
    }


def entered_before(by: User, model: type[F], key: str) -> F | None:
    """The fact the person entered under the key; a button pressed twice records once. Without a key there is none.

    Whoever presses meanwhile waits until this transaction ends, and then finds what it wrote.
    """
    if not key:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    found: F | None = model._default_manager.filter(source_key=key, recorded_by=by, voided_at__isnull=True).first()
    return found


def own_word(by: User, *, has_document: bool = False, key: str = "") -> Provenance:
    """The provenance of what a person enters by hand: the word of their side, and better with a document.

    An administrator belongs to no side and enters what registers say. `key` names the press of the button.
    """
    side = SIDE_OF_ROLE.get(by.role)  # type: ignore[call-overload]
    if side is None:
        return Provenance(Verification.OFFICIAL, Side.REGISTRY, source_key=key)
    return Provenance(Verification.SINGLE_DOC if has_document else Verification.SINGLE, side, source_key=key)
