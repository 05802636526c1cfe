"""Pages of the records."""

from tests.routes.rows import row

from .answers import SAYS_WHAT_IS_MISSING, WHO_RECORDS, WHO_SEES_IT, WHO_SIGNED_IN

PARTS = ("contract", "amendment", "milestone", "suspension", "payment", "evaluation")
FRAMES = {"organization": "ngo", "partnership": "partnership", "servicenetwork": "network", "annualfinance": "finance"}
FACTS = ("event", "request", "standing", "membership", "tie")
TABLES = {"event": "interactionevent", "membership": "networkmembership", "tie": "servicetie"}

# An NGO's manager enters no register and no entry of its own organization's particulars.
REGISTRARS_READ = "sign-in 200/404 403/404 403/404 200"
REGISTRARS_WRITE = "sign-in 422/404 403/404 403/404 422"

# The act makes no sense in the state the contract is in.
TOLD_WHY_NOT = "sign-in 409/404 409/404 403/404 409"
ONLY_PARTIES_ARE_TOLD = "sign-in 409/404 409/404 403/404 403"
ONLY_PARTIES_ANSWER = "sign-in 422/404 422/404 403/404 403"
WHO_IMPORTS = "sign-in 200/404 404 404 200"
SENT_TO_THE_IMPORT = "sign-in 302/404 404 404 302"

