"""The REST API: reading is the same for everybody who may see an object; facts are recorded as on the pages."""

from tests.api.kinds import ACTS, RECORDED
from tests.routes.rows import row

from .answers import ANYBODY, NOBODY

WHO_SIGNED_IN = "401 200 200 200 200"
WHO_SEES_IT = "401 200/404 200/404 200/404 200"
# Statistics are of many partnerships, and a manager sees those of one organization.
WHO_SEES_MANY = "401 200 403 200 200"
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
    "amendment": "amendment",
    "milestone": "milestone",
    "suspension": "suspension",
    "evaluation": "evaluation",
    "standing": "standing",
    "succession": "succession",
    "objection": "contest",
    "verification-change": "change",
    "document": "document",
    "spell": "spell",
    "assessment": "assessment_anew",
}
WHO_RECORDS = "401 422 422 403 422"
# What is said to a judgement: by its two sides; an analyst does not know of objections and drafts.
WHO_SAYS = "401 422 422 403 422"
WHO_IS_HEARD = "401 200/404 200/404 404 200"
ADMINISTRATORS = "401 404 404 404 200"
# What is sent is empty: who may act is told what is missing, and everybody else that they may not.
WHO_ACTS = "401 422/404 422/404 403/404 422"
# The system recorded it, and staff of the body concerned are no outsiders.
ADMINISTRATORS_ONLY = "401 403/404 403/404 403/404 422"
# Confirmed already, or not ended; an administrator is on neither side.
PARTIES_ONLY = "401 422/404 422/404 403/404 403"
OTHERWISE = {
    "void": ADMINISTRATORS_ONLY,
    "correct": ADMINISTRATORS_ONLY,
    "rule": ADMINISTRATORS_ONLY,
    "confirm": PARTIES_ONLY,
    "confirm-ending": PARTIES_ONLY,
    # Grounds can be stated later.
    "contest": "401 200/404 200/404 403/404 200",
    # The body that was asked answers, and nobody else.
    "answer": "401 422/404 403/404 403/404 422",
}
CATALOGUES = {"methodology": "2026.1", "event-type": "NET_LEAD", "jurisdiction": "990101", "indicator": "C1"}

ROWS = (
    row("api:api-root", GET=WHO_SIGNED_IN),
    *(
        row(
            f"api:{kind}-list",
            holds=f"{{{key}}}",
            GET=WHO_SIGNED_IN,
            **({"POST": WHO_RECORDS} if kind in RECORDED else {}),
        )
        for kind, key in LISTS.items()
    ),
    *(row(f"api:{kind}-bulk", POST=WHO_RECORDS) for kind in RECORDED),
    *(
        row(f"api:{kind}-{act}", f"{{{kind}}}", POST=OTHERWISE.get(act, WHO_ACTS))
        for kind, acts in ACTS.items()
        for act in acts
    ),
    *(row(f"api:{kind}-detail", f"{{{key}}}", GET=WHO_SEES_IT) for kind, key in LISTS.items()),
    *(row(f"api:{kind}-list", GET=WHO_SIGNED_IN, POST=WHO_SAYS) for kind in ("reading-objection", "reply")),
    *(row(f"api:{kind}-list", GET=WHO_SIGNED_IN) for kind in ("draft", "override")),
    row("api:draft-detail", "{hearing_draft}", GET=WHO_IS_HEARD),
    row("api:draft-reading", "{hearing_draft}", GET=WHO_IS_HEARD),
    row("api:reading-objection-detail", "{objection}", GET=WHO_IS_HEARD),
    # It is the body's; the reply is the NGO's.
    row("api:reading-objection-withdraw", "{objection}", POST="401 200/404 422/404 404 422"),
    row("api:override-detail", "{ended_override}", GET=WHO_SEES_IT),
    row("api:reply-detail", "{reply}", GET=WHO_SEES_IT),
    row("api:reply-withdraw", "{reply}", POST="401 422/404 200/404 403/404 422"),
    row("api:survey-result-list", GET=WHO_SIGNED_IN, holds="{survey_result}"),
    row("api:survey-result-detail", "{survey_result}", GET=WHO_SEES_IT),
    row("api:study-list", GET=WHO_SIGNED_IN),
    row("api:study-detail", "{study}", GET=WHO_SIGNED_IN),
    row("api:methodology-draft-list", GET=WHO_SIGNED_IN),
    row("api:methodology-draft-detail", "{draft}", GET=ADMINISTRATORS),
    row("api:methodology-draft-moves", "{draft}", GET=ADMINISTRATORS),
    row("api:partnership-assessments", "{partnership}", GET=WHO_SEES_IT),
    row("api:assessment-evidence", "{assessment}", GET=WHO_SEES_IT),
    row("api:document-file", "{stored_document}", GET=WHO_SEES_IT),
    *(row(f"api:statistics-{of}", GET=WHO_SEES_MANY) for of in ("stages", "groups", "time", "cohorts", "rates")),
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
