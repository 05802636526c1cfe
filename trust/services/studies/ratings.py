"""How far the method agrees with a panel of blind raters, and the raters with each other."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import combinations
from statistics import median_low
from typing import Any

from trust.models import ExpertJudgement, RatingRound
from trust.scoring.methodology import Methodology

from ..cases.agreement import agreement, quadratic_weighted_kappa
from ..cases.files import LABELS
from ..judging import judged

Case = tuple[int, int]  # round and partnership


def agreement_of(numbers: Methodology) -> tuple[int, dict[str, Any]]:
    """How many cases were rated, and: the method against the panel, and experts against each other.

    The panel abstains where more than half of its raters do; else its stage is the lower median of the stages given.
    The method judges what the raters saw: the same day, the same knowledge.
    """
    ratings = _ratings()
    stages = _stages_of_the_method(ratings, numbers)
    rated = [
        (LABELS[stages[case]], LABELS[_panel(given)], tuple(LABELS[each] for each in _accepted(given)))
        for case, given in ratings.items()
    ]
    found = agreement(rated)
    result = {
        "experts": ExpertJudgement.objects.values("task__expert").distinct().count(),
        "judgements": sum(map(len, ratings.values())),
        "panel": asdict(found),
        "panel_staged": sum("none" not in (stage, label) for stage, label, _others in rated),
        **_between(ratings),
    }
    return len(ratings), result


def _ratings() -> dict[Case, list[ExpertJudgement]]:
    found: dict[Case, list[ExpertJudgement]] = defaultdict(list)
    for each in ExpertJudgement.objects.select_related("task").order_by("pk"):
        found[each.task.round_id, each.task.partnership_id].append(each)
    return found


def _panel(given: Sequence[ExpertJudgement]) -> int:
    stages = [each.stage for each in given if each.stage]
    return median_low(stages) if 2 * len(stages) >= len(given) and stages else 0


def _accepted(given: Sequence[ExpertJudgement]) -> set[int]:
    """What any rater holds for acceptable beside the own answer."""
    return {stage for each in given for stage in each.acceptable}


def _stages_of_the_method(ratings: Mapping[Case, Any], numbers: Methodology) -> dict[Case, int]:
    by_round: dict[int, list[int]] = defaultdict(list)
    for round_key, partnership in ratings:
        by_round[round_key].append(partnership)
    stages = dict.fromkeys(ratings, 0)
    for each in RatingRound.objects.filter(pk__in=by_round):
        for block in judged(by_round[each.pk], numbers, as_of=each.as_of, known_at=each.known_at):
            for partnership, stage in zip(block.partnership.tolist(), block.stage.tolist(), strict=True):
                stages[each.pk, partnership] = stage  # the last month of the path stands
    return stages


def _between(ratings: Mapping[Case, Sequence[ExpertJudgement]]) -> dict[str, Any]:
    """Every pair of experts on one case, in both orders, so that neither is the standard of the other."""
    pairs = [(one.stage, other.stage) for given in ratings.values() for one, other in combinations(given, 2)]
    staged = [pair for pair in pairs if all(pair)]
    both_orders = [*staged, *((other, one) for one, other in staged)]
    return {
        "expert_pairs": len(pairs),
        "expert_staged": len(staged),
        "expert_kappa": quadratic_weighted_kappa(both_orders),
        "expert_abstention": sum((not one) == (not other) for one, other in pairs),
    }