ROWS = (
    *(
        row("choices", kind, GET=WHO_SIGNED_IN)
        for kind in ("organization", "place", "network", "partnership", "contract")
    ),
    row("contract-detail", "{contract}", GET=WHO_SEES_IT),
    row("contract-new", GET="sign-in 200 200 403 200", POST="sign-in 422 422 403 422"),
    *(
        row(route, "{running_contract}", GET=WHO_RECORDS, POST=SAYS_WHAT_IS_MISSING)
        for route in (
            *(f"contract-{act}" for act in ("amend", "renew", "suspend", "terminate", "close")),
            *(f"{part}-new" for part in ("milestone", "payment", "evaluation")),
        )
    ),
    row("milestone-reach", "{milestone}", GET=WHO_RECORDS, POST=SAYS_WHAT_IS_MISSING),
    row("payment-pay", "{payment}", GET=WHO_RECORDS, POST=SAYS_WHAT_IS_MISSING),
    # It is neither suspended nor ended: whoever might act is told so.
    row("contract-resume", "{running_contract}", GET=TOLD_WHY_NOT, POST=SAYS_WHAT_IS_MISSING),
    row("contract-confirm-ending", "{running_contract}", GET=ONLY_PARTIES_ARE_TOLD, POST=ONLY_PARTIES_ARE_TOLD),
    # The system recorded it, so that only an administrator corrects it.
    row(
        "contract-correct",
        "{contract}",
        GET="sign-in 403/404 403/404 403/404 200",
        POST="sign-in 403/404 403/404 403/404 422",
    ),
    row("contract-list", GET=WHO_SIGNED_IN, holds="contract-detail {contract}"),
    row("data", GET=WHO_SIGNED_IN, POST="sign-in 422 422 422 422"),
    row("live-link", "contract", GET=WHO_SIGNED_IN),
    row("webhooks", GET=WHO_SIGNED_IN, POST="sign-in 422 422 422 422"),
    row("webhook-end", "1", POST="sign-in 404 404 404 404"),
    row("webhook-replay", "1", POST="sign-in 404 404 404 404"),
    row("package-download", "1", GET="sign-in 404 404 404 404"),
    row("event-list", GET=WHO_SIGNED_IN, holds="record-detail interactionevent {event}"),
    row("network-list", GET=WHO_SIGNED_IN),
    row("payment-list", GET=WHO_SIGNED_IN, holds="organization-detail {ngo}"),
    row("request-list", GET=WHO_SIGNED_IN, holds="record-detail request {request}"),
    row("search", GET=WHO_SIGNED_IN),
    row("organization-new", GET="sign-in 200 403 403 200", POST="sign-in 422 403 403 422"),
    *(
        row(f"organization-{act}", "{ngo}", GET=REGISTRARS_READ, POST=REGISTRARS_WRITE)
        for act in ("edit", "rename", "name-new", "number-new")
    ),
    row("standing-new", "{ngo}", GET=REGISTRARS_READ, POST=REGISTRARS_WRITE),
    row("finance-new", "{ngo}", GET=WHO_RECORDS, POST=SAYS_WHAT_IS_MISSING),
    row(
        "finance-correct",
        "{finance}",
        GET="sign-in 403/404 403/404 403/404 200",
        POST="sign-in 403/404 403/404 403/404 422",
    ),
    row("tie-new", "{ngo}", GET=WHO_RECORDS, POST=SAYS_WHAT_IS_MISSING),
    row("network-new", GET="sign-in 200 200 403 200", POST="sign-in 422 422 403 422"),
    row("membership-new", "{network}", GET=WHO_RECORDS, POST=SAYS_WHAT_IS_MISSING),
    row("membership-end", "{membership}", GET=WHO_RECORDS, POST=SAYS_WHAT_IS_MISSING),
    row("tie-end", "{tie}", GET=WHO_RECORDS, POST=SAYS_WHAT_IS_MISSING),
    row("succession-new", "{ngo}", GET=REGISTRARS_READ, POST=REGISTRARS_WRITE),
    row("succession-void", "{succession}", GET=REGISTRARS_READ, POST=REGISTRARS_WRITE),
    # Without a choice of the other organization a POST shows the form again.
    row("organization-merge", "{ngo}", GET=REGISTRARS_READ, POST=REGISTRARS_READ),
    row("merge-detail", "{merge}", GET=REGISTRARS_READ),
    row("merge-undo", "{merge}", POST="sign-in 302/404 403/404 403/404 302"),
    row("survey-new", GET="sign-in 200 403 403 200", POST="sign-in 422 403 403 422"),
    # The NGO has answered, the body has not. Nobody from outside answers, and no administrator.
    row("survey-answer", "{survey_round}", GET="sign-in 200/404 302/404 403/404 403", POST=ONLY_PARTIES_ANSWER),
    row(
        "survey-withdraw",
        "{survey_round}",
        GET="sign-in 404 200/404 403/404 403",
        POST="sign-in 404 302/404 403/404 403",
    ),
    # Saved views are personal: those of the world are the official's, and a colleague's above.
    row("saved-view-new", "contract-list", GET=WHO_SIGNED_IN, POST="sign-in 422 422 422 422"),
    row("saved-view-remove", "{saved_view}", POST="sign-in 302/404 404 404 404"),
    # An import is its organization's. That of the world is being recorded, so its acts are refused on its page.
    row("import-list", GET="sign-in 200 403 403 200", holds="import-detail {batch}"),
    row("import-new", GET="sign-in 200 403 403 200", POST="sign-in 422 403 403 422"),
    row("import-detail", "{batch}", GET=WHO_IMPORTS),
    row("import-errors", "{batch}", GET=WHO_IMPORTS),
    row("import-undo", "{batch}", GET=WHO_IMPORTS, POST="sign-in 422/404 404 404 422"),
    row("import-columns", "{batch}", GET=SENT_TO_THE_IMPORT, POST=SENT_TO_THE_IMPORT),
    row("import-commit", "{batch}", POST=SENT_TO_THE_IMPORT),
    row("import-discard", "{batch}", POST=SENT_TO_THE_IMPORT),
    *(row("record-detail", f"{TABLES.get(kind, kind)} {{{kind}}}", GET=WHO_SEES_IT) for kind in (*FACTS, *PARTS)),
    *(row("record-history", f"{TABLES.get(kind, kind)} {{{kind}}}", GET=WHO_SEES_IT) for kind in (*FACTS, *PARTS)),
    *(row("record-history", f"{table} {{{kind}}}", GET=WHO_SEES_IT) for table, kind in FRAMES.items()),
    row("record-history", "user {colleague}", GET="sign-in 200/404 404 404 200"),
)
