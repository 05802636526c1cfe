"""Makes studies and keeps them, each with what computes it again."""

from datetime import date
from typing import Any

import numpy as np
from django.utils import timezone

from partnerships.models import User
from trust.models import MethodStudy

from ..assessing import last_month_end
from ..methodologies import current_methodology, numbers_of
from .ratings import agreement_of
from .robustness import Progress, robustness_of
from .sample import draw_sample
from .sensitivity import sensitivity_of

RUNS, PARTNERSHIPS, DRAWS, SEED = 50, 200, 32, 1
COMMAND = "manage.py study_method"


def study_robustness(
    *,
    by: User | None,
    runs: int = RUNS,
    partnerships: int = PARTNERSHIPS,
    seed: int = SEED,
    as_of: date | None = None,
    progress: Progress = lambda _done, _of: None,
) -> MethodStudy:
    """Share of perturbed versions that keep the stage, over at most so many partnerships."""
    upon, generator = _upon(as_of), np.random.default_rng(seed)
    sample = draw_sample(at_most=partnerships, generator=generator, **upon)
    numbers = numbers_of(current_methodology())
    found = robustness_of(sample, numbers, runs=runs, generator=generator, progress=progress)
    return _kept("robustness", found, upon, by, f"--runs {runs} --partnerships {partnerships} --seed {seed}")


def study_sensitivity(
    *,
    by: User | None,
    draws: int = DRAWS,
    partnerships: int = PARTNERSHIPS,
    seed: int = SEED,
    as_of: date | None = None,
) -> MethodStudy:
    """Sobol indices of the odds of borderline cases among at most so many partnerships."""
    upon, generator = _upon(as_of), np.random.default_rng(seed)
    sample = draw_sample(at_most=partnerships, generator=generator, **upon)
    numbers = numbers_of(current_methodology())
    found = sensitivity_of(sample, numbers, draws=draws, generator=generator, known_at=upon["known_at"])
    return _kept("sensitivity", found, upon, by, f"--draws {draws} --partnerships {partnerships} --seed {seed}")


def study_agreement(*, by: User | None, as_of: date | None = None) -> MethodStudy:
    """Agreement with the experts' judgements on record. Each round is judged as of its own day."""
    return _kept("agreement", agreement_of(numbers_of(current_methodology())), _upon(as_of), by, "")


def study_everything(*, by: User | None) -> list[MethodStudy]:
    """All three, as the worker makes them once a month."""
    return [study_robustness(by=by), study_sensitivity(by=by), study_agreement(by=by)]


def _upon(as_of: date | None) -> dict[str, Any]:
    now = timezone.now()
    return {"as_of": as_of or last_month_end(timezone.localdate()), "known_at": now}


def _kept(
    kind: str, found: tuple[int, dict[str, Any]], upon: dict[str, Any], by: User | None, options: str
) -> MethodStudy:
    subjects, result = found
    command = " ".join(
        filter(None, (COMMAND, kind, options, "" if kind == "agreement" else f"--as-of {upon['as_of']}"))
    )
    study: MethodStudy = MethodStudy.objects.create(
        kind=kind,
        methodology=current_methodology(),
        made_by=by,
        subjects=subjects,
        command=command,
        result=result,
        **upon,
    )
    return study
