"""What a methodology file must hold: every table with its keys, and of every value its kind and its range.

The ranges say what the engine can compute with and what has a meaning; which number is right is for the panel. A key
that the engine does not read has no place in the file: it would be believed to count.
"""

from collections.abc import Mapping
from dataclasses import dataclass

DIMENSIONS_BY_LETTER = {"C": "culture", "R": "resources", "N": "network", "M": "reciprocity"}
LEVELS = ("official", "dual", "third", "single_doc", "single")
METHODS = ("open_tender", "invited", "negotiation", "consultation", "inquiry", "framework", "single_source",
           "direct_below_threshold", "venture", "entrusted")  # fmt: skip
REQUESTS = ("general", "payment", "complaint", "challenge")


@dataclass(frozen=True)
class Number:
    """A number from `low` to `high`; `above`: `low` itself is too little."""

    low: float
    high: float
    above: bool = False
    is_whole: bool = False


@dataclass(frozen=True)
class Word:
    """One word, of the choices where there are any."""

    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """A list of words, of the choices where there are any."""

    choices: tuple[str, ...] = ()
    is_event: bool = False


@dataclass(frozen=True)
class WholeNumbers:
    """A list of so many whole numbers."""

    length: int
    low: int


@dataclass(frozen=True)
class Day:
    """A calendar day."""


@dataclass(frozen=True)
class HalfLife:
    """The name of a half-life of the file."""


@dataclass(frozen=True)
class Event:
    """The code of an event type."""


@dataclass(frozen=True)
class Flag:
    """True or false."""


@dataclass(frozen=True)
class Rules:
    """A list of rules: what each event type adds to the indicator."""


@dataclass(frozen=True)
class States:
    """A list of tables, one for each standing state that counts while it is open."""


@dataclass(frozen=True)
class Open:
    """A table whose keys the file chooses, all values of one kind; `needed` keys must be there."""

    kind: "Kind"
    needed: tuple[str, ...] = ()
    are_events: bool = False


Kind = Number | Word | Words | WholeNumbers | Day | HalfLife | Event | Flag | Rules | States | Open
Fields = Mapping[str, "Kind | Fields"]

_CHANCE = Number(0, 1)
_SHARE = Number(0, 1, above=True)
_MASS = Number(0, 100)
_SHAPE = Number(0, 1000, above=True)
_MONTHS = Number(0, 600, above=True)
_COUNT = Number(0, 1000, is_whole=True)
_SOME = Number(1, 1000, is_whole=True)
_DAYS = Number(0, 3650, is_whole=True)
_EVENTS = Words(is_event=True)
_BY_LEVEL: Fields = dict.fromkeys(LEVELS, _CHANCE)
_BUILDING: Fields = {"building": _MASS, "half_life": HalfLife()}
_BOTH: Fields = {"building": _MASS, "eroding": _MASS, "half_life": HalfLife()}
_RATE: Fields = {"base_rate": Number(0, 1, above=True)}

TABLES: Fields = {
    "version": Word(),
    "method": Word(),
    "effective_on": Day(),
    "time": {"days_per_month": Number(28, 31), "window_months": _MONTHS},
    "half_life_months": Open(_MONTHS),
    "verification": {
        "single_source": Words(LEVELS),
        "single_cap_share": Number(0, 10),
        "single_cap_base": Number(0, 10),
        "solid_weight": _CHANCE,
        "counted_weight": _CHANCE,
        "weight": _BY_LEVEL,
        "validity": _BY_LEVEL,
        "record_validity": _BY_LEVEL,
    },
    "priors": {
        "rate_strength": _SHAPE,
        "belief_uncertainty": _SHAPE,
        "belief_building": _SHAPE,
        "belief_eroding": _SHAPE,
        "balance": _SHAPE,
        "power_concentration": _SHAPE,
    },
    "contract_method": dict.fromkeys(METHODS, _CHANCE),
    "contract": {"opens_no_gate": Words(METHODS), "competitive": Words(METHODS)},
    "currency_in_cny": Open(Number(0, 1_000_000, above=True), needed=("CNY",)),
    "states": {
        "closed_by_exit": _EVENTS,
        "closed_by_termination": _EVENTS,
        "exit_event": Event(),
        "termination_event": Event(),
    },
    "gates": {
        "dependence": {
            "alignment_acts": _SOME,
            "alignment_months": _MONTHS,
            "alignment_events": _EVENTS,
            "recognition_acts": _SOME,
            "recognition_months": _MONTHS,
            "recognition_events": _EVENTS,
            "recognition_rating_from": Number(1, 5, is_whole=True),
            "rupture_at_most": _SHARE,
        },
        "contractual": {
            "ended_months": Number(0, 600),
            "terminated_months": Number(0, 600),
            "payments": _SOME,
            "performance_months": _MONTHS,
            "evaluations": _SOME,
            "running_months": Number(0, 600),
            "resources_floor": _CHANCE,
        },
        "equal": {
            "joint_acts": _SOME,
            "joint_months": _MONTHS,
            "joint_events": _EVENTS,
            "state_events": _EVENTS,
            "reciprocity_acts": _SOME,
            "reciprocity_months": _MONTHS,
            "reciprocity_events": _EVENTS,
            "reciprocity_adopted": Event(),
            "partners": _COUNT,
            "partner_kinds": _COUNT,
            "network_roles": _SOME,
            "network_role_months": _MONTHS,
            "network_role_events": _EVENTS,
            "share_at_most": _SHARE,
            "payment_floor": _CHANCE,
            "rupture_at_most": _SHARE,
            "facts": _COUNT,
            "network_floor": _CHANCE,
            "reciprocity_floor": _CHANCE,
        },
    },
    "sufficiency": {"facts": _SOME, "span_days": _DAYS, "lapse_months": _MONTHS, "not_dyadic": Words()},
    "persistence": {
        "odds_decimals": Number(1, 6, is_whole=True),
        "up_probability": _SHARE,
        "up_months": WholeNumbers(3, 1),
        "down_probability": _CHANCE,
        "down_months": _SOME,
        "down_target_probability": _CHANCE,
    },
    "overrides": {
        "suspending_list": Event(),
        "suspending_registration": Event(),
        "capping_list": Event(),
        "cap_stage": Number(0, 3, is_whole=True),
    },
    "flags": {
        "eroding_fall": _SHARE,
        "eroding_months": _SOME,
        "severe_events": _EVENTS,
        "severe_months": _MONTHS,
        "one_sided_signs": _SOME,
        "one_sided_reading": _CHANCE,
        "one_sided_extra_tasks": _SOME,
        "one_sided_cuts": _SOME,
        "one_sided_share": _CHANCE,
        "one_sided_months": _MONTHS,
        "mutual_probability": _SHARE,
    },
    "interval": {"low": Number(0, 0.5, above=True), "high": Number(0.5, 0.999)},
}

