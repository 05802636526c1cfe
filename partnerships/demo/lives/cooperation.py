"""Lives that reach equal cooperation, and lives that lose it again or win it back."""

from datetime import date, timedelta

from ..approaches import become_recognised, exchange, keep_company, share_decisions
from ..instalments import PROMPT
from ..purchases import STRONG, YEAR_BY_YEAR, buy_yearly
from ..recording import months_after
from ..story import Story
from ..strains import fall_silent, press
from ..world import ENDS_ON


def _work_together(story: Story) -> date:
    """The common beginning: recognition, contracts kept by both sides. Returns the day of the first purchase."""
    first = become_recognised(story)
    buy_yearly(story, first, ENDS_ON, payer=PROMPT, results=STRONG)
    keep_company(story, first, ENDS_ON, rate=1.2)
    return first


def equal_cooperation(story: Story) -> None:
    """The thesis's course: recognised, contracted, then partners with a network and decisions shared."""
    first = _work_together(story)
    exchange(story, first, ENDS_ON)
    share_decisions(story, max(story.biography.network_from, months_after(first, story.dice.between(12, 30))))


def network_declines(story: Story) -> None:
    """Equal cooperation for some years; then partners leave and the joint body is dissolved."""
    first = _work_together(story)
    shared_from = max(story.biography.network_from, months_after(first, 10))
    share_decisions(story, shared_from, story.biography.network_until)
    story.event("NET_EXIT", story.biography.network_until + timedelta(days=60), verification="dual")


def recovery(story: Story) -> None:
    """A fall into one-sidedness, then new leadership, joint planning and a new beginning."""
    dice = story.dice
    first = become_recognised(story)
    fall = months_after(first, dice.between(12, 20))
    rise = months_after(fall, dice.between(20, 28))
    buy_yearly(story, first, fall, terms=YEAR_BY_YEAR)
    press(story, fall, rise)
    fall_silent(story, fall, rise)
    story.event("CUL_OFFICIAL_VISIT", rise, verification="dual")
    buy_yearly(story, months_after(rise, 4), ENDS_ON, payer=PROMPT, results=STRONG)
    share_decisions(story, months_after(rise, 6))
    keep_company(story, rise, ENDS_ON, rate=1.6)


def old_friends(story: Story) -> None:
    """Cooperation with everything in place but one payer: the NGO lives on this body alone."""
    first = _work_together(story)
    exchange(story, first, ENDS_ON, rate=1.2)
    share_decisions(story, max(story.biography.network_from, months_after(first, 14)))
