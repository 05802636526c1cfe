"""The conditions of the gates in words, each with who can bring it about, and how it stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from trust.scoring.gates import CONDITION_CODES, CONDITION_FACTS, CONDITIONS
from trust.scoring.methodology import Gates, Methodology

from .figures import FULL, certainty
from .stages import STAGES, Mark, Words

WHO: Mapping[str, Words] = {
    "ngo": pgettext_lazy("who can act", "the NGO"),
    "government": pgettext_lazy("who can act", "the government body"),
    "both": pgettext_lazy("who can act", "both sides"),
    "time": pgettext_lazy("who can act", "time must pass"),
}

STATES: Mapping[str, Words] = {
    "met": pgettext_lazy("condition", "Met"),
    "open": pgettext_lazy("condition", "Uncertain"),
    "unmet": pgettext_lazy("condition", "Not met"),
}


READ_FROM_INDICATOR: Mapping[str, str] = {
    "no_rupture": "C2",
    "no_rupture3": "C2",
    "not_dependent": "M5",
    "dependence_known": "M5",
    "payment_kept": "R3",
}
READ_FROM_DIMENSION: Mapping[str, str] = {"R_floor": "resources", "N_floor": "network", "M_floor": "reciprocity"}


@dataclass(frozen=True)
class Condition:
    """One condition: its sentence, the chance that it holds, and `state` (met, open or unmet)."""

    code: str
    sentence: str
    chance: float
    state: str
    who: Words

    @property
    def state_label(self) -> Words:
        """The state in a word."""
        return STATES[self.state]

    @property
    def has_facts(self) -> bool:
        """Whether it counts facts that can be listed; otherwise it reads points."""
        return self.code in CONDITION_FACTS

    @property
    def indicator(self) -> str:
        """The indicator whose facts it rests on, where it reads one; else empty."""
        return READ_FROM_INDICATOR.get(self.code, "")

    @property
    def dimension(self) -> str:
        """The dimension it reads, where it reads one; else empty."""
        return READ_FROM_DIMENSION.get(self.code, "")

    @property
    def percentage(self) -> str:
        """The chance in words; empty where the record leaves no doubt."""
        return certainty(self.chance) if 0 < self.chance < 1 else ""


@dataclass(frozen=True)
class Gate:
    """The conditions of one stage, all of which are required."""

    stage: Mark
    conditions: tuple[Condition, ...]
    is_current: bool

    @property
    def met(self) -> int:
        """How many conditions are met."""
        return sum(condition.state == "met" for condition in self.conditions)


def gates(chances: Mapping[str, float], stage: int, methodology: Methodology) -> tuple[Gate, ...]:
    """The three gates with every condition judged. `chances`: by condition code."""
    return tuple(
        Gate(
            stage=mark,
            conditions=tuple(condition(code, chances[code], methodology) for code in CONDITIONS[mark.number]),
            is_current=mark.number == stage,
        )
        for mark in STAGES
    )


def condition(code: str, chance: float, methodology: Methodology) -> Condition:
    """One condition judged: met from the chance at which stages rise, unmet below the one at which they fall."""
    rules = methodology.persistence
    state = "met" if chance >= rules.up_probability else "unmet" if chance < rules.down_probability else "open"
    sentence, who = SENTENCES[code]
    return Condition(code, sentence(methodology.gates), chance, state, WHO[who])


def chances(values: Sequence[float]) -> dict[str, float]:
    """Stored chances by condition code."""
    return dict(zip(CONDITION_CODES, values, strict=True))


def _points(floor: float) -> int:
    return round(FULL * floor)


Sentence = Callable[[Gates], str]

SENTENCES: Mapping[str, tuple[Sentence, str]] = {
    "align": (
        lambda gates: (
            _("Acts of alignment by the NGO in the last %(months)s months: %(acts)s or more")
            % {"acts": gates.dependence.alignment_acts, "months": round(gates.dependence.alignment_months)}
        ),
        "ngo",
    ),
    "recognised": (
        lambda gates: (
            _(
                "Acts of recognition by this body in the last %(months)s months, signed contracts included: "
                "%(acts)s or more"
            )
            % {"acts": gates.dependence.recognition_acts, "months": round(gates.dependence.recognition_months)}
        ),
        "government",
    ),
    "no_rupture": (lambda _gates: _("No rupture: what erodes recognition does not outweigh what builds it"), "both"),
    "live_agreement": (
        lambda gates: (
            _(
                "A formal agreement in force, or one that ran out at most %(ended)s months ago "
                "(ended early: %(terminated)s months); entrusted appropriations do not count"
            )
            % {
                "ended": round(gates.contractual.ended_months),
                "terminated": round(gates.contractual.terminated_months),
            }
        ),
        "both",
    ),
    "gov_paid": (
        lambda gates: (
            _("The government body performed: payments in the last %(months)s months: %(payments)s or more")
            % {"payments": gates.contractual.payments, "months": round(gates.contractual.performance_months)}
        ),
        "government",
    ),
    "ngo_performed": (
        lambda gates: (
            _(
                "The NGO performed: evaluations passed in the last %(months)s months: %(evaluations)s or more; "
                "or a first agreement that began at least %(running)s months ago"
            )
            % {
                "evaluations": gates.contractual.evaluations,
                "months": round(gates.contractual.performance_months),
                "running": round(gates.contractual.running_months),
            }
        ),
        "ngo",
    ),
    "R_floor": (
        lambda gates: (
            _("Resources read at least %(points)s points") % {"points": _points(gates.contractual.resources_floor)}
        ),
        "both",
    ),
    "mutual_mechanism": (
        lambda gates: (
            _(
                "A joint body or cooperation agreement that is open, or at least %(acts)s joint plans or evaluations "
                "in the last %(months)s months"
            )
            % {"acts": gates.equal.joint_acts, "months": round(gates.equal.joint_months)}
        ),
        "both",
    ),
    "gov_reciprocates": (
        lambda gates: (
            _(
                "Acts in the last %(months)s months by which the government body gives something back "
                "(a proposal adopted, data shared, a joint plan or evaluation): %(acts)s or more"
            )
            % {"acts": gates.equal.reciprocity_acts, "months": round(gates.equal.reciprocity_months)}
        ),
        "government",
    ),
    "partners": (
        lambda gates: (
            _("Verified partners: %(partners)s or more, of %(kinds)s kinds or more")
            % {"partners": gates.equal.partners, "kinds": gates.equal.partner_kinds}
        ),
        "ngo",
    ),
    "network_role": (
        lambda gates: (
            _("Roles in a service network that the government did not assign: %(roles)s or more")
            % {"roles": gates.equal.network_roles}
        ),
        "ngo",
    ),
    "not_dependent": (
        lambda gates: (
            _("At most %(share)s%% of the NGO's income comes through this partnership")
            % {"share": _points(gates.equal.share_at_most)}
        ),
        "both",
    ),
    "dependence_known": (lambda _gates: _("The NGO's income for the year is on record"), "ngo"),
    "not_listed": (lambda _gates: _("The NGO is not on the abnormal-activity list"), "ngo"),
    "payment_kept": (
        lambda gates: (
            _("Payment timeliness reads at least %(points)s points") % {"points": _points(gates.equal.payment_floor)}
        ),
        "government",
    ),
    "no_rupture3": (lambda _gates: _("No rupture: what erodes recognition does not outweigh what builds it"), "both"),
    "N_floor": (
        lambda gates: _("Network reads at least %(points)s points") % {"points": _points(gates.equal.network_floor)},
        "ngo",
    ),
    "M_floor": (
        lambda gates: (
            _("Reciprocity reads at least %(points)s points") % {"points": _points(gates.equal.reciprocity_floor)}
        ),
        "both",
    ),
    "enough_facts": (
        lambda gates: _("Facts between the two sides on record: %(facts)s or more") % {"facts": gates.equal.facts},
        "time",
    ),
}
