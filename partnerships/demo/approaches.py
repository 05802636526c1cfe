"""What brings the two sides together: recognition, exchange, shared decisions."""

from datetime import date, timedelta

from .recording import months_after
from .story import Story
from .world import ENDS_ON

ALIGNMENT = (("CUL_CHARTER", 0.35), ("CUL_POLICY_RESPONSE", 0.35), ("CUL_PARTY_ORG", 0.30))
ATTENTION = (
    "CUL_OFFICIAL_VISIT",
    "CUL_TRAINING",
    "CUL_GOV_MEDIA",
    "RES_INKIND_GOV",
    "CUL_AWARD",
    "RES_SUBSIDY",
    "CUL_PILOT",
)
COMPANY = (
    ("CUL_OFFICIAL_VISIT", 0.22),
    ("CUL_TRAINING", 0.24),
    ("CUL_POLICY_RESPONSE", 0.18),
    ("CUL_PARTY_JOINT", 0.14),
    ("CUL_GOV_MEDIA", 0.12),
    ("CUL_AWARD", 0.06),
    ("RES_INKIND_GOV", 0.04),
)
EXCHANGE = (
    ("REC_PROPOSAL", 0.30),
    ("REC_INFO_NGO", 0.24),
    ("REC_INFO_GOV", 0.12),
    ("RES_INKIND_NGO", 0.20),
    ("REC_JOINT_PLAN", 0.08),
    ("NET_CROSS_GOV", 0.06),
)
USUAL_OUTCOMES = (("adopted", 0.35), ("declined_with_reasons", 0.40), ("ignored", 0.25))
OPEN_OUTCOMES = (("adopted", 0.70), ("declined_with_reasons", 0.30))
# Every so often an audit is made; a problem is rare.
AUDITS = (("clean", 0.92), ("issue", 0.08))


def show_alignment(story: Story, on: date) -> date:
    """The NGO shows that its aims meet public aims. Returns the day after which attention may follow."""
    dice = story.dice
    first = dice.weighted(ALIGNMENT)
    story.event(first, on, verification="official" if first == "CUL_PARTY_ORG" else "dual")
    later = on + timedelta(days=dice.between(40, 150))
    story.event("CUL_POLICY_RESPONSE", later, verification="dual")
    return later


def win_attention(story: Story, after: date, acts: int) -> date:
    """The body notices the NGO: several different acts over the following months. Returns the last day."""
    day = after
    for type_ in story.dice.sample(ATTENTION, acts):
        day += timedelta(days=story.dice.between(30, 130))
        amount = story.dice.amount(10_000, 80_000) if type_ == "RES_SUBSIDY" else None
        story.event(type_, day, amount=amount)
    return day


def become_recognised(story: Story) -> date:
    """The usual beginning of a partnership. Returns the day from which a purchase is thinkable."""
    last = win_attention(story, show_alignment(story, story.pair.begins_on), story.dice.between(2, 4))
    return last + timedelta(days=story.dice.between(60, 240))


def keep_company(story: Story, first: date, last: date, rate: float = 1.5) -> None:
    """The acts of recognition and the requests that go on beside everything else, `rate` a year."""
    dice = story.dice
    for day in story.yearly(first, last, rate):
        story.event(dice.weighted(COMPANY), day)
    for day in story.yearly(first, last, 0.55):
        story.request(day, workdays=story.usual_reply() if dice.chance(0.9) else None)


def exchange(story: Story, first: date, last: date, rate: float = 0.9) -> None:
    """What working partners give each other beside the contract, `rate` a year."""
    dice = story.dice
    for day in story.yearly(first, last, rate):
        type_ = dice.weighted(EXCHANGE)
        outcome = dice.weighted(USUAL_OUTCOMES) if type_ == "REC_PROPOSAL" else ""
        amount = dice.amount(8_000, 120_000) if type_ == "RES_INKIND_NGO" else None
        story.event(type_, day, outcome=outcome, amount=amount)
    for day in story.yearly(first, last, 0.12):
        story.event("RES_AUDIT", day, outcome=dice.weighted(AUDITS))


def share_decisions(story: Story, first: date, last: date = ENDS_ON) -> None:
    """Both sides decide together: a joint body or agreement, plans, proposals taken up, data in both directions."""
    dice = story.dice
    opening = dice.pick((("REC_JOINT_BODY",), ("REC_AGREEMENT",), ("REC_JOINT_BODY", "REC_AGREEMENT")))
    renewed_after = dice.between(34, 44)
    for number, type_ in enumerate(opening):
        day = months_after(first, 4 * number)
        while day <= last:
            story.event(type_, day, verification="dual")
            day = months_after(day, renewed_after)
    for day in story.yearly(first, last, 0.9):
        story.event(dice.pick(("REC_JOINT_PLAN", "REC_JOINT_PLAN", "REC_JOINT_EVAL")), day, verification="dual")
    for day in story.yearly(first, last, 0.8):
        story.event("REC_PROPOSAL", day, outcome=dice.weighted(OPEN_OUTCOMES), verification="dual")
    for day in story.yearly(first, last, 0.6):
        story.event(dice.pick(("REC_INFO_GOV", "REC_INFO_NGO")), day, verification="dual")
    for day in story.yearly(first, last, 0.7):
        story.event("RES_INKIND_NGO", day, amount=dice.amount(30_000, 260_000), verification="dual")
    for day in story.yearly(first, last, 0.8):
        story.request(day, workdays=dice.between(2, 12))
