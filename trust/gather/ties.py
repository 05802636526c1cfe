"""Two organizations may be tied in several ways at once; as partners in a network they count once."""

import polars as pl

OPEN = pl.date(9999, 12, 31)


def one_per_partner(ties: pl.DataFrame) -> pl.DataFrame:
    """Ties without overlap per partnership, partner and verification: a later one counts only from where the earlier
    ones end. Rows keep the key of the record they come from.
    """
    pair = ["partnership", "alter", "verification", "contested", "with_body"]
    ends = pl.col("ends").fill_null(OPEN)
    ordered = ties.sort(*pair, "starts", "fact", "table").with_columns(
        covered_until=ends.cum_max().shift(1).over(pair).fill_null(pl.col("starts"))
    )
    return (
        ordered.with_columns(starts=pl.max_horizontal("starts", "covered_until"))
        .filter(pl.col("starts") < ends)
        .drop("covered_until")
    )
