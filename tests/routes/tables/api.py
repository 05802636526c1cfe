"""The REST API: read-only, and the same for everybody who may see an object."""

from tests.routes.rows import row

from .answers import ANYBODY, NOBODY

WHO_SIGNED_IN = "401 200 200 200 200"
WHO_SEES_IT = "401 200/404 200/404 200/404 200"
# Lists of records, and the name of the object in them.
LISTS = {
    "organization": "ngo",
    "partnership": "partnership",
    "contract": "contract",
    "event": "event",
    "request": "request",
    "network": "network",
    "membership": "membership",
    "tie": "tie",
    "assessment": "assessment",
}
CATALOGUES = {"event-type": "NET_LEAD", "jurisdiction": "990101", "indicator": "C1"}

ROWS = (
    row("api:api-root", GET=WHO_SIGNED_IN),
    *(row(f"api:{kind}-list", holds=f"{{{key}}}", GET=WHO_SIGNED_IN) for kind, key in LISTS.items()),
    *(row(f"api:{kind}-detail", f"{{{key}}}", GET=WHO_SEES_IT) for kind, key in LISTS.items()),
    row("api:partnership-assessments", "{partnership}", GET=WHO_SEES_IT),
    row("api:organization-stages", "{ngo}", GET=WHO_SEES_IT),
    *(row(f"api:{kind}-list", GET=WHO_SIGNED_IN) for kind in CATALOGUES),
    *(row(f"api:{kind}-detail", code, GET=WHO_SIGNED_IN) for kind, code in CATALOGUES.items()),
    row("api:changes", GET=WHO_SIGNED_IN),
    row("api:reference", GET=ANYBODY),
    row("api:schema", GET=ANYBODY),
    row("api/v1/^.*/$", address="/api/v1/nothing/", GET=NOBODY),
)
