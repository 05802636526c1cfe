"""A synthetic population with realistic skew: few partnerships with many facts, many with few. Seeded; plain COPY.

Activity per partnership is lognormal, so that the busiest hundredth holds about a tenth of the facts. Kinds of facts
and their delays follow the proportions seen in the public data the project is tried on: a third of payments late, a
good third of events confirmed by both sides, a tenth on one side's bare word.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from django.db import connection

FIRST, MONTHS = date(2014, 1, 1), 120
LAST = date(2023, 12, 31)
DAYS = (LAST - FIRST).days
RECORDED = "2024-01-15T00:00:00+08:00"
PARTNERSHIPS_PER_NGO, PARTNERSHIPS_PER_BODY = 2.5, 60
SKEW = 0.9  # standard deviation of the logarithm of activity

LEVELS = ["official", "dual", "third", "single_doc", "single"]
LEVEL_SHARES = [0.15, 0.45, 0.1, 0.2, 0.1]
METHODS = ["open_tender", "consultation", "negotiation", "single_source", "venture", "entrusted"]
METHOD_SHARES = [0.3, 0.3, 0.1, 0.15, 0.1, 0.05]
KINDS = ["hospital", "school", "community", "enterprise", "foundation", "university"]

# Event types by how often they occur, with their outcomes.
EVENTS: dict[str, tuple[float, list[str]]] = {
    "CUL_CHARTER": (0.02, []),
    "CUL_POLICY_RESPONSE": (0.10, []),
    "CUL_PARTY_JOINT": (0.05, []),
    "CUL_OFFICIAL_VISIT": (0.14, []),
    "CUL_AWARD": (0.07, []),
    "CUL_GOV_MEDIA": (0.07, []),
    "CUL_TRAINING": (0.10, []),
    "CUL_CONFLICT": (0.01, []),
    "RES_INKIND_GOV": (0.06, []),
    "RES_INKIND_NGO": (0.05, []),
    "RES_EXTRA_TASK": (0.04, []),
    "RES_SCOPE_CUT": (0.02, []),
    "RES_AUDIT": (0.03, ["clean", "clean", "clean", "issue"]),
    "NET_LEAD": (0.02, []),
    "NET_CODELIVERY": (0.06, []),
    "NET_REFERRAL": (0.04, []),
    "REC_JOINT_PLAN": (0.04, []),
    "REC_JOINT_BODY": (0.02, []),
    "REC_AGREEMENT": (0.01, []),
    "REC_PROPOSAL": (0.03, ["adopted", "declined_with_reasons", "ignored"]),
    "REC_INFO_GOV": (0.01, []),
    "REC_JOINT_EVAL": (0.01, []),
}
# Facts per partnership of average activity; the standings and ties of an NGO are shared by its partnerships.
EVENTS_EACH, CONTRACTS_EACH, PAYMENTS_PER_CONTRACT, REQUESTS_EACH, TIES_PER_NGO, STANDINGS_PER_NGO = 12, 3.2, 3, 2, 5, 5


@dataclass(frozen=True)
class Size:
    """A named size of the population."""

    name: str
    partnerships: int


SIZES = {"S": Size("S", 1_000), "M": Size("M", 30_000)}


def populate(size: Size) -> int:
    """Fills an empty, migrated database. Returns the number of facts."""
    return _Population(size).write()


class _Population:
    """Draws the tables one after the other from one seeded generator."""

    def __init__(self, size: Size) -> None:
        self.random = np.random.default_rng(20260101)
        self.partnerships = size.partnerships
        self.bodies = max(5, size.partnerships // PARTNERSHIPS_PER_BODY)
        self.ngos = int(size.partnerships / PARTNERSHIPS_PER_NGO)
        self.partners = 500
        activity = self.random.lognormal(-(SKEW**2) / 2, SKEW, size.partnerships)
        self.activity = activity
        self.facts = 0

    def write(self) -> int:
        self._organizations()
        self._pairs()
        for table in (self._events, self._contracts, self._requests, self._ties, self._standings, self._accounts):
            table()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM trust_reassessment")
            cursor.execute("ANALYZE")
        return self.facts

    def _organizations(self) -> None:
        number = self.bodies + self.ngos + self.partners
        sector = ["government"] * self.bodies + ["ngo"] * self.ngos + ["other"] * self.partners
        kind = ["government_body"] * self.bodies + ["social_service"] * self.ngos
        kind += [KINDS[i % len(KINDS)] for i in range(self.partners)]
        keys = np.arange(1, number + 1)
        columns = {"id": keys, "name": [f"Organization {key}" for key in keys], "sector": sector, "kind": kind}
        blank = dict.fromkeys(("name_en", "service_field", "mission"), "")
        _copy("organization", columns, {**blank, "created_at": RECORDED})

    def _pairs(self) -> None:
        government = self.random.integers(1, self.bodies + 1, self.partnerships * 2)
        ngo = self.bodies + self.random.integers(1, self.ngos + 1, self.partnerships * 2)
        pairs = np.unique(np.stack([government, ngo], axis=1), axis=0)
        pairs = pairs[self.random.permutation(len(pairs))[: self.partnerships]]
        self.government, self.ngo = pairs[:, 0], pairs[:, 1]
        columns = {"id": np.arange(1, len(pairs) + 1), "government_id": self.government, "ngo_id": self.ngo}
        _copy("partnership", columns, {"created_at": RECORDED})

    def _per_partnership(self, each: float) -> np.ndarray:
        """Keys of partnerships, each as often as its activity gives."""
        number = self.random.poisson(self.activity[: len(self.ngo)] * each)
        return np.repeat(np.arange(1, len(number) + 1), number)

    def _fact(self, number: int) -> dict[str, object]:
        self.facts += number
        return {
            "verification": self.random.choice(LEVELS, number, p=LEVEL_SHARES),
            "recorded_side": self.random.choice(["ngo", "gov"], number),
        }

    def _events(self) -> None:
        partnership = self._per_partnership(EVENTS_EACH)
        shares = np.array([share for share, _ in EVENTS.values()])
        types = self.random.choice(list(EVENTS), len(partnership), p=shares / shares.sum())
        outcome = [self.random.choice(EVENTS[code][1]) if EVENTS[code][1] else "" for code in types]
        columns = {
            "partnership_id": partnership,
            "type_id": types,
            "occurred_on": self._days(len(partnership)),
            "outcome": outcome,
            **self._fact(len(partnership)),
        }
        _copy("interactionevent", columns, {**_FACT, "party": "", "currency": "CNY", "note": ""})

    def _contracts(self) -> None:
        partnership = self._per_partnership(CONTRACTS_EACH)
        number = len(partnership)
        signed = self._day_numbers(number)
        starts = signed + self.random.integers(0, 30, number)
        ends = starts + self.random.choice([365, 365, 730, 1095], number)
        value = np.round(10 ** self.random.normal(5.2, 0.5, number), 2)
        columns = {
            "id": np.arange(1, number + 1),
            "partnership_id": partnership,
            "method": self.random.choice(METHODS, number, p=METHOD_SHARES),
            "signed_on": _dates(signed),
            "starts_on": _dates(starts),
            "ends_on": _dates(ends),
            "value": value,
            **self._fact(number),
        }
        blank = dict.fromkeys(
            (
                "number",
                "title_en",
                "catalogue_code",
                "termination_party",
                "termination_fault",
                "termination_reason",
                "termination_verification",
                "termination_side",
                "closing_note",
            ),
            "",
        )
        _copy("contract", columns, {**_FACT, **blank, "title": "Service", "currency": "CNY"})
        self._payments(starts, ends, value)
        self._evaluations(ends)

    def _payments(self, starts: np.ndarray, ends: np.ndarray, value: np.ndarray) -> None:
        contract = np.repeat(np.arange(1, len(starts) + 1), PAYMENTS_PER_CONTRACT)
        share = np.tile(np.arange(PAYMENTS_PER_CONTRACT) / PAYMENTS_PER_CONTRACT, len(starts))
        due = (starts[contract - 1] + share * (ends - starts)[contract - 1]).astype(int)
        late = np.where(self.random.random(len(due)) < 1 / 3, self.random.integers(31, 200, len(due)), 5)
        paid, amount = due + late, np.round(value[contract - 1] / PAYMENTS_PER_CONTRACT, 2)
        made = (paid <= DAYS) & (self.random.random(len(due)) < 0.95)
        columns = {
            "contract_id": contract,
            "due_on": _dates(due),
            "amount_due": amount,
            "paid_on": _dates(paid, made),
            "amount_paid": np.where(made, amount.astype(str), ""),
            "paid_recorded_at": np.where(made, RECORDED, ""),
            **self._fact(len(contract)),
        }
        _copy("payment", columns, {**_FACT, "stage": "interim"})

    def _evaluations(self, ends: np.ndarray) -> None:
        contract = np.flatnonzero((ends <= DAYS) & (self.random.random(len(ends)) < 0.7)) + 1
        columns = {
            "contract_id": contract,
            "held_on": _dates(ends[contract - 1]),
            "result": self.random.choice(
                ["excellent", "good", "pass", "fail"], len(contract), p=[0.3, 0.4, 0.25, 0.05]
            ),
            **self._fact(len(contract)),
        }
        _copy("evaluation", columns, {**_FACT, "phase": "final", "evaluator": "", "paid_for_by": ""})

    def _requests(self) -> None:
        partnership = self._per_partnership(REQUESTS_EACH)
        opened = self._day_numbers(len(partnership))
        answered = opened + self.random.integers(1, 90, len(partnership))
        made = (answered <= DAYS) & (self.random.random(len(partnership)) < 0.85)
        columns = {
            "partnership_id": partnership,
            "kind": self.random.choice(["general", "payment", "challenge"], len(partnership)),
            "opened_on": _dates(opened),
            "answered_on": _dates(answered, made),
            "answer_recorded_at": np.where(made, RECORDED, ""),
            **self._fact(len(partnership)),
        }
        _copy("request", columns, {**_FACT, "subject": "", "answer": ""})

    def _ties(self) -> None:
        ngo = self.bodies + np.repeat(np.arange(1, self.ngos + 1), self.random.poisson(TIES_PER_NGO, self.ngos))
        partner = self.bodies + self.ngos + self.random.integers(1, self.partners + 1, len(ngo))
        pairs = np.unique(np.stack([ngo, partner], axis=1), axis=0)
        columns = {
            "organization_id": pairs[:, 0],
            "partner_id": pairs[:, 1],
            "started_on": self._days(len(pairs)),
            **self._fact(len(pairs)),
        }
        _copy("servicetie", columns, {**_FACT, "kind": "cooperation"})

    def _standings(self) -> None:
        ngo = self.bodies + np.repeat(np.arange(1, self.ngos + 1), self.random.poisson(STANDINGS_PER_NGO, self.ngos))
        columns = {
            "organization_id": ngo,
            "result": self.random.choice(["pass", "basic", "fail"], len(ngo), p=[0.85, 0.1, 0.05]),
            "effective_on": self._days(len(ngo)),
            **self._fact(len(ngo)),
        }
        _copy("standing", columns, {**_FACT, "kind": "CMP_ANNUAL", "reference": "", "note": ""})

    def _accounts(self) -> None:
        years = np.arange(FIRST.year, LAST.year + 1)
        known = self.random.random((self.ngos, len(years))) < 0.3
        row, column = np.nonzero(known)
        total = np.round(10 ** self.random.normal(5.8, 0.4, len(row)), 2)
        columns = {
            "id": np.arange(1, len(row) + 1),
            "organization_id": self.bodies + 1 + row,
            "year": years[column],
            "total_income": total,
            **self._fact(len(row)),
        }
        _copy("annualfinance", columns, {**_FACT, "currency": "CNY"})

    def _day_numbers(self, number: int) -> np.ndarray:
        return self.random.integers(0, DAYS, number)

    def _days(self, number: int) -> np.ndarray:
        return _dates(self._day_numbers(number))


_FACT = {"recorded_at": RECORDED, "void_reason": "", "source_key": ""}


def _dates(numbers: np.ndarray, kept: np.ndarray | None = None) -> np.ndarray:
    texts = np.datetime_as_string(np.datetime64(FIRST) + numbers.astype("timedelta64[D]"))
    return texts if kept is None else np.where(kept, texts, "")


def _copy(table: str, columns: dict[str, object], constants: dict[str, str]) -> None:
    """Copies columns into a table of the records; empty text in a nullable column of dates or numbers means null."""
    frame = pl.DataFrame({name: pl.Series(np.asarray(values)) for name, values in columns.items()}).with_columns(
        pl.lit(value).alias(name) for name, value in constants.items()
    )
    nullable = [
        name
        for name in frame.columns
        if name in ("paid_on", "amount_paid", "paid_recorded_at", "answered_on", "answer_recorded_at")
    ]
    names = ", ".join(frame.columns)
    force = f", FORCE_NULL ({', '.join(nullable)})" if nullable else ""
    force += ", FORCE_NOT_NULL (" + ", ".join(n for n in frame.columns if n not in nullable) + ")"
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY partnerships_{table} ({names}) FROM STDIN (FORMAT CSV{force})") as copy:
            copy.write(frame.write_csv(include_header=False).encode())
        if "id" in frame.columns:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('partnerships_{table}', 'id'), {frame.height + 1})")
