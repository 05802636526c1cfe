"""Who sees what: one rule per role, from which every `visible_to` is derived.

A partnership is visible to staff when its government body is theirs or lies in its jurisdiction or below, to an NGO
manager when it is their NGO's, to an analyst when a grant of today covers its body, to an administrator always.
Everything else (contracts, events, organizations …) is visible because of a partnership or an organization that is.
"""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from .people import Role, User

NOTHING = Q(pk__in=[])


def territory_paths(user: User) -> list[str]:
    """Jurisdiction paths at or below which the person may read; empty for roles that are not territorial."""
    if user.role == Role.STAFF and user.organization and user.organization.jurisdiction:
        return [user.organization.jurisdiction.path]
    if user.role == Role.ANALYST:
        today = timezone.localdate()
        grants = user.grants.filter(starts_on__lte=today, ends_on__gt=today)
        return list(grants.values_list("jurisdiction__path", flat=True))
    return []


def _under(paths: list[str], field: str) -> Q:
    """Rows whose jurisdiction, reached by `field`, lies at or below one of the paths.

    The places are found first: there are few of them, and each path would be compared with every row otherwise.
    """
    from .jurisdictions import Jurisdiction

    condition = Q(*(("path__startswith", path) for path in _outermost(paths)), _connector=Q.OR)
    return Q(**{f"{field}__in": Jurisdiction.objects.filter(condition).values("pk")}) if paths else NOTHING


def _outermost(paths: list[str]) -> list[str]:
    """The paths that lie below no other."""
    found: list[str] = []
    for path in sorted(set(paths)):
        if not (found and path.startswith(found[-1])):
            found.append(path)
    return found


def partnership_scope(user: User, prefix: str = "") -> Q:
    """The condition for a partnership (reached by `prefix`, such as `"contract__partnership__"`) to be visible."""
    if not user.is_authenticated or not user.is_active:
        return NOTHING
    if user.is_administrator:
        return Q()
    if user.role == Role.NGO_MANAGER:
        return Q(**{f"{prefix}ngo": user.organization_id})
    paths = territory_paths(user)
    if paths:
        return _under(paths, f"{prefix}government__jurisdiction")  # the own body lies there, too
    return Q(**{f"{prefix}government": user.organization_id}) if user.organization_id else NOTHING


def outsider_scope(user: User, prefix: str = "") -> Q:
    """The condition for a partnership (reached by `prefix`) to have the person as somebody from outside who decides.

    Officials of neither side; administrators wherever they belong. It does not ask whether they may see it.
    """
    if not user.is_authenticated or not user.is_active:
        return NOTHING
    if user.is_administrator:
        return ~NOTHING  # an empty condition would vanish where conditions are joined by "or"
    if user.role != Role.STAFF:
        return NOTHING
    return ~Q(**{f"{prefix}government": user.organization_id}) & ~Q(**{f"{prefix}ngo": user.organization_id})


def organization_scope(user: User) -> Q:
    """The condition for an organization to be visible: in the territory, one's own, or in a visible partnership.

    An analyst may see nearly all: each row is asked for its place, and only one from elsewhere for its partnerships.
    The few of others are one set of keys.
    """
    from .organizations import Organization
    from .partnerships import Partnership

    if not user.is_authenticated or not user.is_active:
        return NOTHING
    if user.is_administrator:
        return Q()
    seen = Partnership.objects.filter(partnership_scope(user)).order_by()
    in_territory = _under(territory_paths(user), "jurisdiction")
    if user.role == Role.ANALYST:
        return in_territory | Q(Exists(seen.filter(ngo=OuterRef("pk"))))
    own = Organization.objects.filter(pk=user.organization_id)
    # This side is the own one, or in the territory.
    other_side = "government" if user.role == Role.NGO_MANAGER else "ngo"
    parts = [seen.values(other_side), Organization.objects.filter(in_territory).values("pk")]
    # Without `all`: a set is made once, where the planner may run a mere list again for every row it is compared with.
    return Q(pk__in=own.values("pk").union(*parts))


def pointer_scope(user: User) -> Q:
    """The condition for a row that points at a fact (an objection, a document link) to be visible.

    What is no fact and yet `carries_documents`, such as an objection to a judgement, is pointed at, too.
    """
    from .facts import Fact

    if user.is_authenticated and user.is_active and user.is_administrator:
        return Q()
    condition = NOTHING
    for model in apps.get_models():
        if issubclass(model, Fact) or getattr(model, "carries_documents", False):
            seen = model._default_manager.visible_to(user).values("pk")  # type: ignore[attr-defined]
            condition |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=seen)
    return condition
