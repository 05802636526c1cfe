"""Why each condition of a stage is there, and where it comes from: the thesis, a source, or judgement.

The marks are those of the method (section 6) and of the methodology file; a test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from .stages import Words


@dataclass(frozen=True)
class Reason:
    """Marks in the order of weight (T thesis, V checked source, J judgement), and a sentence."""

    marks: tuple[str, ...]
    words: Words


RUPTURE = Reason(
    ("J",),
    gettext_lazy(
        "Recognition that is outweighed by conflict, retaliation or endings carries "
        "nothing; the limit is our judgement."
    ),
)
# The keys of the methodology file whose numbers a condition reads, by condition.
NUMBERS: Mapping[str, tuple[str, ...]] = {
    "align": ("gates.dependence.alignment_acts", "gates.dependence.alignment_months"),
    "recognised": ("gates.dependence.recognition_acts", "gates.dependence.recognition_months"),
    "no_rupture": ("gates.dependence.rupture_at_most",),
    "live_agreement": (
        "gates.contractual.ended_months",
        "gates.contractual.terminated_months",
        "contract.opens_no_gate",
    ),
    "gov_paid": ("gates.contractual.payments", "gates.contractual.performance_months"),
    "ngo_performed": ("gates.contractual.evaluations", "gates.contractual.running_months"),
    "R_floor": ("gates.contractual.resources_floor",),
    "mutual_mechanism": ("gates.equal.joint_acts", "gates.equal.joint_months"),
    "gov_reciprocates": ("gates.equal.reciprocity_acts", "gates.equal.reciprocity_months"),
    "partners": ("gates.equal.partners", "gates.equal.partner_kinds"),
    "network_role": ("gates.equal.network_roles", "gates.equal.network_role_months"),
    "not_dependent": ("gates.equal.share_at_most",),
    "dependence_known": (),
    "not_listed": (),
    "payment_kept": ("gates.equal.payment_floor",),
    "no_rupture3": ("gates.equal.rupture_at_most",),
    "N_floor": ("gates.equal.network_floor",),
    "M_floor": ("gates.equal.reciprocity_floor",),
    "enough_facts": ("gates.equal.facts",),
}
REASONS: Mapping[str, Reason] = {
    "align": Reason(
        ("T", "J"),
        gettext_lazy(
            "In the thesis the NGO is noticed because its culture meets public aims; how "
            "many acts it takes is our judgement."
        ),
    ),
    "recognised": Reason(
        ("T", "J"),
        gettext_lazy(
            "In the thesis attention and recognition follow from shared culture; how many it takes is our judgement."
        ),
    ),
    "no_rupture": RUPTURE,
    "live_agreement": Reason(
        ("T", "V", "J"),
        gettext_lazy(
            "In the thesis trust by contract is an exchange of resources. That entrusting without competition is no "
            "exchange is from the literature; the time of grace, one budget cycle, is our judgement."
        ),
    ),
    "gov_paid": Reason(
        ("T", "J"),
        gettext_lazy("An exchange has two sides: the government's is to pay. Count and window are our judgement."),
    ),
    "ngo_performed": Reason(
        ("T", "J"),
        gettext_lazy("An exchange has two sides: the NGO's is to deliver. Count and window are our judgement."),
    ),
    "R_floor": Reason(
        ("J",),
        gettext_lazy(
            "A single payment is not yet an exchange that carries a relationship; the floor is our judgement."
        ),
    ),
    "mutual_mechanism": Reason(
        ("T", "J"),
        gettext_lazy(
            "In the thesis both sides explore cooperation of mutual benefit; what counts as such is our judgement."
        ),
    ),
    "gov_reciprocates": Reason(
        ("T", "J"),
        gettext_lazy("Mutual benefit needs an act of the government, too; count and window are our judgement."),
    ),
    "partners": Reason(
        ("T", "J"), gettext_lazy("In the thesis the NGO builds a service network; how large is our judgement.")
    ),
    "network_role": Reason(
        ("T", "V", "J"),
        gettext_lazy(
            "A network that the government assigns is not the NGO's own: so the literature on hub organizations. The "
            "window is our judgement."
        ),
    ),
    "not_dependent": Reason(
        ("V", "J"),
        gettext_lazy(
            "Partnership asks for an identity of one's own (Brinkerhoff 2002), which dependence on one purse strains; "
            "the share is our judgement."
        ),
    ),
    "dependence_known": Reason(
        ("J",), gettext_lazy("What is not known cannot be called equal; it is not counted against anybody either.")
    ),
    "not_listed": Reason(
        ("J",), gettext_lazy("A register that doubts the NGO's conduct caps the stage until the entry is removed.")
    ),
    "payment_kept": Reason(
        ("J",), gettext_lazy("Who is paid late does not stand on equal terms; the floor is our judgement.")
    ),
    "no_rupture3": RUPTURE,
    "N_floor": Reason(
        ("J",), gettext_lazy("Counts alone can be thin; the points must bear them out. The floor is our judgement.")
    ),
    "M_floor": Reason(
        ("J",), gettext_lazy("Counts alone can be thin; the points must bear them out. The floor is our judgement.")
    ),
    "enough_facts": Reason(
        ("J",),
        gettext_lazy("The highest stage is not to be named on a handful of facts; how many it takes is our judgement."),
    ),
}
