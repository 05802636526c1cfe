"""What merging a duplicate would move, and what stands against it. Reads only."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from partnerships.models import (
    AnnualFinance,
    Contract,
    IncomeLine,
    InteractionEvent,
    NetworkMembership,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    Partnership,
    Request,
    ServiceNetwork,
    ServiceTie,
    Standing,
    Succession,
    SurveyRound,
    User,
)

Row = type[models.Model]
# Every column that points at an organization, and moves with it. A test proves the list complete.
OF_ORGANIZATIONS: Sequence[tuple[Row, str]] = (
    (Partnership, "government"),
    (Partnership, "ngo"),
    (InteractionEvent, "organization"),
    (Standing, "organization"),
    (AnnualFinance, "organization"),
    (NetworkMembership, "organization"),
    (ServiceTie, "organization"),
    (ServiceTie, "partner"),
    (ServiceTie, "with_body"),
    (ServiceNetwork, "convened_by"),
    (Succession, "organization"),
    (Succession, "successor"),
    (OrganizationIdentifier, "organization"),
    (OrganizationName, "organization"),
    (User, "organization"),
)
# Every column that points at a partnership, for where both organizations had one with the same other party.
OF_PARTNERSHIPS: Sequence[tuple[Row, str]] = (
    (Contract, "partnership"),
    (InteractionEvent, "partnership"),
    (Request, "partnership"),
    (IncomeLine, "partnership"),
    (SurveyRound, "partnership"),
)
# Numbers that a source gave out for itself: one organization may have several.
UNOFFICIAL = {OrganizationIdentifier.Scheme.LOCAL, OrganizationIdentifier.Scheme.THREESIXTY}
Columns = dict[str, Any]


@dataclass
class MergePlan:
    """What would be changed: per model and key the columns before and after, the partnerships that would be joined
    (the duplicate's and the kept one's), the names that would be added, and a sentence for each thing in the way.
    """

    kept: Organization
    duplicate: Organization
    before: Mapping[Row, dict[int, Columns]] = field(default_factory=lambda: defaultdict(dict))
    after: Mapping[Row, dict[int, Columns]] = field(default_factory=lambda: defaultdict(dict))
    joined: list[tuple[Partnership, Partnership]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)

    def move(self, model: Row, key: int, column: str, source: int | None, target: int) -> None:
        """Notes that a column of a row would change."""
        self.before[model].setdefault(key, {})[column] = source
        self.after[model].setdefault(key, {})[column] = target

    def counts(self) -> list[tuple[str, int]]:
        """How many rows of each table would move, in words."""
        moved = [(model, len(rows)) for model, rows in self.after.items() if model is not Organization]
        return [(str(model._meta.verbose_name_plural), number) for model, number in moved if number]


def plan_merge(kept: Organization, duplicate: Organization) -> MergePlan:
    """The plan for merging the duplicate into the kept organization. A fixed number of queries."""
    plan = MergePlan(kept, duplicate)
    plan.conflicts += _misfits(kept, duplicate)
    if plan.conflicts:
        return plan
    plan.move(Organization, duplicate.pk, "merged_into_id", None, kept.pk)
    _join_partnerships(plan)
    _move_rows(plan)
    _keep_names(plan)
    plan.conflicts += [sentence for find in CONFLICTS for sentence in find(kept, duplicate, plan)]
    return plan


def _misfits(kept: Organization, duplicate: Organization) -> Iterator[str]:
    """Why the two can under no circumstances be one."""
    for organization in (kept, duplicate):
        if organization.merged_into_id:
            yield _("%(name)s was merged into another already.") % {"name": organization}
    if kept.pk == duplicate.pk:
        yield _("Choose two different organizations.")
    if kept.sector != duplicate.sector:
        words = {"one": kept.get_sector_display(), "other": duplicate.get_sector_display()}
        yield _("One belongs to the sector “%(one)s”, the other to “%(other)s”. Correct the sector first.") % words


def _join_partnerships(plan: MergePlan) -> None:
    """Where both have a partnership with the same other party, the duplicate's goes into the kept one's."""
    for side, other in (("government", "ngo"), ("ngo", "government")):
        own = {getattr(each, f"{other}_id"): each for each in _standing(plan.kept, side)}
        for partnership in _standing(plan.duplicate, side):
            same = own.get(getattr(partnership, f"{other}_id"))
            if same is not None:
                plan.joined.append((partnership, same))
                plan.move(Partnership, partnership.pk, "joined_into_id", None, same.pk)


def _standing(organization: Organization, side: str) -> Any:
    rows = Partnership.objects.filter(**{side: organization}, joined_into__isnull=True)
    return rows.select_related("government", "ngo").order_by("pk")


def _move_rows(plan: MergePlan) -> None:
    joined = {partnership.pk: same.pk for partnership, same in plan.joined}
    for model, column in OF_ORGANIZATIONS:
        for key in _of(plan, model, column):
            if not (model is Partnership and key in joined):
                plan.move(model, key, f"{column}_id", plan.duplicate.pk, plan.kept.pk)
    for model, column in OF_PARTNERSHIPS:
        rows = model._default_manager.filter(**{f"{column}__in": joined}).order_by("pk")
        for key, source in rows.values_list("pk", f"{column}_id"):
            plan.move(model, key, f"{column}_id", source, joined[source])


def _of(plan: MergePlan, model: Row, column: str) -> Any:
    """Keys of the duplicate's rows, but for those that cannot go over and count for nothing."""
    rows = model._default_manager.filter(**{column: plan.duplicate}).order_by("pk")
    if model is OrganizationName:
        known = OrganizationName.objects.filter(organization=plan.kept).values("name")
        rows = rows.exclude(name__in=known)
    if model in (ServiceTie, Succession):
        # A voided tie or succession between the two cannot become one of the kept organization with itself.
        rows = rows.exclude(Q(voided_at__isnull=False) & _between(plan, model))
    if model is Partnership:
        rows = rows.filter(joined_into__isnull=True)
    return rows.values_list("pk", flat=True)


