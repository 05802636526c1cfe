"""Lives that stay, or stay for long, in dependence trust: recognised, but no exchange on formal terms."""

from datetime import date

from ..approaches import become_recognised, keep_company, share_decisions, show_alignment, win_attention
from ..purchases import Terms, purchase
from ..recording import months_after
from ..story import Story
from ..strains import disagree, lose_bids
from ..world import ENDS_ON


def recognised_not_bought(story: Story) -> None:
    """Noticed, trained, visited and commended for years; nothing is purchased."""
    become_recognised(story)
    keep_company(story, months_after(story.pair.begins_on, 10), ENDS_ON, rate=1.9)
    if story.dice.chance(0.3):
        lose_bids(story, months_after(story.pair.begins_on, 20), ENDS_ON)


def entrusted_only(story: Story) -> None:
    """Entrusted appropriations and subsidies instead of purchases."""
    dice = story.dice
    first = become_recognised(story)
    keep_company(story, first, ENDS_ON, rate=1.3)
    for day in story.yearly(first, ENDS_ON, 0.8):
        purchase(story, Terms(day, 12, dice.amount(40_000, 160_000, 5_000), "entrusted"))
    for day in story.yearly(first, ENDS_ON, 0.5):
        story.event("RES_SUBSIDY", day, amount=dice.amount(10_000, 80_000))


def network_without_exchange(story: Story) -> None:
    """Many partners elsewhere; the body praises late and buys nothing."""
    disagree(story, story.pair.begins_on)
    praised_from = max(story.biography.network_from, months_after(story.pair.begins_on, 24))
    day = show_alignment(story, praised_from)
    win_attention(story, day, acts=3)
    keep_company(story, months_after(day, 8), ENDS_ON, rate=1.8)


def agreement_without_purchase(story: Story) -> None:
    """A joint body and an agreement, plans and data in both directions, but no contract."""
    become_recognised(story)
    shared_from = max(story.biography.network_from, months_after(story.pair.begins_on, 16))
    share_decisions(story, shared_from)
    keep_company(story, shared_from, ENDS_ON, rate=1.5)


def first_grant(story: Story) -> None:
    """A single small public-venture grant years ago, recognised ever since."""
    dice = story.dice
    first = become_recognised(story)
    purchase(story, Terms(first, 10, dice.amount(30_000, 100_000, 5_000), "venture"))
    keep_company(story, first, ENDS_ON, rate=1.8)


def recent_hopeful(story: Story) -> None:
    """Begun in the last three years: recognised, training and visits, the first selection lost."""
    become_recognised(story)
    keep_company(story, story.pair.begins_on, ENDS_ON, rate=2.6)
    if story.dice.chance(0.5):
        story.event("RES_BID", date(2026, 3, 16), outcome="lost")
