"""Lives in contractual trust: exchange on formal terms, well or badly kept."""

from datetime import timedelta

from ..approaches import become_recognised, exchange, keep_company, share_decisions
from ..instalments import ARREARS, PROMPT, SLOW, Payer
from ..purchases import WEAK, buy_yearly
from ..recording import months_after
from ..story import Story
from ..strains import claim_money, disagree, fall_silent, press
from ..world import ENDS_ON


def paid_on_time(story: Story) -> None:
    """Year after year a contract, delivered and paid."""
    first = become_recognised(story)
    buy_yearly(story, first, ENDS_ON, payer=PROMPT)
    keep_company(story, first, ENDS_ON)
    exchange(story, first, ENDS_ON)


def paid_as_usual(story: Story) -> None:
    """Year after year a contract, paid as this body usually pays."""
    first = become_recognised(story)
    buy_yearly(story, first, ENDS_ON)
    keep_company(story, first, ENDS_ON, rate=1.1)
    exchange(story, first, ENDS_ON, rate=0.6)


def paid_late(story: Story) -> None:
    """The work goes on while arrears build up."""
    first = become_recognised(story)
    turning = months_after(first, story.dice.between(12, 36))
    buy_yearly(story, first, turning, payer=SLOW)
    buy_yearly(story, months_after(turning, 14), ENDS_ON, payer=ARREARS)
    claim_money(story, turning, ENDS_ON)
    keep_company(story, first, ENDS_ON, rate=0.9)


def one_sided(story: Story) -> None:
    """Contracts run, but with tasks outside them, cuts decided alone, and silence."""
    first = become_recognised(story)
    strained_from = months_after(first, story.dice.between(12, 40))
    buy_yearly(story, first, ENDS_ON, payer=Payer((30, 150), unpaid=0.05))
    press(story, strained_from, ENDS_ON)
    fall_silent(story, strained_from, ENDS_ON)
    keep_company(story, first, ENDS_ON, rate=0.7)


def contract_without_courtship(story: Story) -> None:
    """Chosen in an open selection without any earlier approach: the first stage is skipped."""
    first = story.pair.begins_on + timedelta(days=40)
    buy_yearly(story, first, ENDS_ON)
    exchange(story, months_after(first, 30), ENDS_ON, rate=0.7)
    for day in story.yearly(first, ENDS_ON, 0.7):
        story.request(day, workdays=story.usual_reply())


def weak_delivery(story: Story) -> None:
    """Contracts go on although evaluations are poor and an audit finds fault."""
    first = become_recognised(story)
    buy_yearly(story, first, ENDS_ON, results=WEAK)
    keep_company(story, first, ENDS_ON, rate=0.8)
    for day in story.yearly(months_after(first, 10), ENDS_ON, 0.4):
        story.event("RES_AUDIT", day, outcome="issue" if story.dice.chance(0.5) else "clean")
    if story.dice.chance(0.35):
        story.event("RES_SUBCONTRACT", months_after(first, story.dice.between(20, 50)))


def listed_abnormal(story: Story) -> None:
    """A partnership with shared decisions, capped by the NGO's entry in the abnormal-activity list."""
    first = become_recognised(story)
    buy_yearly(story, first, ENDS_ON, payer=PROMPT)
    share_decisions(story, max(story.biography.network_from, months_after(first, 16)))
    keep_company(story, first, ENDS_ON, rate=1.0)


def disputed(story: Story) -> None:
    """A working partnership whose record both sides keep objecting to."""
    first = become_recognised(story)
    buy_yearly(story, first, ENDS_ON)
    press(story, months_after(first, 14), ENDS_ON, rate=0.8)
    exchange(story, first, ENDS_ON, rate=1.4)
    disagree(story, months_after(first, 26))
    keep_company(story, first, ENDS_ON, rate=0.9)
