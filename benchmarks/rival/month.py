"""One month of everybody: readings, conditions and odds."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from trust.scoring.methodology import Methodology

from .tables import NEVER, Table, option

STATES = ("C1", "C2", "N4", "N5", "M2")
RATES = ("C3", "C4", "R2", "R3", "R5", "M3", "M4")


@dataclass
class Month:
    """All tables, the month's last day, and the partnerships as index."""

    found: dict[str, Table]
    fixed: Table
    states: Table
    numbers: Methodology
    today: pd.Timestamp
    index: pd.Index

    def age(self, days: pd.Series) -> pd.Series:
        """Days since, not below zero."""
        return (self.today - days).dt.days.clip(lower=0)

    def within(self, table: Table, column: str, months: float) -> Table:
        """Rows whose day has come and is not older than so many months."""
        oldest = self.today - pd.Timedelta(days=int(self.numbers.days(months)))
        return table[(table[column] <= self.today) & (table[column] >= oldest)]

    def per_partnership(self, series: pd.Series) -> pd.Series:
        """Aligned to all partnerships, zero where absent."""
        return series.reindex(self.index, fill_value=0)

    def masses(self) -> tuple[Table, Table, Table]:
        """Building and eroding mass, capped, and the number of facts, by partnership and indicator."""
        rows = self.within(pd.concat([self.fixed, *self._graded()]), "day", self.numbers.window_months)
        rows = rows[rows["until"].isna() | (rows["until"] > self.today)]
        fading = 0.5 ** (self.age(rows["day"]) / rows["half_life"])
        rows = rows.assign(building=rows["building"] * fading, eroding=rows["eroding"] * fading)
        grouped = (
            rows.groupby(["partnership", "indicator", "single"])[["building", "eroding"]].sum().unstack(fill_value=0)
        )
        rules, capped = self.numbers.verification, []
        for name in ("building", "eroding"):
            mass = grouped[name].reindex(columns=[False, True], fill_value=0)
            room = rules.single_cap_share * (mass[False] + rules.single_cap_base)
            capped.append((mass[False] + np.minimum(mass[True], room)).unstack(fill_value=0))
        facts = rows.groupby(["partnership", "indicator"]).size().unstack(fill_value=0)
        columns = [*STATES, *RATES, "M1"]
        return tuple(t.reindex(index=self.index, columns=columns, fill_value=0) for t in (*capped, facts))  # type: ignore[return-value]

    def _graded(self) -> list[Table]:
        """Contributions whose value depends on the month: payments, requests, endings, tasks, shared ties."""
        return [self._payments(), self._initiative(), self._requests(), self._endings(), self._tasks(), self._shared()]

    def _rows(self, table: Table, code: str, day: str, building: object, eroding: object, half_life: float) -> Table:
        weight = table["weight"]
        return pd.DataFrame(
            {
                "indicator": code,
                "partnership": table["partnership"],
                "day": table[day],
                "until": pd.NaT,
                "building": building * weight,
                "eroding": eroding * weight,
                "half_life": half_life,
                "single": table["single"],
            }
        )

    def _payments(self) -> Table:
        grace, worthless = option(self.numbers, "R3", "grace_days"), option(self.numbers, "R3", "worthless_after_days")
        due = self.found["payments"][self.found["payments"]["due"].notna()]
        paid = due["paid"].notna() & (due["paid"] <= self.today)
        late = (due["paid"].where(paid, self.today) - due["due"]).dt.days
        judged = paid | (late > grace)
        value = (1 - (late - grace) / (worthless - grace)).clip(0, 1)[judged]
        standard = self.numbers.half_life_days("standard")
        rows = self._rows(due[judged], "R3", "due", value, 1 - value, standard)
        return rows.assign(day=rows["day"].clip(upper=self.today))

    def _initiative(self) -> Table:
        paid = self.found["payments"][self.found["payments"]["paid"].notna()]
        return self._rows(paid, "M1", "paid", 0.5, 0.0, self.numbers.half_life_days("standard"))

    def _requests(self) -> Table:
        requests = self.found["requests"][self.found["requests"]["opened"] <= self.today]
        limit = requests["kind"].map(dict(option(self.numbers, "M3", "limit_workdays")))
        answered = requests["answered"].notna() & (requests["answered"] <= self.today)
        end = requests["answered"].where(answered, self.today)
        taken = np.busday_count(requests["opened"].values.astype("M8[D]"), end.values.astype("M8[D]"))
        judged = answered | (taken > option(self.numbers, "M3", "unanswered_after_workdays"))
        late = option(self.numbers, "M3", "worthless_after_workdays")
        value = (1 - (pd.Series(taken, requests.index) - limit) / late).clip(0, 1).where(answered, 0.0)[judged]
        return self._rows(requests[judged], "M3", "opened", value, 1 - value, self.numbers.half_life_days("standard"))

    def _endings(self) -> Table:
        terms = self._terms()
        ended = terms["ended"].notna() & (terms["ended"] <= self.today)
        terms = terms.assign(end=terms["ended"].where(ended, terms["ends"]))
        terms = terms[terms["end"] <= self.today]
        signed = self.found["contracts"].loc[self.found["contracts"]["signed"] <= self.today]
        pairs = terms.reset_index().merge(
            signed[["partnership", "signed", "starts"]], on="partnership", suffixes=("", "_2")
        )
        near = (pairs["starts_2"] - pairs["end"]).dt.days <= option(self.numbers, "R5", "successor_within_days")
        followed = terms.index.isin(pairs.loc[near & (pairs["signed_2"] > pairs["signed"]), "index"])
        old = (self.today - terms["end"]).dt.days > self.numbers.days(option(self.numbers, "R5", "none_after_months"))
        terms = terms.assign(followed=followed)[followed | old]
        value = terms["followed"].astype(float)
        return self._rows(terms, "R5", "end", value, 1 - value, self.numbers.half_life_days("standard"))

    def _terms(self) -> Table:
        terms = self.found["terms"]
        return terms[(terms["valid_from"] <= self.today) & ~(terms["valid_until"] <= self.today)]

    def _tasks(self) -> Table:
        rule = option(self.numbers, "C4", "extra_tasks")
        tasks = self.found["events"]
        tasks = tasks[(tasks["type"] == rule["event"]) & (tasks["day"] <= self.today)]
        tasks = tasks[tasks["weight"] >= self.numbers.verification.counted_weight]
        recent = tasks.sort_values(["partnership", "day"]).groupby("partnership").tail(rule["at_most"])
        return self._rows(recent, "C4", "day", 0.0, 1.0, self.numbers.half_life_days(rule["half_life"]))

    def _shared(self) -> Table:
        ties = self._open_ties()
        ties = ties[ties["with_body"].astype(bool)].assign(day=self.today)
        return self._rows(ties, "N5", "day", option(self.numbers, "N5", "tie_building"), 0.0, np.inf)

    def _open_ties(self) -> Table:
        ties = self.found["ties"]
        ties = ties[ties["weight"] >= self.numbers.verification.solid_weight]
        ends = pd.to_datetime(ties["ends"]).fillna(NEVER)
        return ties[(ties["starts"] <= self.today) & (ends > self.today)]

    def measures(self) -> Table:
        """R1, R4, R6, N1, N2, N3, M6 by partnership."""
        table = pd.DataFrame(index=self.index)
        table["R1"] = self._coverage()
        paid = self.found["payments"]
        paid = paid[(paid["weight"] >= self.numbers.verification.counted_weight) & paid["paid"].notna()]
        lately = self.per_partnership(self.within(paid, "paid", 24).groupby("partnership")["amount_paid"].sum())
        low, high = option(self.numbers, "R4", "lowest_log10"), option(self.numbers, "R4", "highest_log10")
        table["R4"] = ((np.log10(lately + 1) - low) / (high - low)).clip(0, 1)
        table["R6"] = self._breadth(lately)
        ties = self._open_ties()
        strength = (np.sqrt(ties["size"]) * ties["weight"]).groupby([ties["partnership"], ties["kind"]]).sum().unstack()
        strength = strength.reindex(self.index).fillna(0)
        total = strength.sum(axis=1)
        share = strength.div(total.where(total > 0, 1), axis=0)
        entropy = -(share * np.log(share.where(share > 0, 1))).sum(axis=1)
        table["N1"] = 1 - np.exp(-total / option(self.numbers, "N1", "scale"))
        table["N2"] = ((np.exp(entropy) - 1) / 4).clip(0, 1).where(total > 0, 0)
        table["N3"] = (1 - 1 / total.clip(lower=1)).where(total > 0, 0)
        own = self.found["events"]
        own = own[(own["type"] == "RES_INKIND_NGO") & (own["weight"] >= self.numbers.verification.counted_weight)]
        brought = self.within(own, "day", 36).assign(amount=lambda rows: rows["amount"].fillna(20000.0))
        brought = self.per_partnership(brought.groupby("partnership")["amount"].sum())
        table["M6"] = 1 - np.exp(-(brought / lately.clip(lower=20000)) / option(self.numbers, "M6", "scale"))
        return table

    def _coverage(self) -> pd.Series:
        terms, covered = self._terms(), []
        factor = terms["method"].map(dict(self.numbers.contract_method)) * terms["weight"]
        end = terms["ended"].fillna(NEVER).clip(upper=terms["ends"])
        for month in range(24):
            day = self.today - pd.Timedelta(days=int(self.numbers.days(month)))
            best = factor.where((terms["starts"] <= day) & (end >= day), 0).groupby(terms["partnership"]).max()
            covered.append(self.per_partnership(best))
        return sum(covered) / 24

    def _breadth(self, lately: pd.Series) -> pd.Series:
        kinds = dict(option(self.numbers, "R6", "kinds"))
        events = self.within(self.found["events"], "day", 36)
        events = events[(events["weight"] >= self.numbers.verification.counted_weight) & events["type"].isin(kinds)]
        given = events.assign(kind=events["type"].map(kinds))[["partnership", "kind"]].drop_duplicates()
        number = self.per_partnership(given.groupby("partnership").size())
        funded = self.per_partnership((given["kind"] == "funds").groupby(given["partnership"]).any()).astype(bool)
        paid = lately > 0
        return ((number + np.where(paid, np.where(funded, 1, 2), 0)) / 5).clip(upper=1)

    def share(self) -> pd.Series:
        """Share of income by the latest usable accounts; NaN if unknown."""
        accounts = self.found["finance"]
        usable = accounts["year"].between(self.today.year - 3, self.today.year) & (accounts["validity"] > 0)
        latest = accounts[usable].sort_values("year").groupby("partnership").tail(1).set_index("partnership")
        return (latest["income"] / latest["total_income"]).clip(0, 1).reindex(self.index)


def beta_tail(mean: pd.Series, variance: pd.Series, low: pd.Series, high: pd.Series, floor: float) -> np.ndarray:
    """P(X >= floor) for a Beta on [low, high] with this mean and variance."""
    width = (high - low).where(high > low, 1.0)
    centre = ((mean - low) / width).clip(1e-9, 1 - 1e-9)
    mass = (centre * (1 - centre) / (variance / width**2).clip(lower=1e-12) - 1).clip(lower=1e-9)
    tail = stats.beta.sf((floor - low) / width, centre * mass, (1 - centre) * mass)
    return np.where(variance <= 0, mean >= floor, tail)
