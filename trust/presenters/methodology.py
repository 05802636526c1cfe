"""The methodology in words, read from its file, the registry and the event types: no number is typed twice."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from partnerships.models import EventType
from partnerships.models.facts import Verification
from partnerships.services.event_rules import letters_of
from trust.scoring.gates import CONDITIONS
from trust.scoring.methodology import DIMENSIONS, IndicatorSettings, Methodology, Rule
from trust.scoring.methodology_text import Section, sections

from .conditions import SENTENCES, WHO
from .dimensions import DIMENSION_WORDS, DimensionWords
from .event_words import direction_words, evidence_words, outcome_words, polarity_words
from .figures import FULL
from .flags import FLAG_WORDS, Flag
from .indicators import INDICATOR_WORDS, IndicatorWords
from .reasons import REASONS
from .stages import STAGES, Mark, Words
from .windows import window_words

MARKS: Mapping[str, Words] = {
    "T": pgettext_lazy("where a number comes from", "from the thesis"),
    "V": pgettext_lazy("where a number comes from", "checked against a source"),
    "M": pgettext_lazy("where a number comes from", "from memory, not re-checked"),
    "J": pgettext_lazy("where a number comes from", "our judgement"),
}
SHAPE_WORDS: Mapping[str, Words] = {
    "belief": gettext_lazy(
        "Building and eroding evidence are added up as they fade. Without evidence it is zero, and more of the same "
        "adds less and less."
    ),
    "rate": gettext_lazy("What was kept is set against what was not, starting from a cautious middle."),
    "balance": gettext_lazy(
        "The acts of the two sides are set against each other; both taking part alike is full points."
    ),
    "power": gettext_lazy("How much of the NGO's income comes through this partnership; the less, the more balanced."),
    "measure": gettext_lazy("Counted from the records, without a probability."),
}
SAID_ABOVE = frozenset({"dimension", "weight", "shape"})


@dataclass(frozen=True)
class Effect:
    """What one event type, with one outcome or any, adds to an indicator. Months of half-life."""

    indicator: IndicatorWords
    event: EventType | None
    code: str
    outcome: str
    building: float
    eroding: float
    half_life: float
    is_balance: bool

    @property
    def words(self) -> str:
        """What it adds, in a few words. A balance is between the initiative of the two sides."""
        builds, erodes = (_("body's initiative"), _("NGO's initiative")) if self.is_balance else ("+", "−")
        parts = [(builds, self.building), (erodes, self.eroding)]
        return " ".join(
            f"{sign} {value:g}" if self.is_balance else f"{sign}{value:g}" for sign, value in parts if value
        )


@dataclass(frozen=True)
class IndicatorRule:
    """One indicator's rule: everything its page says."""

    words: IndicatorWords
    dimension: Words
    weight: int
    shape: Words
    window: str
    effects: Sequence[Effect]
    section: Section | None


@dataclass(frozen=True)
class DimensionRule:
    """One dimension with its indicators, each with its weight in percent and which facts count."""

    words: DimensionWords
    indicators: Sequence[tuple[IndicatorWords, int, str]]


@dataclass(frozen=True)
class GateRule:
    """One stage's conditions."""

    stage: Mark
    conditions: Sequence["ConditionRule"]
    months: int


@dataclass(frozen=True)
class ConditionRule:
    """One condition: its sentence, who can bring it about, why it is there, and where that comes from."""

    code: str
    sentence: str
    who: Words
    reason: Words
    marks: Sequence[tuple[str, Words]]


@dataclass(frozen=True)
class Overview:
    """The methodology on one page."""

    dimensions: Sequence[DimensionRule]
    gates: Sequence[GateRule]
    marks: Sequence[tuple[str, Words]]
    standing_behind: Sequence[tuple[Words, str, str]]
    flags: Sequence[Flag]
    up: int
    down: int
    down_months: int


def overview(numbers: Methodology) -> Overview:
    """Dimensions, gates, what verification weighs, how stages follow the odds, and the flags."""
    rules = numbers.persistence
    return Overview(
        dimensions=[_dimension(name, words, numbers) for name, words in zip(DIMENSIONS, DIMENSION_WORDS, strict=True)],
        gates=[_gate(mark, numbers) for mark in STAGES],
        marks=[(letter, MARKS[letter]) for letter in "TVJ"],
        standing_behind=[
            (Verification(level).label, _decimal(weight), _decimal(numbers.verification.validity[level]))
            for level, weight in numbers.verification.weight.items()
        ],
        flags=tuple(FLAG_WORDS.values()),
        up=round(FULL * rules.up_probability),
        down=round(FULL * rules.down_probability),
        down_months=rules.down_months,
    )


def _dimension(name: str, words: DimensionWords, numbers: Methodology) -> DimensionRule:
    settings = numbers.dimension(name)
    rows = [(INDICATOR_WORDS[each.code], round(FULL * each.weight), window_words(each, numbers)) for each in settings]
    return DimensionRule(words, rows)


