"""Events and requests, acts of verification, documents."""

from tests.routes.rows import row

from .answers import SAYS_WHAT_IS_MISSING, WHO_RECORDS, WHO_SEES_IT

EVENT = "interactionevent {event}"
# An objection to it is open.
CONTESTED = "interactionevent {ngo_event}"

WHO_ENTERS = {"GET": "sign-in 200 200 403 200", "POST": "sign-in 422 422 403 422"}
ADMINISTRATORS_ONLY = {
    "GET": "sign-in 403/404 403/404 403/404 200",
    "POST": "sign-in 403/404 403/404 403/404 422",
}
LED_BACK = "sign-in 302/404 302/404 403/404 302"

ROWS = (
    row("event-new", **WHO_ENTERS),
    # A foreign partnership is not filled in; tests/partnerships/views/test_event_entry.py looks at the page.
    row("event-new", query="partnership={partnership}", **WHO_ENTERS),
    row("request-new", **WHO_ENTERS),
    row("request-new", query="partnership={partnership}", **WHO_ENTERS),
    # The body that was asked answers, and nobody else.
    row(
        "request-answer",
        "{request}",
        GET="sign-in 200/404 403/404 403/404 200",
        POST="sign-in 422/404 403/404 403/404 422",
    ),
    # Confirmed already; an administrator is on neither side.
    row(
        "record-confirm",
        EVENT,
        GET="sign-in 200/404 200/404 403/404 403",
        POST="sign-in 422/404 422/404 403/404 403",
    ),
    # Grounds can be stated later.
    row("record-contest", EVENT, GET=WHO_RECORDS, POST="sign-in 302/404 302/404 403/404 302"),
    row("contest-grounds", CONTESTED, GET=WHO_RECORDS, POST=SAYS_WHAT_IS_MISSING),
    # Nothing is contested: the page of the entry says so.
    row("contest-grounds", EVENT, GET=LED_BACK, POST=LED_BACK),
    # Staff of the body concerned are no outsiders.
    row("contest-rule", CONTESTED, **ADMINISTRATORS_ONLY),
    # The system recorded it.
    row("record-void", EVENT, **ADMINISTRATORS_ONLY),
    row("document-attach", EVENT, GET=WHO_RECORDS, POST=SAYS_WHAT_IS_MISSING),
    row("document-download", "{stored_document}", GET=WHO_SEES_IT),
    # Kept elsewhere: there is nothing to hand out.
    row("document-download", "{document}", GET="sign-in 404 404 404 404"),
)
