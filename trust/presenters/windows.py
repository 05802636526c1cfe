"""Which facts count for an indicator, in plain words: how far back, and how fast they fade."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from trust.scoring.methodology import IndicatorSettings, Methodology


def window_words(settings: IndicatorSettings, numbers: Methodology) -> str:
    """One or two sentences."""
    if settings.shape == "power":
        years = round(settings.number("latest_years"))
        return _("The latest accounts on record, not older than %(years)s years.") % {"years": years}
    halves = sorted({numbers.half_life_months[name] for name in _half_lives(settings)})
    if not halves and "window_months" not in settings.options:
        return _("Ties that are open on the day; how long they have been open does not matter.")
    months = round(float(settings.options.get("window_months", numbers.window_months)))
    return _fading(months, halves)


def _fading(window: int, halves: list[float]) -> str:
    words = {"window": window, "least": round(halves[0]), "most": round(halves[-1])} if halves else {"window": window}
    if not halves:
        return _("Facts of the last %(window)s months; within them each counts in full.") % words
    if halves[0] == halves[-1]:
        return _("Facts of the last %(window)s months; each counts half as much every %(least)s months.") % words
    return (
        _(
            "Facts of the last %(window)s months; each counts half as much every %(least)s to %(most)s months, "
            "by its kind."
        )
        % words
    )


def _half_lives(settings: IndicatorSettings) -> Iterator[str]:
    """The names of all half-lives the indicator reads."""
    yield from (rule.half_life for rule in settings.rules)
    for name, option in settings.options.items():
        if name == "half_life":
            yield option
        elif name == "states":
            yield from (state["half_life"] for state in option)
        elif hasattr(option, "get") and "half_life" in option:
            yield option["half_life"]
