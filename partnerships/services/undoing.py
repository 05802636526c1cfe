"""Undoing an import as one act: what it recorded is voided; what others have built on it stands in the way."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.deletion import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.access import Action, check_act
from partnerships.models import (
    Amendment,
    Contest,
    Contract,
    Evaluation,
    Fact,
    ImportBatch,
    InteractionEvent,
    Milestone,
    Organization,
    Payment,
    Suspension,
    User,
    Verification,
)

from .refusals import refuse_if, save

UNDER_CONTRACTS: tuple[type[Fact], ...] = (Amendment, Milestone, Suspension, Payment, Evaluation, InteractionEvent)


def fact_models() -> list[type[Fact]]:
    """Every kind of fact; contracts first, since the others hang on them."""
    models = [model for model in apps.get_app_config("partnerships").get_models() if issubclass(model, Fact)]
    return sorted(models, key=lambda model: model is not Contract)


def standing_facts(batch: ImportBatch, model: type[Fact]) -> QuerySet[Fact]:
    """What the import recorded and nobody has voided."""
    facts: QuerySet[Fact] = model._default_manager.filter(import_batch=batch, voided_at__isnull=True)
    return facts


def obstacles_to_undoing(batch: ImportBatch) -> list[str]:
    """What others have built on the import, one sentence for each kind of it; empty where it can be undone."""
    return list(_obstacles(batch))


def _obstacles(batch: ImportBatch) -> Iterator[str]:
    contracts = Contract.objects.filter(import_batch=batch, voided_at__isnull=True)
    for model in UNDER_CONTRACTS:
        others: QuerySet[Any] = model._default_manager.all()
        others = others.filter(contract__in=contracts, voided_at__isnull=True)
        number = others.exclude(import_batch=batch).count()
        if number:
            words = {"number": number, "kind": model._meta.verbose_name_plural}
            yield _("Under its contracts others have recorded: %(number)d (%(kind)s).") % words
    renewals = Contract.objects.filter(renews__in=contracts, voided_at__isnull=True).exclude(import_batch=batch).count()
    if renewals:
        yield _("Contracts recorded by others renew some of its contracts: %(number)d.") % {"number": renewals}
    ended = Q(termination_recorded_at__gt=F("recorded_at")) | Q(closing_recorded_at__isnull=False)
    if ended_number := contracts.filter(ended).count():
        yield _("Some of its contracts have been ended or closed since: %(number)d.") % {"number": ended_number}
    paid = Payment.objects.filter(import_batch=batch, voided_at__isnull=True, paid_recorded_at__gt=F("recorded_at"))
    if paid_number := paid.count():
        yield _("Some of its instalments have been paid since: %(number)d.") % {"number": paid_number}
    confirmed = sum(
        standing_facts(batch, model).filter(verification=Verification.DUAL).count() for model in fact_models()
    )
    if confirmed:
        yield _("The other side has confirmed entries of it: %(number)d.") % {"number": confirmed}


@transaction.atomic
def undo_import(*, by: User, batch: ImportBatch, reason: str) -> ImportBatch:
    """Voids everything the import recorded and removes the organizations it registered that nothing uses.

    Refuses, naming them, when others have built on it. A few queries for each kind of record, whatever their number.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    check_act(by, Action.VOID, batch)
    refuse_if(
        ImportBatch.State.UNDONE not in ImportBatch.TRANSITIONS[ImportBatch.State(batch.state)],
        "reason",
        _("This import is “%(state)s”; there is nothing to undo."),
        state=batch.get_state_display(),
    )
    refuse_if(not reason.strip(), "reason", _("The reason is empty. Say why the import is undone."))
    obstacles = obstacles_to_undoing(batch)
    refuse_if(
        bool(obstacles),
        "reason",
        _("Others have built on this import, so it stays. %(obstacles)s Void single records instead."),
        obstacles=" ".join(obstacles),
    )
    moment = timezone.now()
    words = _("Import undone: %(reason)s") % {"reason": reason.strip()}
    voided = {model._meta.model_name: _void(by, batch, model, words, moment) for model in fact_models()}
    batch.report = {**batch.report, "undone": _removed(batch) | {"voided": {k: v for k, v in voided.items() if v}}}
    batch.state, batch.undone_at, batch.undone_by = ImportBatch.State.UNDONE, moment, by
    batch.undo_reason = reason.strip()
    save(batch)
    return batch


def _void(by: User, batch: ImportBatch, model: type[Fact], reason: str, moment: datetime) -> int:
    """Voids the import's facts of one kind and closes objections to them, as voiding one by one does."""
    facts = standing_facts(batch, model)
    contests = Contest.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=facts.values("pk"),
        closed_at__isnull=True,
    )
    contests.update(closed_at=moment, closed_by=by, outcome=Contest.Outcome.UPHELD, ruling=reason)
    return facts.update(voided_at=moment, voided_by=by, void_reason=reason)


def _removed(batch: ImportBatch) -> dict[str, int]:
    """Removes organizations that came with the import and are used by nothing; the others carry the voided records."""
    registered = Organization.objects.filter(pk__in=batch.organizations.values("organization"))
    used = Q(partnerships_as_body__isnull=False) | Q(partnerships_as_ngo__isnull=False)
    unused = list(registered.exclude(used).values_list("pk", flat=True))
    removed = 0
    if unused:
        try:
            with transaction.atomic():
                removed = Organization.objects.filter(pk__in=unused).delete()[1].get("partnerships.Organization", 0)
        except ProtectedError as error:
            held = _holders(error) & set(unused)
            free = [key for key in unused if key not in held]
            removed = Organization.objects.filter(pk__in=free).delete()[1].get("partnerships.Organization", 0)
    return {"organizations_removed": removed, "organizations_kept": registered.count()}


def _holders(error: ProtectedError) -> set[int]:
    """The organizations that protected rows point at."""
    keys: set[int] = set()
    for row in error.protected_objects:
        for column in row._meta.concrete_fields:
            if column.related_model is Organization:
                keys.add(getattr(row, column.attname))
    return keys


def undone_in_words(batch: ImportBatch) -> list[str]:
    """What undoing did, for the import's page."""
    done = batch.report.get("undone", {})
    number = sum(done.get("voided", {}).values())
    lines = [ngettext("%(number)d record was voided.", "%(number)d records were voided.", number) % {"number": number}]
    if removed := done.get("organizations_removed"):
        sentence = ngettext(
            "%(number)d organization that had come with it and that nothing else uses was removed.",
            "%(number)d organizations that had come with it and that nothing else uses were removed.",
            removed,
        )
        lines.append(sentence % {"number": removed})
    if kept := done.get("organizations_kept"):
        sentence = ngettext(
            "%(number)d organization that had come with it stays: voided or other records are kept under its name.",
            "%(number)d organizations that had come with it stay: voided or other records are kept under their names.",
            kept,
        )
        lines.append(sentence % {"number": kept})
    return lines
