"""Many facts at once: the way of imports, the demo world and benchmarks."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.access import check_record
from partnerships.models import (
    Contract,
    EventType,
    Fact,
    ImportBatch,
    IncomeLine,
    InteractionEvent,
    Organization,
    Partnership,
    User,
)

from .copying import RowError, copy_rows
from .days import PAST_DAYS, check_days
from .event_rules import check_event_row
from .provenance import check_verification
from .refusals import refuse

F = TypeVar("F", bound=Fact)
# By which column a row is reached by those who may write it, and the rows it points at.
SUBJECTS: tuple[tuple[str, type[models.Model]], ...] = (
    ("partnership_id", Partnership),
    ("contract_id", Contract),
    ("organization_id", Organization),
)


@transaction.atomic
def record_facts(*, by: User | None, facts: Sequence[F]) -> list[F]:
    """Records unsaved facts of one model, all or none, and returns them with their primary keys.

    A row that is refused raises `RowError`, which names its index. Staff record for their jurisdiction, as a person
    and at the present moment; the system (`by=None`) may set every column, voided rows and past moments included.
    """
    rows = list(facts)
    if not rows:
        return rows
    model = _one_model(rows)
    if by is not None:
        _stamp(by, rows)
        _check_writer(by, model, rows)
    _check_each(rows)
    copy_rows(rows)
    return rows


def _one_model(rows: Sequence[Fact]) -> type[Fact]:
    model = type(rows[0])
    for index, row in enumerate(rows):
        if type(row) is not model or row.pk is not None:
            sentence = _("%(row)s is not a new %(model)s. Put unsaved rows of one model into a batch.")
            raise RowError(index, "facts", sentence % {"row": row, "model": model._meta.verbose_name})
    return model


def _stamp(by: User, rows: Iterable[Fact]) -> None:
    """Says who recorded the rows, and that it was now."""
    now = timezone.now()
    for row in rows:
        row.recorded_by, row.recorded_at = by, now
        row.voided_at, row.voided_by, row.void_reason = None, None, ""
        for day_field, moment_field in PAST_DAYS[type(row)]:
            if getattr(row, day_field) is not None:
                setattr(row, moment_field, now)


def _check_writer(by: User, model: type[Fact], rows: Sequence[Fact]) -> None:
    """Refuses what the person may not claim, and rows on partnerships or organizations out of reach. Few queries."""
    check_record(by, ImportBatch, None)
    check_record(by, model, None)
    for verification, side in {(row.verification, row.recorded_side) for row in rows}:
        check_verification(by, verification, side)
    for column, subject in SUBJECTS:
        keys: set[int] = {key for row in rows if (key := getattr(row, column, None)) is not None}
        seen = subject._default_manager.visible_to(by).filter(pk__in=keys)  # type: ignore[attr-defined]
        if keys and seen.count() < len(keys):
            hidden = min(keys - set(seen.values_list("pk", flat=True)))
            refuse(
                column.removesuffix("_id"),
                _("%(model)s %(key)s lies outside your reach. Take its rows out, or ask an administrator."),
                model=subject._meta.verbose_name,
                key=hidden,
            )


def _check_each(rows: Sequence[Fact]) -> None:
    """Refuses the first row whose days or event rules do not hold."""
    check_event = _event_rules() if isinstance(rows[0], InteractionEvent) else None
    now = timezone.now()
    for index, row in enumerate(rows):
        try:
            if row.recorded_at > now:
                sentence = _("The moment %(moment)s lies in the future. Use the present.")
                refuse("recorded_at", sentence, moment=row.recorded_at)
            check_days(row)
            if check_event and isinstance(row, InteractionEvent):
                check_event(row)
        except ValidationError as error:
            field, messages = next(iter(error.message_dict.items()))
            raise RowError(index, field, messages) from error


def _event_rules() -> Callable[[InteractionEvent], None]:
    """The rules of the taxonomy, applied once to each distinct combination of what they look at."""
    types = {kind.code: kind for kind in EventType.objects.all()}
    allowed: set[tuple[Any, ...]] = set()

    def check(event: InteractionEvent) -> None:
        subject = (event.partnership_id is None, event.organization_id is None, event.contract_id is None)
        combination = (event.type_id, event.outcome, event.party, *subject)
        if combination not in allowed:
            check_event_row(event, types)
            allowed.add(combination)

    return check


@transaction.atomic
def record_income_lines(*, by: User | None, lines: Sequence[IncomeLine]) -> list[IncomeLine]:
    """Adds unsaved lines to annual finances of the same transaction, all or none."""
    rows = list(lines)
    if rows:
        check_record(by, ImportBatch, None)
        copy_rows(rows)
    return rows
