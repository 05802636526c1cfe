"""The shapes an indicator can take: its point value, and draws from it."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.special import betainc

from .rules import Row, Rules

Draws = NDArray[np.float64]


@dataclass
class Masses:
    """Building and eroding mass, apart for facts both sides stand behind and for one side's word only."""

    rules: Rules
    verified: list[float] = field(default_factory=lambda: [0.0, 0.0])
    single: list[float] = field(default_factory=lambda: [0.0, 0.0])
    facts: int = 0

    def add(self, row: Row, building: float, eroding: float) -> None:
        """Adds one fact's decayed strength, times its verification weight."""
        side = self.single if self.rules.one_sided(row) else self.verified
        side[0] += building * self.rules.weight(row)
        side[1] += eroding * self.rules.weight(row)
        self.facts += 1

    def capped(self) -> tuple[float, float]:
        """(building, eroding) with the single-source part of each cut to its share of the verified part."""
        share = self.rules["verification"]["single_cap_share"]
        base = self.rules["verification"]["single_cap_base"]
        building, eroding = (
            verified + min(single, share * (verified + base))
            for verified, single in zip(self.verified, self.single, strict=True)
        )
        return building, eroding


@dataclass(frozen=True)
class Fixed:
    """A measure without uncertainty."""

    value: float

    def point(self) -> float:
        """The value."""
        return self.value

    def draw(self, _: np.random.Generator, size: int) -> Draws:
        """The value, repeated."""
        return np.full(size, self.value)


@dataclass(frozen=True)
class Beta:
    """A rate or a balance of power: Beta(kept, broken)."""

    kept: float
    broken: float

    def point(self) -> float:
        """The mean."""
        return self.kept / (self.kept + self.broken)

    def draw(self, random: np.random.Generator, size: int) -> Draws:
        """Beta draws."""
        return random.beta(self.kept, self.broken, size)


@dataclass(frozen=True)
class Belief:
    """building / (building + eroding + ignorance), each mass a gamma variable."""

    building: float
    eroding: float
    rules: Rules

    def point(self) -> float:
        """The value without the shapes added to the masses."""
        return self.building / (self.building + self.eroding + self._ignorance)

    def draw(self, random: np.random.Generator, size: int) -> Draws:
        """Share of the building mass."""
        building, eroding = self._draw_masses(random, size)
        return building / (building + eroding + self._ignorance)

    def draw_erosion(self, random: np.random.Generator, size: int) -> Draws:
        """Share of the eroding mass."""
        building, eroding = self._draw_masses(random, size)
        return eroding / (building + eroding + self._ignorance)

    def _draw_masses(self, random: np.random.Generator, size: int) -> tuple[Draws, Draws]:
        priors = self.rules["priors"]
        building = random.standard_gamma(self.building + priors["belief_building"], size)
        return building, random.standard_gamma(self.eroding + priors["belief_eroding"], size)

    @property
    def _ignorance(self) -> float:
        return float(self.rules["priors"]["belief_uncertainty"])


@dataclass(frozen=True)
class Balance:
    """1 - |given - returned| / (given + returned), each mass a gamma variable."""

    given: float
    returned: float
    prior: float

    def point(self) -> float:
        """The mean, by quadrature: the share B of `given` is Beta distributed and the value is 2 min(B, 1 - B)."""
        a, b = self.given + self.prior, self.returned + self.prior

        def between(x: float) -> float:
            return float(betainc(a, b, 1 - x) - betainc(a, b, x))

        return 2 * float(quad(between, 0, 0.5, epsabs=1e-10, epsrel=1e-10, limit=200)[0])

    def draw(self, random: np.random.Generator, size: int) -> Draws:
        """Draws of the balance."""
        given = random.standard_gamma(self.given + self.prior, size)
        returned = random.standard_gamma(self.returned + self.prior, size)
        return 1 - np.abs(given - returned) / (given + returned)


Shape = Fixed | Beta | Belief | Balance
