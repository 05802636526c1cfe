"""The oracle: the method in slow, plain Python, one partnership and one date at a time, by drawing.

Written from the method's text and the decisions on it; shares only the evidence schemas with `trust.scoring`, and reads
the methodology file itself. The vectorised engine must agree with it: `python -m tests.scoring.oracle` shows how well.
"""

from .histories import judge
from .lives import Life, lives_of
from .month import Reading, read_month
from .rules import Rules, load_rules
from .stages import Step, walk

__all__ = ["Life", "Reading", "Rules", "Step", "judge", "lives_of", "load_rules", "read_month", "walk"]
