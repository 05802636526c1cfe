"""The kinds of record that the API writes, and what is done with each."""

RECORDED = ("contract", "payment", "event", "request")
"""Kinds that are recorded, one or many at once."""

ON_FACTS = ("void", "confirm", "contest", "grounds", "rule", "attach")
ON_CONTRACTS = ("correct", "amend", "renew", "suspend", "resume", "terminate", "confirm-ending", "close",
                "add-milestone", "evaluate")  # fmt: skip
ACTS = {
    "contract": (*ON_FACTS, *ON_CONTRACTS),
    "payment": (*ON_FACTS, "paid"),
    "event": ON_FACTS,
    "request": (*ON_FACTS, "answer"),
    "amendment": ON_FACTS,
    "milestone": (*ON_FACTS, "reached"),
    "suspension": ON_FACTS,
    "evaluation": ON_FACTS,
}
"""What is done with each kind, as the end of its address says it."""