def _between(plan: MergePlan, model: Row) -> Q:
    """Rows that hold between the two."""
    one, other = ("organization", "partner") if model is ServiceTie else ("organization", "successor")
    both = (plan.kept.pk, plan.duplicate.pk)
    return Q(**{f"{one}__in": both, f"{other}__in": both})


def _keep_names(plan: MergePlan) -> None:
    """The duplicate's names go on finding the organization."""
    known = {plan.kept.name, plan.kept.name_en, *plan.kept.other_names.values_list("name", flat=True)}
    known |= set(plan.duplicate.other_names.values_list("name", flat=True))
    for name in (plan.duplicate.name, plan.duplicate.name_en):
        if name and name not in known:
            plan.names.append(name)
            known.add(name)


def _numbers(kept: Organization, duplicate: Organization, _plan: MergePlan) -> Iterator[str]:
    """Two numbers in one register belong to two organizations."""
    own = dict(kept.identifiers.exclude(scheme__in=UNOFFICIAL).values_list("scheme", "value"))
    for identifier in duplicate.identifiers.filter(scheme__in=own).order_by("scheme"):
        words = {
            "scheme": identifier.get_scheme_display(),
            "one": own[identifier.scheme],
            "other": identifier.value,
        }
        yield (
            _("Each has its own %(scheme)s, %(one)s and %(other)s: by that they are two. Remove the wrong one.") % words
        )


def _years(kept: Organization, duplicate: Organization, _plan: MergePlan) -> Iterator[str]:
    rows = AnnualFinance.objects.standing().filter(organization__in=(kept, duplicate))
    for year in rows.values("year").annotate(number=Count("pk")).filter(number__gt=1).order_by("year"):
        yield _("Both have accounts of %(year)s. Void one of them first.") % {"year": year["year"]}


def _memberships(kept: Organization, duplicate: Organization, _plan: MergePlan) -> Iterator[str]:
    rows = NetworkMembership.objects.standing().filter(organization__in=(kept, duplicate), ended_on__isnull=True)
    for row in rows.values("network__name").annotate(number=Count("pk")).filter(number__gt=1).order_by("network"):
        words = {"network": row["network__name"]}
        yield _("Both are open members of %(network)s. Void or end one of the memberships first.") % words


def _ties(kept: Organization, duplicate: Organization, plan: MergePlan) -> Iterator[str]:
    for _tie in ServiceTie.objects.standing().filter(_between(plan, ServiceTie)):
        yield _("A tie between the two is on record, as between two organizations. Void it first.")
    both = (kept.pk, duplicate.pk)
    for one, other in (("organization", "partner"), ("partner", "organization")):
        rows: Any = ServiceTie.objects.standing().filter(**{f"{one}__in": both}, ended_on__isnull=True)
        rows = rows.exclude(**{f"{other}__in": both}).values(f"{other}__name", "kind")
        for row in rows.annotate(number=Count("pk")).filter(number__gt=1).order_by(f"{other}__name"):
            words = {"kind": ServiceTie.Kind(row["kind"]).label, "partner": row[f"{other}__name"]}
            yield _("Both have an open tie (%(kind)s) with %(partner)s. Void or end one of them first.") % words


def _lines(_kept: Organization, _duplicate: Organization, plan: MergePlan) -> Iterator[str]:
    for partnership, same in plan.joined:
        rows = IncomeLine.objects.filter(partnership__in=(partnership, same)).values("finance__year", "finance")
        for row in rows.annotate(number=Count("pk")).filter(number__gt=1).order_by("finance"):
            words = {"year": row["finance__year"], "ngo": partnership.ngo}
            yield _("The accounts of %(ngo)s for %(year)s have a line for each of the two. Correct them first.") % words


def _successions(kept: Organization, duplicate: Organization, plan: MergePlan) -> Iterator[str]:
    for _row in Succession.objects.standing().filter(_between(plan, Succession)):
        yield _("One took over from the other, by what is on record. Void that succession first.")
    for column, other in (("organization", "successor"), ("successor", "organization")):
        rows = Succession.objects.standing().filter(**{f"{column}__in": (kept, duplicate)})
        for row in rows.values(f"{other}__name").annotate(number=Count("pk")).filter(number__gt=1).order_by(other):
            words = {"name": row[f"{other}__name"]}
            yield _("Both have a succession with %(name)s. Void one of them first.") % words


def _surveys(_kept: Organization, _duplicate: Organization, plan: MergePlan) -> Iterator[str]:
    for partnership, same in plan.joined:
        rows = SurveyRound.objects.filter(partnership__in=(partnership, same), released_at__isnull=True)
        if rows.count() > 1:
            words = {"ngo": partnership.ngo, "body": partnership.government}
            yield _("%(body)s and %(ngo)s are being surveyed twice. Wait until one of the two rounds is over.") % words


CONFLICTS = (_numbers, _years, _memberships, _ties, _lines, _successions, _surveys)
