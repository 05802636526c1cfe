"""Month after month over everybody, then the stages, then the rows back into the database."""

from datetime import date

import numpy as np
import pandas as pd
from django.db import connection
from django.utils import timezone

from trust.gather import first_own_day, gather
from trust.scoring.methodology import Methodology
from trust.services import current_methodology
from trust.services.judging import month_ends
from trust.services.methodologies import numbers_of

from .judging import odds, sufficiency
from .month import Month
from .tables import Table, by_contracts, by_rules, by_states, mutual_states, tables


def assess_with_pandas(last: date) -> int:
    """Assesses everything on record up to a date and stores stage and odds; returns the number of rows."""
    evidence, numbers = gather(known_at=timezone.now()), numbers_of(current_methodology())
    first = first_own_day(evidence)
    if first is None:
        return 0
    result = _all_months(tables(evidence, numbers), numbers, [pd.Timestamp(day) for day in month_ends(first, last)])
    _store(result)
    return len(result)


def _all_months(found: dict[str, Table], numbers: Methodology, months: list[pd.Timestamp]) -> Table:
    states = mutual_states(found["events"], numbers)
    fixed = pd.concat(
        [by_rules(found["events"], numbers), by_contracts(found["contracts"], numbers), by_states(states, numbers)]
    )
    parties = pd.concat([found[name]["partnership"] for name in ("events", "contracts", "requests")]).unique()
    index = pd.Index(np.sort(parties), name="partnership")
    stage, rising, falling = (pd.Series(0, index=index) for _ in range(3))
    rising, parts = pd.DataFrame(0, index=index, columns=[1, 2, 3]), []
    for today in months:
        month = Month(found, fixed, states, numbers, today, index)
        chances, values = odds(month)
        blocked = _blocked(month)
        stage, rising, falling = _next(stage, rising, falling, chances.round(2), blocked, numbers)
        parts.append(pd.concat([chances, values], axis=1).assign(as_of=today, stage=stage))
    return pd.concat(parts).reset_index()


def _blocked(month: Month) -> pd.Series:
    rules, on_record = month.numbers.sufficiency, sufficiency(month)
    scarce = (on_record["facts"] < rules.facts) | (on_record["span"] < rules.span_days) | ~on_record["solid"]
    return scarce | (on_record["idle"] > month.numbers.days(rules.lapse_months))


def _next(
    stage: pd.Series, rising: Table, falling: pd.Series, chances: Table, blocked: pd.Series, numbers: Methodology
) -> tuple[pd.Series, Table, pd.Series]:
    rules = numbers.persistence
    rising = (rising + 1).where(chances >= rules.up_probability, 0).where(~blocked, 0)
    target = pd.Series(0, index=stage.index)
    for higher, months in enumerate(rules.up_months, start=1):
        target = target.mask((rising[higher] >= months) & (stage < higher), higher)
    held = np.choose(stage, [np.ones(len(stage)), chances[1], chances[2], chances[3]])
    falling = (falling + 1).where((stage > 0) & (held < rules.down_probability), 0)
    fallback = pd.Series(0, index=stage.index)
    for lower in (1, 2, 3):
        fallback = fallback.mask((chances[lower] >= rules.down_target_probability) & (stage > lower), lower)
    falls = (target == 0) & (stage > 0) & (falling >= rules.down_months)
    stage = stage.mask(falls, fallback).mask(target > 0, target).where(~blocked, 0)
    return stage, rising, falling.where(~falls & (target == 0) & ~blocked, 0)


def _store(result: Table) -> None:
    """Through a CSV and COPY, the fastest way pandas offers."""
    columns = [str(column) for column in result.columns]
    kinds = ", ".join(f'"{name}" {"date" if name == "as_of" else "real"}' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE rival ({kinds})")
        with cursor.copy("COPY rival FROM STDIN (FORMAT CSV)") as copy:
            copy.write(result.to_csv(index=False, header=False).encode())
