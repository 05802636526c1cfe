"""Merging organizations that were on record twice, and taking that back."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.access import check_covers, check_record
from partnerships.models import MergedRow, Organization, OrganizationMerge, OrganizationName, User

from .merge_plans import Columns, MergePlan, Row, plan_merge
from .refusals import broken_constraint, refuse, refuse_if, save

NAMED_AT_MOST = 5


@transaction.atomic
def merge_organizations(*, by: User | None, kept: Organization, duplicate: Organization) -> OrganizationMerge:
    """Moves everything that hangs on the duplicate to the kept organization; no fact is voided or lost.

    Partnerships that both have with the same party are joined: their facts go into the kept one's. Assessments already
    issued stay where they were written. The same merge again changes nothing.
    """
    kept, duplicate = _held(kept, duplicate)
    _check_both(by, kept, duplicate)
    if duplicate.merged_into_id == kept.pk:
        return OrganizationMerge.objects.standing().get(duplicate=duplicate)
    plan = plan_merge(kept, duplicate)
    if plan.conflicts:
        raise ValidationError({"duplicate": plan.conflicts})
    merge = OrganizationMerge(kept=kept, duplicate=duplicate, merged_at=timezone.now(), merged_by=by)
    rows = [*_moved(plan), *_named(plan)]
    # Last, since the database marks the partnerships of both for reassessment when the merge is written.
    save(merge)
    for row in rows:
        row.merge = merge
    MergedRow.objects.bulk_create(rows, batch_size=1000)
    return merge


def _held(*organizations: Organization) -> list[Organization]:
    """The organizations as they stand now, held until the transaction ends, always in the same order."""
    keys = [organization.pk for organization in organizations]
    rows = Organization.objects.select_for_update(of=("self",)).select_related("jurisdiction").order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=keys)}
    return [found[key] for key in keys]


def _check_both(by: User | None, *organizations: Organization) -> None:
    check_record(by, OrganizationMerge, None)
    for organization in organizations:
        check_covers(by, organization)


def _moved(plan: MergePlan) -> list[MergedRow]:
    """Writes the plan's columns and gives the trace of each row."""
    rows = []
    for model, changed in plan.after.items():
        _write(model, changed)
        kind = ContentType.objects.get_for_model(model)
        rows += [
            MergedRow(content_type=kind, object_id=key, before=plan.before[model][key], after=after)
            for key, after in changed.items()
        ]
    return rows


def _write(model: Row, columns: dict[int, Columns]) -> None:
    """Sets columns of rows, all rows with the same columns at once."""
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    for key, values in columns.items():
        alike[tuple(sorted(values.items()))].append(key)
    try:
        with transaction.atomic():
            for pairs, keys in alike.items():
                model._default_manager.filter(pk__in=keys).update(**dict(pairs))
    except IntegrityError as error:
        raise broken_constraint(error, model) or error from error


def _named(plan: MergePlan) -> list[MergedRow]:
    """Keeps the duplicate's names for the kept organization."""
    kind = ContentType.objects.get_for_model(OrganizationName)
    rows = []
    for name in plan.names:
        other = OrganizationName(organization=plan.kept, name=name)
        save(other)
        after = {"organization_id": plan.kept.pk, "name": name, "used_until": None}
        rows.append(MergedRow(content_type=kind, object_id=other.pk, before=None, after=after))
    return rows


@transaction.atomic
def undo_merge(*, by: User | None, merge: OrganizationMerge) -> OrganizationMerge:
    """Puts every row back where it was before the merge; refuses, naming them, where rows have changed since.

    What was recorded since stays with what it was recorded on. Undoing again changes nothing.
    """
    kept, duplicate = _held(merge.kept, merge.duplicate)
    _check_both(by, kept, duplicate)
    merge = OrganizationMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        return merge
    refuse_if(
        kept.merged_into_id is not None,
        "merge",
        _("%(name)s was merged into another organization afterwards. Undo that merge first."),
        name=kept,
    )
    by_model: dict[Row, list[MergedRow]] = defaultdict(list)
    for row in merge.rows.select_related("content_type").order_by("pk"):
        model = row.content_type.model_class()
        assert model is not None  # noqa: S101 (merges move rows of this app only)
        by_model[model].append(row)
    _refuse_changed(by_model)
    for model, rows in by_model.items():
        made = [row.object_id for row in rows if row.before is None]
        model._default_manager.filter(pk__in=made).delete()
        _write(model, {row.object_id: row.before for row in rows if row.before is not None})
    merge.undone_at, merge.undone_by = timezone.now(), by
    save(merge)
    return merge


def _refuse_changed(by_model: dict[Row, list[MergedRow]]) -> None:
    """Refuses when a row is gone, or no longer stands as the merge left it."""
    changed = [line for model, rows in by_model.items() for line in _changed(model, rows)]
    if changed:
        more = len(changed) - NAMED_AT_MOST
        named = "; ".join(changed[:NAMED_AT_MOST]) + (_("; and %(more)s more") % {"more": more} if more > 0 else "")
        refuse(
            "merge",
            _(
                "It cannot be undone any more, because these were changed since: %(rows)s. "
                "Correct by hand what is wrong."
            ),
            rows=named,
        )


def _changed(model: Row, rows: Iterable[MergedRow]) -> Iterable[str]:
    rows = list(rows)
    found: dict[int, models.Model] = model._default_manager.in_bulk([row.object_id for row in rows])
    for row in rows:
        record = found.get(row.object_id)
        if record is None:
            yield _("%(kind)s %(number)s, which is gone") % {
                "kind": model._meta.verbose_name,
                "number": row.object_id,
            }
        elif any(getattr(record, column) != value for column, value in row.after.items()):
            yield f"{model._meta.verbose_name} “{record}”"


def merged_counts(merge: OrganizationMerge) -> list[tuple[str, int]]:
    """How many rows of each table a merge moved, in words. One query."""
    kinds: dict[int, int] = {}
    for kind in merge.rows.values_list("content_type", flat=True):
        kinds[kind] = kinds.get(kind, 0) + 1
    models_moved = [(ContentType.objects.get_for_id(kind).model_class(), number) for kind, number in kinds.items()]
    return [
        (str(model._meta.verbose_name_plural), number)
        for model, number in models_moved
        if model is not None and model is not Organization
    ]