def _gate(mark: Mark, numbers: Methodology) -> GateRule:
    conditions = [_condition(code, numbers) for code in CONDITIONS[mark.number]]
    return GateRule(mark, conditions, numbers.persistence.up_months[mark.number - 1])


def _condition(code: str, numbers: Methodology) -> ConditionRule:
    sentence, who = SENTENCES[code]
    reason = REASONS[code]
    return ConditionRule(
        code, sentence(numbers.gates), WHO[who], reason.words, [(letter, MARKS[letter]) for letter in reason.marks]
    )


def indicator_rule(code: str, numbers: Methodology, text: str, types: Mapping[str, EventType]) -> IndicatorRule:
    """One indicator's rule. `text`: the methodology's file; `types`: event types by code."""
    settings = numbers.indicators[code]
    own = [section for section in sections(text) if section.name.split(".")[:2] == ["indicators", code]]
    lines = [line for section in own for line in section.lines if line.key and line.key not in SAID_ABOVE]
    return IndicatorRule(
        words=INDICATOR_WORDS[code],
        dimension=DIMENSION_WORDS[DIMENSIONS.index(settings.dimension)].label,
        weight=round(FULL * settings.weight),
        shape=SHAPE_WORDS[settings.shape],
        window=window_words(settings, numbers),
        effects=list(_effects(settings, numbers, types)),
        section=Section(f"indicators.{code}", "", lines) if lines else None,
    )


def _effects(settings: IndicatorSettings, numbers: Methodology, types: Mapping[str, EventType]) -> Iterable[Effect]:
    words, is_balance = INDICATOR_WORDS[settings.code], settings.shape == "balance"
    for rule in settings.rules:
        months = numbers.half_life_months[rule.half_life]
        kind, outcome = types.get(rule.event), _outcome(rule)
        yield Effect(words, kind, rule.event, outcome, rule.building, rule.eroding, months, is_balance)
    for state in settings.options.get("states", ()):
        months = numbers.half_life_months[state["half_life"]]
        kind = types.get(state["event"])
        yield Effect(words, kind, state["event"], _("while open"), state["building"], 0.0, months, is_balance)


def _outcome(rule: Rule) -> str:
    """The outcome a rule is for, in words."""
    if rule.outcome:
        return outcome_words(rule.outcome)
    return _("any but %(outcome)s") % {"outcome": outcome_words(rule.unless)} if rule.unless else ""


RECORDERS: Mapping[str, Words] = {
    "N": pgettext_lazy("who may record", "The NGO"),
    "G": pgettext_lazy("who may record", "The government body"),
    "B": pgettext_lazy("who may record", "Either side; the other confirms"),
    "R": pgettext_lazy("who may record", "A register, by import; or with its document"),
    "T": pgettext_lazy("who may record", "A third party, with its document"),
    "sys": pgettext_lazy("who may record", "Derived by the system"),
}


def recorder_words(kind: EventType) -> list[Words]:
    """Who may record an event type, one after the other."""
    return [RECORDERS[letter] for letter in letters_of(kind)]


@dataclass(frozen=True)
class EventRule:
    """One event type in words: what it adds, who may record it, who acts, what it does, what it is evidence for."""

    kind: EventType
    effects: list[Effect]
    recorders: list[Words]
    direction: Words
    polarity: Words
    evidence_for: str


def event_effects(numbers: Methodology, types: Sequence[EventType]) -> list[EventRule]:
    """Every event type with what it adds to which indicator, and who may record it."""
    by_code = {kind.code: kind for kind in types}
    effects = [effect for settings in numbers.indicators.values() for effect in _effects(settings, numbers, by_code)]
    return [
        EventRule(
            kind,
            [effect for effect in effects if effect.code == kind.code],
            recorder_words(kind),
            direction_words(kind),
            polarity_words(kind),
            evidence_words(kind),
        )
        for kind in types
    ]


def changed_lines(old: str, new: str) -> list[tuple[str, str, str, str]]:
    """What differs between two versions: section, key, old value, new value; empty where one has none.

    Rules have no key and are known by what they say: one that was changed is one that went and one that came.
    """
    before, after = _flat(old), _flat(new)
    places = [*after, *(place for place in before if place not in after)]
    return [
        (place[0], place[2], before.get(place, ""), after.get(place, ""))
        for place in places
        if before.get(place, "") != after.get(place, "")
    ]


def _flat(text: str) -> dict[tuple[str, int, str, str], str]:
    """Every value by its section, the how-manieth of that name it is, its key, and, without a key, itself."""
    flat: dict[tuple[str, int, str, str], str] = {}
    seen: Counter[str] = Counter()
    for section in sections(text):
        seen[section.name] += 1
        for line in section.lines:
            flat[section.name, seen[section.name], line.key, "" if line.key else line.value] = line.value
    return flat


def _decimal(value: float) -> str:
    return f"{value:.2f}"
