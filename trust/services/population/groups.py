"""Partnerships by division of the body and by service field of the NGO, as they stand at present."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .states import STATES, Chosen

DIMENSIONS = 4
GROUPS = """
    SELECT body.jurisdiction_id, ngo.service_field, STATE, count(*),
           string_agg(float4send(coalesce(s.dimension_means[1], 'NaN')) ||
                      float4send(coalesce(s.dimension_means[2], 'NaN')) ||
                      float4send(coalesce(s.dimension_means[3], 'NaN')) ||
                      float4send(coalesce(s.dimension_means[4], 'NaN')), ''::bytea)
    FROM trust_stagespell s
    JOIN partnerships_partnership p ON p.id = s.partnership_id
    JOIN partnerships_organization body ON body.id = p.government_id
    JOIN partnerships_organization ngo ON ngo.id = p.ngo_id
    WHERE s.ended_on IS NULL AND CHOSEN
    GROUP BY 1, 2, 3
"""


@dataclass
class Numbers:
    """Partnerships of one group by state, in the order of `STATES`, and the means of their four dimensions."""

    states: NDArray[np.int64] = field(default_factory=lambda: np.zeros(len(STATES), dtype=np.int64))
    packed: list[bytes] = field(default_factory=list)

    def add(self, state: int, number: int, packed: bytes) -> None:
        """Takes partnerships at a state in."""
        self.states[state] += number
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
    for division, name, state, number, packed in chosen.rows(GROUPS):
        divisions.setdefault(division, Numbers()).add(state, number, bytes(packed))
        fields.setdefault(name, Numbers()).add(state, number, bytes(packed))
    return divisions, fields
