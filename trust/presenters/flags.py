"""The flags beside the stage in words. A flag explains; it never changes the stage."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from trust.scoring.flags import FLAGS

from .stages import Words


@dataclass(frozen=True)
class Flag:
    """One flag: a short label and the sentence that says what was seen."""

    code: str
    label: Words
    sentence: Words


FLAG_WORDS: Mapping[str, Flag] = {
    flag.code: flag
    for flag in (
        Flag(
            "eroding",
            gettext_lazy("Eroding"),
            gettext_lazy(
                "The odds of the present stage have fallen markedly in half a year, or something grave happened."
            ),
        ),
        Flag(
            "one_sided",
            gettext_lazy("One-sided"),
            gettext_lazy(
                "The burden of this contract relationship lies with the NGO: several signs such as late payment, "
                "unanswered requests, tasks outside the contract, unilateral cuts or a very high share of its income."
            ),
        ),
        Flag(
            "stage_skipped",
            gettext_lazy("Stage skipped"),
            gettext_lazy(
                "The conditions of dependence trust were never all met on record; the stage rests on the later ones."
            ),
        ),
        Flag(
            "network_without_exchange",
            gettext_lazy("Network without exchange"),
            gettext_lazy("The NGO has a network, but no purchase agreement with this body is in force."),
        ),
        Flag(
            "dependence_unknown",
            gettext_lazy("Dependence unknown"),
            gettext_lazy("How much of the NGO's income comes through this partnership is not on record."),
        ),
        Flag(
            "purchase_missing",
            gettext_lazy("Purchase missing"),
            gettext_lazy(
                "The two sides have joint mechanisms but no purchase; without one the later stages are not assigned."
            ),
        ),
        Flag(
            "capped",
            gettext_lazy("Capped"),
            gettext_lazy(
                "The NGO is on the abnormal-activity list; meanwhile no stage above contractual trust is assigned."
            ),
        ),
    )
}


def flags_of(bits: int) -> tuple[Flag, ...]:
    """The flags raised, from the stored bits."""
    return tuple(FLAG_WORDS[code] for position, code in enumerate(FLAGS) if bits >> position & 1)
