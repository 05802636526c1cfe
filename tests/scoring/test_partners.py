"""A partner tied in several ways is one partner."""

from datetime import date

import numpy as np

from tests.scoring.chronicle import Chronicle
from tests.scoring.vignettes import METHODOLOGY
from trust.scoring.engine import Assessments, assess
from trust.scoring.methodology_file import load_methodology

SINCE, LATER, DAY = date(2015, 1, 1), date(2016, 1, 1), date(2017, 12, 31)
METHOD = load_methodology(METHODOLOGY)
CODES = list(METHOD.indicators)


def judged(*ties: dict[str, object]) -> Assessments:
    """What the engine makes of a partnership with these ties to one school, on one day."""
    chronicle = Chronicle()
    partnership = chronicle.partnership(1)
    chronicle.event(partnership, "CUL_OFFICIAL_VISIT", SINCE)
    for more in ties:
        row = {"starts": SINCE} | more
        chronicle.tie(partnership, 77, "school", **row)  # type: ignore[arg-type]
    return assess(chronicle.evidence(), METHOD, [DAY])


def network(found: Assessments) -> np.ndarray:
    """The readings of N1, N2, N3 and N5."""
    return found.indicator_values[0, [CODES.index(code) for code in ("N1", "N2", "N3", "N5")]]


def test_a_second_tie_of_another_standing_adds_no_partner() -> None:
    once = network(judged({"verification": "official"}))
    twice = network(judged({"verification": "official"}, {"verification": "third", "starts": LATER}))
    np.testing.assert_array_equal(once, twice)


def test_a_second_tie_with_the_body_counts_as_shared_and_adds_no_partner() -> None:
    once = network(judged({}))
    twice = network(judged({}, {"with_body": True, "starts": LATER}))
    np.testing.assert_array_equal(once[:3], twice[:3])
    assert twice[3] > once[3]


def test_a_later_tie_counts_once_the_earlier_has_ended() -> None:
    lasting = network(judged({}))
    renewed = network(judged({"ends": LATER}, {"starts": LATER}))
    np.testing.assert_array_equal(lasting, renewed)
