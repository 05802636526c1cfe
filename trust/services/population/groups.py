"""Partnerships by division of the body and by service field of the NGO, as they stand at present."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .states import STATES, Chosen

DIMENSIONS = 4
GROUPS = f"""
    SELECT body.jurisdiction_id, ngo.service_field,
           {", ".join(f"count(*) FILTER (WHERE state = {state})" for state in range(len(STATES)))},
           string_agg(packed, ''::bytea)
    FROM (
        SELECT s.partnership_id, STATE AS state,
               {" || ".join(f"float4send(coalesce(s.dimension_means[{place}], 'NaN'))" for place in range(1, 1 + DIMENSIONS))}
               AS packed
        FROM trust_stagespell s WHERE s.ended_on IS NULL AND CHOSEN
    ) AS present
    JOIN partnerships_partnership p ON p.id = partnership_id
    JOIN partnerships_organization body ON body.id = p.government_id
    JOIN partnerships_organization ngo ON ngo.id = p.ngo_id
    GROUP BY 1, 2
"""


@dataclass
class Numbers:
    """Partnerships of one group by state, in the order of `STATES`, and the means of their four dimensions."""

    states: NDArray[np.int64] = field(default_factory=lambda: np.zeros(len(STATES), dtype=np.int64))
    packed: list[bytes] = field(default_factory=list)

    def add(self, states: Sequence[int], packed: bytes) -> None:
        """Takes partnerships in."""
        self.states += np.array(states, dtype=np.int64)
        self.packed.append(packed)

    def medians(self) -> list[float]:
        """The median of each dimension, from 0 to 1."""
        means = np.frombuffer(b"".join(self.packed), dtype=">f4").reshape(-1, DIMENSIONS)
        found: list[float] = np.nanmedian(means, axis=0).tolist()
        return found


def read_groups(chosen: Chosen) -> tuple[dict[int | None, Numbers], dict[str, Numbers]]:
    """By key of the division (None where the body has none), and by field. One query; the database counts and packs."""
    divisions: dict[int | None, Numbers] = {}
    fields: dict[str, Numbers] = {}
    for division, name, *states, packed in chosen.rows(GROUPS):
        divisions.setdefault(division, Numbers()).add(states, bytes(packed))
        fields.setdefault(name, Numbers()).add(states, bytes(packed))
    return divisions, fields
