"""The frames of evidence: the engine's only input.

Every frame holds facts as they were known at one moment: not voided then, with the verification they had then, and
`contested` true while an objection stood. Dates that lie after an as-of date are ignored by the engine for that date,
so one set of frames serves every as-of date. Days are `Date`; money is in the unit of `currency`, not converted.

`fact` is the row's key in its table (`table` names it where a frame gathers several), so that every reading can be
traced to records. Verification is one of official, dual, third, single_doc, single.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

import polars as pl

PolarsType = pl.DataType | type[pl.DataType]

_KEYS: dict[str, PolarsType] = {"partnership": pl.Int64, "fact": pl.Int64}
_STANDING_BEHIND: dict[str, PolarsType] = {"verification": pl.String, "contested": pl.Boolean}

SCHEMAS: Mapping[str, Mapping[str, PolarsType]] = MappingProxyType(
    {
        # One row per partnership to assess.
        "subjects": {"partnership": pl.Int64, "ngo": pl.Int64, "government": pl.Int64},
        # Interaction events, standings, evaluations and early endings under their event type. An NGO's own facts
        # (`own` false) are repeated for each of its partnerships. `outcome`: the type's outcome, the rating level as a
        # digit, or whose fault an ending was (government, ngo, both, none). `closes`: the event it ends.
        "events": _KEYS
        | {
            "table": pl.String,
            "own": pl.Boolean,
            "type": pl.String,
            "day": pl.Date,
            "side": pl.String,
            "outcome": pl.String,
            "amount": pl.Float64,
            "currency": pl.String,
            "closes": pl.Int64,
        }
        | _STANDING_BEHIND,
        # One row per contract. `ended`: day of early ending, null if none.
        "contracts": _KEYS
        | {
            "signed": pl.Date,
            "starts": pl.Date,
            "ended": pl.Date,
            "method": pl.String,
            "value": pl.Float64,
            "currency": pl.String,
        }
        | _STANDING_BEHIND,
        # The term of a contract as it stood from `valid_from` until the day before `valid_until` (null: still): one
        # row when signed and one more for each amendment that moved the end. `ends` is the last day. `fact`: contract.
        "terms": _KEYS | {"valid_from": pl.Date, "valid_until": pl.Date, "starts": pl.Date, "ends": pl.Date},
        # Instalments. `due` is null for payments nobody scheduled; `paid` and `amount_paid` are null while open.
        "payments": _KEYS
        | {
            "due": pl.Date,
            "paid": pl.Date,
            "amount_due": pl.Float64,
            "amount_paid": pl.Float64,
            "currency": pl.String,
        }
        | _STANDING_BEHIND,
        # Ties and memberships of the NGO, repeated for each of its partnerships. `table`: servicetie or
        # networkmembership; `kind`: the partner's kind of organization, "alliance" for a network; `size`: 1 for a tie,
        # the number of members for a network; `alter`: the partner organization, or minus the network;
        # `ends`: first day no longer open; `with_body`: the partnership's government body takes part.
        "ties": _KEYS
        | {
            "table": pl.String,
            "alter": pl.Int64,
            "kind": pl.String,
            "size": pl.Float64,
            "starts": pl.Date,
            "ends": pl.Date,
            "with_body": pl.Boolean,
        }
        | _STANDING_BEHIND,
        # Ties between two partners of an NGO, for Burt's constraint; once per NGO, undirected, first < second.
        "alter_ties": {
            "ngo": pl.Int64,
            "first": pl.Int64,
            "second": pl.Int64,
            "starts": pl.Date,
            "ends": pl.Date,
        },
        # Requests, challenges and complaints by the NGO. `answered` is null while open.
        "requests": _KEYS | {"kind": pl.String, "opened": pl.Date, "answered": pl.Date} | _STANDING_BEHIND,
        # One row per partnership and year: income through this partnership and in all, in the same currency.
        "finance": _KEYS | {"year": pl.Int32, "income": pl.Float64, "total_income": pl.Float64} | _STANDING_BEHIND,
    }
)


@dataclass(frozen=True)
class Evidence:
    """What is known about any number of partnerships. Every frame has exactly the columns of `SCHEMAS`."""

    subjects: pl.DataFrame
    events: pl.DataFrame
    contracts: pl.DataFrame
    terms: pl.DataFrame
    payments: pl.DataFrame
    ties: pl.DataFrame
    alter_ties: pl.DataFrame
    requests: pl.DataFrame
    finance: pl.DataFrame

    def __post_init__(self) -> None:
        """Raises ValueError naming the frame and the column that departs from `SCHEMAS`."""
        for field in fields(self):
            found = dict(getattr(self, field.name).schema)
            wanted = dict(SCHEMAS[field.name])
            if found != wanted:
                wrong = sorted(set(found.items()) ^ set(wanted.items()), key=str)
                raise ValueError(f"Evidence frame {field.name!r} departs from its schema in: {wrong}")


def frame(name: str, rows: list[dict[str, object]] | pl.DataFrame) -> pl.DataFrame:
    """A frame in the schema of that name. Missing columns become null; unknown ones raise ValueError."""
    schema = dict(SCHEMAS[name])
    table = (
        rows
        if isinstance(rows, pl.DataFrame)
        else pl.DataFrame(rows, schema=None if rows else schema, infer_schema_length=None)
    )
    unknown = set(table.columns) - set(schema)
    if unknown:
        raise ValueError(f"Unknown columns for evidence frame {name!r}: {sorted(unknown)}")
    return table.select(
        [
            (pl.col(column) if column in table.columns else pl.lit(None)).cast(kind).alias(column)
            for column, kind in schema.items()
        ]
    )