_RULED: Fields = {"rules": Rules()}
# Of every indicator its shape, and what it reads beside dimension and weight.
INDICATORS: Mapping[str, tuple[str, Fields]] = {
    "C1": ("belief", _RULED),
    "C2": ("belief", {**_RULED, "contracts": {**_BUILDING, "cancelled_by_ending": Flag()}}),
    "C3": ("rate", {**_RULED, **_RATE}),
    "C4": (
        "rate",
        {
            **_RATE,
            "contracts": _BUILDING,
            "entrusted_contracts": _BOTH,
            "extra_tasks": {"event": Event(), "eroding": _MASS, "half_life": HalfLife(), "at_most": _SOME},
        },
    ),
    "R1": ("measure", {"window_months": Number(1, 600, is_whole=True)}),
    "R2": ("rate", {**_RULED, **_RATE}),
    "R3": ("rate", {**_RATE, "half_life": HalfLife(), "grace_days": _DAYS, "worthless_after_days": _DAYS}),
    "R4": (
        "measure",
        {"window_months": _MONTHS, "lowest_log10": Number(0, 12), "highest_log10": Number(0, 12)},
    ),
    "R5": (
        "rate",
        {**_RULED, **_RATE, "half_life": HalfLife(), "successor_within_days": _DAYS, "none_after_months": _MONTHS},
    ),
    "R6": (
        "measure",
        {
            "window_months": _MONTHS,
            "kinds_for_full": _SOME,
            "payment_window_months": _MONTHS,
            "payment_kinds": Words(),
            "kinds": Open(Word(), are_events=True),
        },
    ),
    "N1": ("measure", {"scale": _SHAPE}),
    "N2": ("measure", {"kinds_for_full": Number(1, 1000, above=True)}),
    "N3": ("measure", {}),
    "N4": ("belief", _RULED),
    "N5": ("belief", {"tie_building": _MASS, "states": States()}),
    "M1": ("balance", {**_RULED, "payments": _BUILDING}),
    "M2": ("belief", {**_RULED, "states": States()}),
    "M3": (
        "rate",
        {
            **_RATE,
            "half_life": HalfLife(),
            "worthless_after_workdays": Number(1, 3650, is_whole=True),
            "unanswered_after_workdays": Number(1, 3650, is_whole=True),
            "limit_workdays": dict.fromkeys(REQUESTS, Number(1, 3650, is_whole=True)),
        },
    ),
    "M4": ("rate", {**_RULED, **_RATE}),
    "M5": ("power", {"latest_years": _SOME, "full_at_share": Number(0, 0.99)}),
    "M6": (
        "measure",
        {
            "event": Event(),
            "window_months": _MONTHS,
            "payment_window_months": _MONTHS,
            "scale": _SHAPE,
            "unstated_amount_cny": Number(0, 1_000_000_000, above=True),
        },
    ),
}

RULE: Fields = {
    "event": Event(),
    "outcome": Word(),
    "unless": Word(),
    "building": _MASS,
    "eroding": _MASS,
    "half_life": HalfLife(),
}
STATE: Fields = {"event": Event(), **_BUILDING}
