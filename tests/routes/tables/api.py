"""The REST API: reading is the same for everybody who may see an object; facts are recorded as on the pages."""

from tests.routes.rows import row

from .answers import ANYBODY, NOBODY

WHO_SIGNED_IN = "401 200 200 200 200"
WHO_SEES_IT = "401 200/404 200/404 200/404 200"
# Lists of records, and the name of the object in them.
LISTS = {
    "organization": "ngo",
    "partnership": "partnership",
    "contract": "contract",
    "payment": "payment",
    "finance": "finance",
    "event": "event",
    "request": "request",
    "network": "network",
    "membership": "membership",
    "tie": "tie",
    "assessment": "assessment_anew",
}
# Facts that are recorded, and what else is done with one. What is sent is empty: who may write is told what is missing.
WRITTEN = {"contract": ("void",), "payment": ("void", "paid"), "event": ("void",), "request": ("void", "answer")}
WHO_RECORDS = "401 422 422 403 422"
WHO_ACTS = "401 422/404 422/404 422/404 422"
CATALOGUES = {"methodology": "2026.1", "event-type": "NET_LEAD", "jurisdiction": "990101", "indicator": "C1"}

ROWS = (
    row("api:api-root", GET=WHO_SIGNED_IN),
    *(
        row(
            f"api:{kind}-list",
            holds=f"{{{key}}}",
            GET=WHO_SIGNED_IN,
            **({"POST": WHO_RECORDS} if kind in WRITTEN else {}),
        )
        for kind, key in LISTS.items()
    ),
    *(row(f"api:{kind}-bulk", POST=WHO_RECORDS) for kind in WRITTEN),
    *(row(f"api:{kind}-{act}", f"{{{kind}}}", POST=WHO_ACTS) for kind, acts in WRITTEN.items() for act in acts),
    *(row(f"api:{kind}-detail", f"{{{key}}}", GET=WHO_SEES_IT) for kind, key in LISTS.items()),
    row("api:partnership-assessments", "{partnership}", GET=WHO_SEES_IT),
    row("api:assessment-evidence", "{assessment}", GET=WHO_SEES_IT),
    row("api:spell-list", GET=WHO_SIGNED_IN),
    row("api:organization-stages", "{ngo}", GET=WHO_SEES_IT),
    *(row(f"api:{kind}-list", GET=WHO_SIGNED_IN) for kind in CATALOGUES),
    *(row(f"api:{kind}-detail", code, GET=WHO_SIGNED_IN) for kind, code in CATALOGUES.items()),
    row("api:changes", GET=WHO_SIGNED_IN),
    row("api:package-list", GET=WHO_SIGNED_IN, POST="401 422 422 422 422"),
    # Nobody sees another's; the world of this test holds none.
    row("api:package-detail", "1", GET="401 404 404 404 404"),
    row("api:package-file", "1", GET="401 404 404 404 404"),
    row("api:reference", GET=ANYBODY),
    row("api:schema", GET=ANYBODY),
    row("api/v1/^.*/$", address="/api/v1/nothing/", GET=NOBODY),
)
