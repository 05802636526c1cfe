"""What holds for an NGO in all of its partnerships: its network, its standing with the registry, its income."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .dice import Dice
from .recording import months_after
from .world import ENDS_ON

Network = Literal["none", "small", "strong", "declining"]
Compliance = Literal["clean", "modest", "abnormal", "serious"]
Income = Literal["dependent", "mixed", "diverse", "undisclosed"]


@dataclass(frozen=True, slots=True)
class Biography:
    """An NGO's course. `network_from` and `listed_on` are set for every NGO and used where the course needs them."""

    network: Network
    compliance: Compliance
    income: Income
    network_from: date
    network_until: date
    listed_on: date
    delisted_on: date | None


def write_biography(dice: Dice, begins_on: date, network: Network, compliance: Compliance, income: Income) -> Biography:
    """Draws the turning points of a course that begins with the first partnership."""
    network_from = months_after(begins_on, dice.between(14, 34))
    fading = dice.between(30, 50) if network == "declining" else dice.between(18, 30)
    listed_on = dice.day(max(months_after(begins_on, 44), date(2019, 7, 1)), months_after(ENDS_ON, -5))
    stays = dice.chance(0.75)
    return Biography(
        network=network,
        compliance=compliance,
        income=income,
        network_from=network_from,
        network_until=months_after(network_from, fading),
        listed_on=listed_on,
        delisted_on=None if stays else months_after(listed_on, dice.between(5, 14)),
    )
