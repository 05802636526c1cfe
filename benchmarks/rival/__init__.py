"""The rival: the same method in straightforward pandas, month by month, with group-bys and fitted Betas.

Written as a careful analyst would write it, with no thought of speed beyond whole-column operations. It reads the same
frames, keeps the same decisions (docs/method-decisions.md) and stands in for the floors' integrals with a Beta of the
same mean and variance, so its stages may differ from ours in a few months per thousand; the benchmark prints how many.
"""

from .assessing import assess_with_pandas

__all__ = ["assess_with_pandas"]
