"""Lives of which the register knows little: hardly any contact, unconfirmed claims, beginners, contact that ended."""

from datetime import timedelta

from ..approaches import become_recognised, keep_company, show_alignment, win_attention
from ..purchases import Terms, purchase, usual_method
from ..recording import months_after
from ..story import Story
from ..world import ENDS_ON


def hardly_any_contact(story: Story) -> None:
    """One or two acts in years."""
    start = story.pair.begins_on
    first = story.dice.pick(("CUL_TRAINING", "CUL_OFFICIAL_VISIT", "RES_BID"))
    story.event(first, start, outcome="lost" if first == "RES_BID" else "")
    if story.dice.chance(0.6):
        story.event("CUL_POLICY_RESPONSE", start + timedelta(days=story.dice.between(100, 500)))


def unconfirmed_claims(story: Story) -> None:
    """Many acts the NGO reports alone, without a document or a word from the other side."""
    for day in story.yearly(story.pair.begins_on, ENDS_ON, 2.2):
        type_ = story.dice.pick(
            ("CUL_POLICY_RESPONSE", "CUL_OFFICIAL_VISIT", "CUL_GOV_MEDIA", "REC_INFO_NGO", "CUL_AWARD")
        )
        story.event(type_, day, verification="single")


def beginner(story: Story) -> None:
    """First contact in the last year: a signal or two, perhaps a visit."""
    day = show_alignment(story, story.pair.begins_on)
    if story.dice.chance(0.5):
        win_attention(story, day, acts=1)


def contact_fades(story: Story) -> None:
    """Recognised, perhaps bought from once, then nothing for years."""
    dice = story.dice
    day = become_recognised(story)
    if dice.chance(0.5):
        value = dice.amount(40_000, 180_000, 5_000)
        purchase(story, Terms(day, 12, value, usual_method(story, value)))
        day = months_after(day, 13)
    keep_company(story, day, months_after(day, dice.between(4, 12)), rate=1.2)


def signals_unheard(story: Story) -> None:
    """The NGO keeps showing its alignment; the body takes note once at most."""
    dice = story.dice
    show_alignment(story, story.pair.begins_on)
    for day in story.yearly(story.pair.begins_on, ENDS_ON, 1.1):
        story.event(dice.pick(("CUL_POLICY_RESPONSE", "REC_INFO_NGO")), day, verification="dual")
    for day in story.yearly(story.pair.begins_on, ENDS_ON, 0.5):
        story.request(day, workdays=story.usual_reply() if dice.chance(0.5) else None)
    story.event("CUL_OFFICIAL_VISIT", story.pair.begins_on + timedelta(days=200))
