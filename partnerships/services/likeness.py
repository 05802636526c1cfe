"""Organizations that may be the same: alike in name."""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Length

from partnerships.models import Organization

ALIKE = 0.8  # share of characters in common, in order
SHOWN = 5
LEAST = 2  # characters of a name that say anything
# What many names have in common, and which therefore tells nothing about likeness.
LEGAL_FORMS = re.compile(
    r"(社会工作服务中心|社工服务中心|社会服务中心|服务中心|社会工作|志愿者协会|协会|促进会|基金会|联合会|中心|"
    r"有限责任公司|有限公司|\b(centre|center|association|foundation|society|limited|ltd|trust|cic)\b\.?)",
    re.IGNORECASE,
)


def plain_name(name: str) -> str:
    """A name without what is written differently for the same thing: width, case, spaces, brackets and points."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\W_]+", "", folded)


def core_of(name: str) -> str:
    """The part of a name that tells it from others."""
    return LEGAL_FORMS.sub("", unicodedata.normalize("NFKC", name)).strip() or name.strip()


def similar_organizations(
    name: str, among: "QuerySet[Organization]", *, without: Organization | None = None
) -> Sequence[Organization]:
    """At most five organizations with a name, present or former, that is alike, the likest first. One query.

    Alike means: the same without brackets, spaces and legal form, or four fifths of the characters in common.
    """
    core = core_of(name)
    if len(core) < LEAST:
        return []
    written = Value(name, output_field=CharField())
    candidates = (
        among.annotate(written=written, length=Length("name"))
        .filter(
            Q(name__icontains=core)
            | Q(name_en__icontains=core)
            | Q(other_names__name__icontains=core)
            | Q(length__gte=LEAST, written__icontains=F("name"))
            | _shares_a_part(core)
        )
        .prefetch_related("other_names")
        .distinct()[:200]
    )
    scored = [(_likeness(name, each), each) for each in candidates if without is None or each.pk != without.pk]
    alike = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1].pk))
    return [organization for _score, organization in alike[:SHOWN]]


def _shares_a_part(core: str) -> Q:
    """Names that hold the first or the last half of the core: one slip of the pen spoils only one of them."""
    half = (len(core) + 1) // 2
    if half < LEAST:
        return Q(pk__in=[])
    return Q(name__icontains=core[:half]) | Q(name__icontains=core[-half:])


def _likeness(name: str, organization: Organization) -> float:
    wanted = plain_name(name)
    known = [organization.name, organization.name_en, *(other.name for other in organization.other_names.all())]
    return max(_share(wanted, plain_name(one)) for one in known)


def _share(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else 0.0
