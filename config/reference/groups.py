"""In which order the page tells of the addresses, and what it asks each list as an example."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

GROUPS: Sequence[tuple[Any, str, Sequence[str]]] = (
    (_("Organizations"), "parties", ("organizations", "standings", "successions", "finances", "jurisdictions")),
    (
        _("Partnerships and contracts"),
        "agreements",
        (
            "partnerships",
            "contracts",
            "amendments",
            "milestones",
            "suspensions",
            "payments",
            "evaluations",
        ),
    ),
    (_("What happens between the two sides"), "conduct", ("events", "event-types", "requests")),
    (_("Service networks"), "cooperation", ("networks", "memberships", "ties")),
    (_("What is said of a record"), "said", ("objections", "verification-changes", "documents")),
    (
        _("The judgement"),
        "judgement",
        ("assessments", "spells", "indicators", "methodologies", "methodology-drafts", "studies"),
    ),
    (
        _("What is said to a judgement"),
        "hearing",
        ("drafts", "reading-objections", "overrides", "replies", "survey-results"),
    ),
    (_("Statistics"), "figures", ("statistics",)),
    (_("Keeping a copy in step"), "copies", ("packages", "changes")),
)
MORE = (_("More"), "more")

# By path; tests ask them.
QUERIES: Mapping[str, str] = {
    "organizations/": "sector=ngo&fields=id,name,identifiers&page_size=2",
    "standings/": "kind=CUL_RATING&as_of=2025-06-30&page_size=2",
    "successions/": "as_of=2025-06-30",
    "finances/": "year=2024&page_size=2",
    "jurisdictions/": "level=district",
    "partnerships/": "ordering=-created_at&page_size=2",
    "partnerships/{partnership_id}/assessments/": "stage=equal&ordering=-as_of",
    "contracts/": "as_of=2025-06-30&ordering=-value&page_size=2",
    "amendments/": "moves_end=true&expand=contract&page_size=2",
    "milestones/": "reached=false&due_before=2025-07-01&page_size=2",
    "suspensions/": "started_from=2023-01-01&expand=contract",
    "payments/": "state=paid_late&fields=due_on,paid_on,contract&expand=contract&page_size=2",
    "evaluations/": "result=fail&held_from=2024-01-01",
    "events/": "type=REC_JOINT_PLAN&occurred_from=2025-01-01&page_size=2",
    "event-types/": "stored_as=event&scope=organization",
    "requests/": "answered=false&page_size=2",
    "networks/": "founded_before=2024-01-01&page_size=2",
    "memberships/": "as_of=2025-06-30&known_at=2025-07-31T18:00:00%2B08:00&page_size=2",
    "ties/": "as_of=2025-06-30&page_size=2",
    "objections/": "closed=false",
    "verification-changes/": "to_level=dual&changed_from=2025-01-01T00:00:00%2B08:00&page_size=2",
    "documents/": "table=contracts&page_size=2",
    "assessments/": "stage=contractual&page_size=2",
    "spells/": "stage=equal&as_of=2025-06-30&page_size=2",
    "indicators/": "dimension=network&fields=code,name_en,weight",
    "methodologies/": "fields=version,digest,effective_on",
    "changes/": "page_size=2",
}
