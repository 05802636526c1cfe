"""Pages that show records and judgement together."""

from tests.routes.rows import row

from .answers import WHO_SEES_IT, WHO_SIGNED_IN

# Only the two sides answer a judgement; an administrator is on neither.
WHO_ANSWERS = "sign-in 200/404 200/404 403/404 403"
# Only people from outside decide; the street's official is a party.
WHO_DECIDES = "sign-in 403/404 403/404 403/404 200"
WHO_KNOWS_OF_IT = "sign-in 404 404 404 200"
# The method is one for all: it is changed by administrators, and drafts of it name every partnership.
ADMINISTRATORS = "sign-in 403 403 403 200"
ADMINISTRATOR_SAYS_WHAT_IS_MISSING = "sign-in 403 403 403 422"

ROWS = (
    row("home", GET=WHO_SIGNED_IN),
    row("todo", GET=WHO_SIGNED_IN),
    row("todo-count", GET=WHO_SIGNED_IN),
    row("organization-list", GET=WHO_SIGNED_IN, holds="organization-detail {ngo}"),
    row("organization-detail", "{ngo}", GET=WHO_SEES_IT),
    row("organization-detail", "{body}", GET=WHO_SEES_IT),
    row("organization-conduct", "{body}", GET=WHO_SEES_IT),
    row("network-detail", "{network}", GET=WHO_SEES_IT),
    row("methodology", GET=WHO_SIGNED_IN),
    row("methodology-events", GET=WHO_SIGNED_IN),
    row("methodology-numbers", GET=WHO_SIGNED_IN),
    row("methodology-indicator", "R3", GET=WHO_SIGNED_IN),
    row("methodology-card", GET=WHO_SIGNED_IN),
    row("rating-list", GET="sign-in 403 403 200 200"),
    row("rating-round-new", GET=ADMINISTRATORS, POST=ADMINISTRATOR_SAYS_WHAT_IS_MISSING),
    # A case is for the analyst it was given to, and for nobody else.
    row("rating-case", "{rating_task}", GET="sign-in 404 404 200/404 404", POST="sign-in 404 404 422/404 404"),
    row("methodology-drafts", GET=ADMINISTRATORS),
    row("methodology-draft-new", GET=ADMINISTRATORS, POST=ADMINISTRATOR_SAYS_WHAT_IS_MISSING),
    row("methodology-draft", "{draft}", GET=ADMINISTRATORS),
    row("methodology-draft-confirm", "{draft}", GET=ADMINISTRATORS, POST=ADMINISTRATOR_SAYS_WHAT_IS_MISSING),
    row("methodology-draft-discard", "{draft}", GET=ADMINISTRATORS, POST=ADMINISTRATOR_SAYS_WHAT_IS_MISSING),
    row("methodology-draft-repeat", "{draft}", POST="sign-in 403 403 403 302"),
    row("dashboards", GET=WHO_SIGNED_IN),
    row("dashboard-groups", GET=WHO_SIGNED_IN),
    row("dashboard-time", GET=WHO_SIGNED_IN),
    row("dashboard-cohorts", GET=WHO_SIGNED_IN),
    row("dashboard-rates", GET=WHO_SIGNED_IN),
    row("partnership-list", GET=WHO_SIGNED_IN, holds="partnership-detail {partnership}"),
    row("partnership-detail", "{partnership}", GET=WHO_SEES_IT),
    row("partnership-surveys", "{partnership}", GET=WHO_SEES_IT),
    row("partnership-assessments", "{partnership}", GET=WHO_SEES_IT),
    row("partnership-assessment-reasons", "{partnership} {assessment_anew}", GET=WHO_SEES_IT),
    row("partnership-conduct", "{partnership} paid", GET=WHO_SEES_IT),
    row("partnership-prospects", "{partnership}", GET=WHO_SEES_IT),
    row("partnership-what-if", "{partnership}", GET=WHO_SEES_IT),
    row("hearing", "{partnership}", GET=WHO_SEES_IT),
    row(
        "objection-new",
        "{partnership}",
        GET=WHO_ANSWERS,
        POST="sign-in 422/404 422/404 403/404 403",
    ),
    # The body's objection: the other side cannot take it back, and analysts do not know of it.
    row(
        "objection-withdraw",
        "{objection}",
        GET="sign-in 200/404 200/404 404 200",
        POST="sign-in 302/404 422/404 404 422",
    ),
    row(
        "objection-rule",
        "{objection}",
        GET="sign-in 403/404 403/404 404 200",
        POST="sign-in 403/404 403/404 404 422",
    ),
    row("reply", "{partnership}", GET=WHO_ANSWERS, POST="sign-in 422/404 422/404 403/404 403"),
    row("reply-withdraw", "{partnership}", GET=WHO_ANSWERS, POST="sign-in 302/404 302/404 403/404 403"),
    row("override-new", "{partnership}", GET=WHO_DECIDES, POST="sign-in 403/404 403/404 403/404 422"),
    # Nobody but those who decide knows of it yet. The administrator proposed it and is no second person.
    row("override-confirm", "{override}", GET=WHO_KNOWS_OF_IT, POST="sign-in 404 404 404 422"),
    row("override-end", "{override}", GET=WHO_KNOWS_OF_IT, POST="sign-in 404 404 404 422"),
    row("indicator-evidence", "{partnership} R3", GET=WHO_SEES_IT),
    row("condition-evidence", "{partnership} gov_paid", GET=WHO_SEES_IT),
)
