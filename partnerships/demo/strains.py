"""What wears a partnership down: tasks, cuts, silence, retaliation, disagreement."""

from datetime import date

from .story import Story
from .world import Label


def press(story: Story, first: date, last: date, rate: float = 1.4) -> None:
    """Tasks outside the contract and budgets cut by one side, `rate` a year."""
    dice = story.dice
    for day in story.yearly(first, last, rate):
        cut = dice.chance(0.35)
        backing = dice.weighted((("dual", 0.55), ("third", 0.15), ("single_doc", 0.2), ("single", 0.1)))
        amount = dice.amount(10_000, 90_000) if cut else None
        story.event("RES_SCOPE_CUT" if cut else "RES_EXTRA_TASK", day, verification=backing, amount=amount)


def fall_silent(story: Story, first: date, last: date, rate: float = 1.3) -> None:
    """Requests that go unanswered or are answered after months, and proposals nobody takes up."""
    dice = story.dice
    for day in story.yearly(first, last, rate):
        kind = dice.weighted((("general", 0.5), ("payment", 0.35), ("complaint", 0.15)))
        story.request(day, kind=kind, workdays=dice.between(70, 120) if dice.chance(0.4) else None)
    for day in story.yearly(first, last, 0.5):
        story.event("REC_PROPOSAL", day, outcome="ignored", verification="dual")


def claim_money(story: Story, first: date, last: date) -> None:
    """Reminders of overdue payments, answered late or not at all."""
    for day in story.yearly(first, last, 1.2):
        story.request(day, kind="payment", workdays=story.dice.between(35, 100) if story.dice.chance(0.55) else None)


def retaliate(story: Story, on: date) -> None:
    """A complaint, a challenge, and an adverse act that a review finds to be the answer to them."""
    story.request(on, kind="complaint", workdays=None)
    story.request(on, kind="challenge", workdays=story.dice.between(20, 40))
    story.event("REC_RETALIATION", date.fromordinal(on.toordinal() + story.dice.between(40, 120)))


def disagree(story: Story, on: date) -> None:
    """A documented divergence of positions."""
    story.event("CUL_CONFLICT", on, verification=story.dice.pick(("dual", "third")))


def lose_bids(story: Story, first: date, last: date) -> None:
    """Selections the NGO takes part in and loses."""
    for day in story.yearly(first, last, 0.6):
        story.event("RES_BID", day, outcome="lost")


BUDGET_ENDS = Label("财政预算调整，项目不再安排", "Budget revised; the project is not continued")
OWED = Label("长期拖欠款项，机构依约解除", "Long arrears; the NGO ends the contract as it may")
UNFIT = Label("未达到服务标准", "Standards of service not met")
LISTED = Label("列入严重违法失信名单，依法终止", "Ended by law after the entry in the serious-violation list")
