"""Which tables of records keep a trail of their changes, as data; those that keep none, with the reason."""

from partnerships.audit.tracked import Tracked

TRACKED: dict[str, Tracked] = {
    # What hangs on no recording columns of its own needs its entry tracked too.
    "organization": Tracked(inserts=True),
    "organizationidentifier": Tracked(inserts=True),
    "organizationname": Tracked(inserts=True),
    "partnership": Tracked(inserts=True),
    "servicenetwork": Tracked(inserts=True),
    "jurisdiction": Tracked(inserts=True),
    "analystgrant": Tracked(inserts=True),
    "documentlink": Tracked(inserts=True),
    "savedview": Tracked(inserts=True),
    # Every sign-in writes the day; who signs in is a matter of the log.
    "user": Tracked(inserts=True, secret=("password",), ignored=("last_login", "session_stamp")),
    "calendaraddress": Tracked(inserts=True, secret=("token_digest",)),
    # Its last use is noted each minute it is used.
    "apitoken": Tracked(inserts=True, secret=("token_digest",), ignored=("last_used_at",)),
    "invitation": Tracked(inserts=True, secret=("token_hash",)),
    # Facts say themselves who recorded them and when.
    "contract": Tracked(),
    "amendment": Tracked(),
    "milestone": Tracked(),
    "suspension": Tracked(),
    "payment": Tracked(),
    "evaluation": Tracked(),
    "interactionevent": Tracked(),
    "request": Tracked(),
    "networkmembership": Tracked(),
    "servicetie": Tracked(),
    "standing": Tracked(),
    "succession": Tracked(),
    "organizationmerge": Tracked(),
    "annualfinance": Tracked(),
    "incomeline": Tracked(),
    "contest": Tracked(),
    "verificationchange": Tracked(),
    "document": Tracked(),
    "documentdownload": Tracked(),
    "surveyround": Tracked(),
    # An entry is not written down: it would tell the other side's readers that this side has answered.
    "surveyanswer": Tracked(secret=("scores",)),
    "eventtype": Tracked(),
    "importbatch": Tracked(),
    # Who took a copy, and when.
    "webhook": Tracked(inserts=True, secret=("secret",), ignored=("position",)),
    "datapackage": Tracked(inserts=True, ignored=("rows_done", "beat_at")),
    "columnmapping": Tracked(inserts=True),
}

EXEMPT: dict[str, str] = {
    "requestcount": "A count of this minute, nothing that anybody did.",
    "storedanswer": "A copy of an answer, written once; what was recorded has its own trail.",
    "sentreminder": "A log of its own, written once for each mail.",
    "change": "It is the trail itself; a trigger refuses every change of it.",
    "feedentry": "Written by the database beside each change; the changes themselves are tracked.",
    "webhookmessage": "A log of its own: each message with its attempts and the last answer.",
    "mergedrow": "What a merge moved, written once with it; every row that moved has its own trail.",
    "surveyresult": "A trigger refuses every change of it.",
    "importrow": "What a file said, word for word, written once with its batch, which is tracked.",
    "importprogress": "A sign of life each second while an import runs; what came of it is in the batch.",
    "importedorganization": "Written once with the organization, whose entry is tracked.",
    "user_groups": "Rights follow from the role; groups are used nowhere.",
    "user_user_permissions": "Rights follow from the role; permissions of single accounts are used nowhere.",
}
