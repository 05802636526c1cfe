"""How case files put things, and what the records call them. What a file leaves unsaid reads as its format says."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from partnerships.models import Evaluation, Organization, Party, Request, Standing

Row = dict[str, Any]

SIDES = {"ngo": "ngo", "gov": "gov", "government": "gov", "registry": "registry", "third": "third", "system": "system"}
STAGES = {"首款": "first", "中期款": "interim", "尾款": "balance"}
STAGE_WITHOUT_NAME = "whole"
KINDS = {"other_government": "government_body", "government": "government_body", "business": "enterprise"}
PHASES = {"midterm": "mid", "mid-term": "mid", "interim": "mid"}
PARTIES = {"gov": "government", "mutual": "both"}
VOIDED = ("withdrawn", "overturned")
TERMINATION = "RES_TERMINATION"

# An attribute by one of these names says how an event came out.
OUTCOMES = ("outcome", "result", "state", "fault")
STANDING_OUTCOMES: Mapping[str, tuple[str, ...]] = {
    Standing.Kind.REGISTRATION: ("granted", "revoked"),
    Standing.Kind.ANNUAL: ("pass", "basic", "fail"),
    Standing.Kind.ABNORMAL: ("on", "off"),
    Standing.Kind.SERIOUS: ("on", "off"),
}
# Of these the method reads one outcome only; whatever else a file calls one is the other.
OTHERWISE = {"RES_AUDIT": "clean", "RES_BID": "won", Standing.Kind.REGISTRATION: ""}


def outcome(code: str, attributes: Row, known: Collection[str]) -> str:
    """How the event came out, in one of the `known` words of its type; as the file has it if none fits."""
    if not known:
        return ""
    if code == TERMINATION:
        return party(attributes.get("fault"))
    given = [str(attributes[name]) for name in OUTCOMES if attributes.get(name) is not None]
    fitting = [word for word in given if word in known]
    return fitting[0] if fitting else OTHERWISE.get(code, given[0] if given else "")


def party(word: Any) -> str:
    """Who ended something, or whose fault it was; neither side where the file names neither."""
    known = PARTIES.get(str(word), str(word))
    return known if known in Party.values else Party.NONE.value


def side(row: Row) -> str:
    """Whose entry an event is; a third party's if the file names nobody the records know."""
    return SIDES.get(row.get("by") or "", "third")


def verification(row: Row) -> str:
    """Who stands behind a row: both sides, unless the file says otherwise."""
    return row.get("verified") or "dual"


def standing(row: Row) -> str:
    """`ok`, `withdrawn` or `contested`. What is neither in order nor withdrawn is in dispute."""
    status = row.get("status") or "ok"
    return "withdrawn" if status in VOIDED else "ok" if status == "ok" else "contested"


def stage(row: Row) -> str:
    """Which instalment a payment is."""
    return STAGES.get(row.get("stage") or "", STAGE_WITHOUT_NAME)


def phase(attributes: Row) -> str:
    """When in a contract an evaluation is held: at the end, unless the file says otherwise."""
    given = str(attributes.get("phase"))
    known = PHASES.get(given, given)
    return known if known in Evaluation.Phase.values else Evaluation.Phase.FINAL.value


def request_kind(row: Row) -> str:
    """The kind of a request; only a challenge has a limit of its own."""
    given = str(row.get("kind"))
    return given if given in Request.Kind.values else Request.Kind.GENERAL.value


def organization_kind(kind: Any) -> str:
    """The nearest kind of organization the records know."""
    known = KINDS.get(str(kind), str(kind))
    return known if known in Organization.Kind.values else Organization.Kind.OTHER.value


def money(value: Any) -> Decimal | None:
    """A sum to the cent; None where the file has none."""
    return None if value is None else round(Decimal(str(value)), 2)
