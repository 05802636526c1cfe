"""Lives that break: the government withdraws, the NGO is listed or leaves, a complaint is answered with harm."""

from datetime import date

from ..approaches import become_recognised, exchange, keep_company
from ..instalments import PROMPT, SILENT, USUAL, Payer
from ..purchases import WEAK, YEAR_BY_YEAR, EarlyEnd, Terms, buy_yearly, purchase, usual_method
from ..recording import months_after, workday
from ..story import Story
from ..strains import BUDGET_ENDS, LISTED, OWED, UNFIT, claim_money, fall_silent, press, retaliate
from ..world import ENDS_ON, Agreement


def _last_contract(story: Story, starts_on: date, early_end: EarlyEnd, payer: Payer = USUAL) -> Agreement | None:
    """A contract that will not see its term."""
    value = story.dice.amount(80_000, 500_000, 5_000)
    method = usual_method(story, value)
    return purchase(story, Terms(starts_on, 12, value, method, payer, early_end=early_end))


def government_withdraws(story: Story) -> None:
    """Good years, then a contract ended for want of budget and no word afterwards."""
    first = become_recognised(story)
    leaves = months_after(first, story.dice.between(24, 60))
    buy_yearly(story, first, leaves, payer=PROMPT, terms=YEAR_BY_YEAR)
    ends = workday(months_after(leaves, 20))
    _last_contract(story, months_after(leaves, 14), EarlyEnd(ends, "government", "government", BUDGET_ENDS))
    keep_company(story, first, leaves)
    exchange(story, first, leaves)
    fall_silent(story, leaves, months_after(ends, 10), rate=1.8)


def scandal(story: Story) -> None:
    """A trusted provider until it enters the serious-violation list."""
    first = become_recognised(story)
    listed_on = story.biography.listed_on
    ended = EarlyEnd(workday(months_after(listed_on, 1)), "government", "ngo", LISTED)
    buy_yearly(story, first, months_after(listed_on, -14), terms=YEAR_BY_YEAR)
    _last_contract(story, months_after(listed_on, -5), ended)
    keep_company(story, first, listed_on)
    story.event("RES_AUDIT", months_after(listed_on, -2), outcome="issue")
    story.event("RES_SUBCONTRACT", months_after(listed_on, -1))


def ended_for_failure(story: Story) -> None:
    """Poor evaluations, then the body ends the contract early; contact goes on at a low level."""
    first = become_recognised(story)
    turning = months_after(first, story.dice.between(14, 40))
    buy_yearly(story, first, turning, results=WEAK, terms=YEAR_BY_YEAR)
    ends = workday(months_after(turning, 19))
    _last_contract(story, months_after(turning, 14), EarlyEnd(ends, "government", "ngo", UNFIT))
    keep_company(story, first, ENDS_ON, rate=0.6)


def leaves_over_arrears(story: Story) -> None:
    """Unpaid for too long, the NGO ends the contract and goes."""
    first = become_recognised(story)
    turning = months_after(first, story.dice.between(14, 44))
    buy_yearly(story, first, turning, terms=YEAR_BY_YEAR)
    leaves = workday(months_after(turning, 22))
    _last_contract(story, months_after(turning, 13), EarlyEnd(leaves, "ngo", "government", OWED), SILENT)
    claim_money(story, turning, leaves)
    fall_silent(story, turning, leaves)
    keep_company(story, first, turning, rate=0.9)


def retaliation(story: Story) -> None:
    """Pressed and unpaid, the NGO complains and is punished for it."""
    first = become_recognised(story)
    turning = months_after(first, story.dice.between(14, 44))
    buy_yearly(story, first, turning, terms=YEAR_BY_YEAR)
    press(story, turning, months_after(turning, 20))
    retaliate(story, months_after(turning, 18))
    ends = workday(months_after(turning, 23))
    _last_contract(story, months_after(turning, 13), EarlyEnd(ends, "government", "government", BUDGET_ENDS), SILENT)
    keep_company(story, first, turning, rate=1.0)
