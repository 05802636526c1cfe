"""Objections to facts, and the rulings on them."""

from dataclasses import replace
from datetime import timedelta

from .book import Book
from .dice import Dice
from .recording import office_moment
from .world import ENDS_AT, Label, Objection, Stamp

SENSITIVE = frozenset(
    {"RES_EXTRA_TASK", "RES_SCOPE_CUT", "CUL_CONFLICT", "REC_PROPOSAL", "RES_AUDIT", "RES_SUBCONTRACT"}
)
USUAL_SHARE, DISPUTED_SHARE = 0.05, 0.5
GROUNDS = (
    Label("所述情况与会议记录不符", "The minutes say otherwise"),
    Label("日期与金额有误，附原始凭证", "Day and amount are wrong; the vouchers are attached"),
    Label("该事项系双方协商一致，并非单方决定", "This was agreed by both sides, not decided by one"),
    Label("对方未提供任何证明材料", "The other side has shown no proof"),
)
RULINGS = {
    "upheld": Label("经核实，异议成立，该记录撤销", "Checked: the objection is right; the record is voided"),
    "dismissed": Label("经核实，记录属实，异议不成立", "Checked: the record is right; the objection is dismissed"),
}
OUTCOMES = (("dismissed", 0.55), ("upheld", 0.30), ("lapsed", 0.15))


def object_to_facts(book: Book, seed: int, disputed: frozenset[str]) -> None:
    """Raises objections to sensitive facts, far more in the disputed partnerships; some are still open at the end."""
    dice = Dice(seed, "objections")
    pair_of = {agreement.key: agreement.pair for agreement in book.agreements}
    for at, fact in enumerate(book.happenings):
        share = _share(fact.type in SENSITIVE, fact.pair in disputed)
        if dice.chance(share) and fact.stamp.voided_at is None:
            book.happenings[at] = replace(fact, stamp=contested(dice, fact.stamp))
    for at, review in enumerate(book.reviews):
        share = _share(review.result in ("pass", "fail"), pair_of[review.contract] in disputed)
        if dice.chance(share) and review.stamp.voided_at is None:
            book.reviews[at] = replace(review, stamp=contested(dice, review.stamp))


def _share(sensitive: bool, disputed: bool) -> float:
    if disputed:
        return DISPUTED_SHARE if sensitive else DISPUTED_SHARE / 3
    return USUAL_SHARE if sensitive else USUAL_SHARE / 20


def contested(dice: Dice, stamp: Stamp) -> Stamp:
    """The stamp with an objection, ruled on within weeks; without change when the world ends before it is raised."""
    opened_at = office_moment(
        dice, ((stamp.confirmed_at or stamp.recorded_at) + timedelta(days=dice.between(3, 28))).date()
    )
    outcome = dice.weighted(OUTCOMES)
    days = dice.between(32, 45) if outcome == "lapsed" else dice.between(10, 45)
    closed_at = office_moment(dice, (opened_at + timedelta(days=days)).date())
    grounds = dice.pick(GROUNDS).both
    if opened_at > ENDS_AT:
        return stamp
    if closed_at > ENDS_AT:
        return replace(stamp, objection=Objection(opened_at, grounds))
    if outcome == "lapsed":
        return replace(stamp, objection=Objection(opened_at, "", closed_at, outcome))
    ruling = RULINGS[outcome].both
    objection = Objection(opened_at, grounds, closed_at, outcome, ruling)
    if outcome == "upheld":
        return replace(stamp, objection=objection, voided_at=closed_at, void_reason=ruling)
    return replace(stamp, objection=objection)
