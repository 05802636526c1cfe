"""By which columns each kind of fact concerns a person's own organization, as data."""

from collections.abc import Mapping, Sequence

from django.db.models import Model, Q

from partnerships.models import (
    Amendment,
    AnnualFinance,
    Contract,
    Evaluation,
    InteractionEvent,
    Milestone,
    NetworkMembership,
    Payment,
    Request,
    Role,
    ServiceTie,
    Standing,
    Suspension,
    User,
)

OF_CONTRACTS = ("contract__partnership__",)
# Ways to a partnership, for facts of one; ways to the NGO, for facts that concern it in every partnership.
PARTNERSHIPS: Mapping[type[Model], Sequence[str]] = {
    Contract: ("partnership__",),
    Request: ("partnership__",),
    InteractionEvent: ("partnership__",),
    **dict.fromkeys((Amendment, Milestone, Suspension, Payment, Evaluation), OF_CONTRACTS),
}
ORGANIZATIONS: Mapping[type[Model], Sequence[str]] = {
    InteractionEvent: ("organization",),
    AnnualFinance: ("organization",),
    NetworkMembership: ("organization",),
    Standing: ("organization",),
    ServiceTie: ("organization", "partner"),
}


def own_ways(model: type[Model], user: User) -> list[Q]:
    """Conditions, one for each way, under which a fact has the person's organization as a party."""
    own = user.organization_id
    if user.role == Role.STAFF:
        by_partnership = [Q(**{f"{way}government": own}) for way in PARTNERSHIPS.get(model, ())]
        return by_partnership + [
            Q(**{f"{way}__partnerships_as_ngo__government": own}) for way in ORGANIZATIONS.get(model, ())
        ]
    if user.role == Role.NGO_MANAGER:
        by_partnership = [Q(**{f"{way}ngo": own}) for way in PARTNERSHIPS.get(model, ())]
        return by_partnership + [Q(**{way: own}) for way in ORGANIZATIONS.get(model, ())]
    return []
