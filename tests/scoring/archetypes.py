"""Random lives of partnerships: phases of courting, purchase, cooperation, decline, scandal, silence and noise.

Rates are acts per year. They are made up so that every stage, reason and rule occurs often enough to be tested; they
describe no real place.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.scoring.chronicle import Chronicle

FIRST_DAY = date(2012, 1, 1)
CULTURE = {
    "CUL_CHARTER": 0.4,
    "CUL_PARTY_ORG": 0.3,
    "CUL_PARTY_JOINT": 0.7,
    "CUL_POLICY_RESPONSE": 1.2,
    "CUL_OFFICIAL_VISIT": 1.4,
    "CUL_AWARD": 0.5,
    "CUL_GOV_MEDIA": 0.5,
    "CUL_PILOT": 0.2,
    "CUL_TRAINING": 0.8,
    "CUL_RATING": 0.3,
    "CMP_ANNUAL": 1.0,
    "RES_SUBSIDY": 0.2,
    "REC_INFO_NGO": 0.5,
}
SERVICE = {"RES_EVALUATION": 1.0, "RES_INKIND_NGO": 0.5, "RES_INKIND_GOV": 0.3, "REC_PROPOSAL": 0.5, "RES_BID": 0.1}
MUTUAL = {
    "REC_JOINT_PLAN": 1.3,
    "REC_JOINT_EVAL": 0.7,
    "REC_JOINT_BODY": 0.5,
    "REC_AGREEMENT": 0.3,
    "REC_PROPOSAL": 1.6,
    "REC_INFO_GOV": 1.2,
    "REC_INFO_NGO": 0.6,
    "NET_LEAD": 0.5,
    "NET_CODELIVERY": 1.2,
    "NET_REFERRAL": 0.8,
    "NET_CROSS_GOV": 0.3,
    "RES_INKIND_NGO": 1.0,
    "RES_INKIND_GOV": 0.8,
}
BURDEN = {
    "RES_SCOPE_CUT": 0.6,
    "RES_EXTRA_TASK": 1.5,
    "CUL_CONFLICT": 1.5,
    "REC_PROPOSAL": 0.6,
    "REC_RETALIATION": 0.3,
    "NET_EXIT": 0.4,
    "RES_BID": 0.4,
}
SCANDAL = {
    "CMP_PENALTY": 0.5,
    "CMP_ABNORMAL": 0.7,
    "CMP_SERIOUS": 0.5,
    "CMP_REGISTRATION": 0.3,
    "RES_AUDIT": 0.7,
    "RES_SUBCONTRACT": 0.3,
    "CUL_CONFLICT": 1.5,
}
EVERYTHING = {kind: 0.25 for rates in (CULTURE, SERVICE, MUTUAL, BURDEN, SCANDAL) for kind in rates}


@dataclass(frozen=True)
class Phase:
    """A stretch of a life: what happens, how often a contract is signed and kept, how payment goes."""

    rates: tuple[dict[str, float], ...]
    contracts: float = 0.0
    arrears: float = 0.2
    network: float = 0.2
    requests: float = 0.3


PHASES = {
    "courting": Phase((CULTURE,), contracts=0.1),
    "purchase": Phase((CULTURE, SERVICE), contracts=0.95, network=0.6, requests=0.6),
    "cooperation": Phase((CULTURE, SERVICE, MUTUAL), contracts=1.0, arrears=0.1, network=2.6, requests=0.8),
    "network only": Phase((CULTURE, MUTUAL), contracts=0.1, network=2.0),
    "burden": Phase((SERVICE, BURDEN), contracts=0.7, arrears=0.9, requests=1.2),
    "scandal": Phase((SCANDAL, SERVICE), contracts=0.3),
    "silence": Phase(()),
    "noise": Phase((EVERYTHING,), contracts=0.4, arrears=0.4, network=1.0, requests=0.8),
}
COURSES = (
    ("courting", "purchase", "cooperation", "cooperation"),
    ("courting", "cooperation", "cooperation", "burden"),
    ("cooperation", "cooperation", "cooperation", "cooperation"),
    ("cooperation", "cooperation", "scandal", "cooperation"),
    ("purchase", "cooperation", "burden", "silence"),
    ("purchase", "purchase", "burden", "silence", "silence"),
    ("purchase", "silence", "silence", "courting"),
    ("courting", "silence", "silence", "silence"),
    ("courting", "purchase", "scandal", "courting"),
    ("network only", "network only", "cooperation"),
    ("noise", "noise", "noise"),
)
TRUSTED = ("official", "dual", "third", "single_doc", "single")
RECORD_KEEPING = ((15, 60, 20, 3, 2), (15, 45, 15, 15, 10), (5, 15, 5, 40, 35), (2, 3, 0, 55, 40))
RECORD_KEEPERS = (5, 3, 1.5, 0.5)
OUTCOMES = {
    "CUL_RATING": ("0", "1", "2", "3", "4", "5"),
    "CMP_ANNUAL": ("pass", "pass", "pass", "basic", "fail"),
    "CMP_ABNORMAL": ("on", "off", "off"),
    "CMP_SERIOUS": ("on", "off"),
    "CMP_REGISTRATION": ("", "", "revoked"),
    "RES_BID": ("won", "lost"),
    "RES_EVALUATION": ("excellent", "good", "good", "pass", "fail"),
    "RES_AUDIT": ("clean", "issue"),
    "REC_PROPOSAL": ("adopted", "adopted", "declined_with_reasons", "ignored"),
}
FAULTS = ("government", "ngo", "both", "none")
METHODS = ("open_tender", "invited", "consultation", "framework", "single_source", "direct_below_threshold", "venture")
KINDS = ("school", "foundation", "enterprise", "university", "community", "hospital", "ngo_federation")
STANDINGS = ("CMP_", "CUL_RATING")


@dataclass
class Biographer:
    """Writes one random life into a chronicle. `span` is the number of days it covers."""

    chronicle: Chronicle
    random: Random
    partnership: int
    ngo: int
    span: int

    def write(self) -> None:
        """The whole life: a course of phases, each with its acts, contracts, ties, requests and accounts."""
        course = self.random.choice(COURSES)
        self.keeping = self.random.choices(RECORD_KEEPING, RECORD_KEEPERS)[0]
        self.zeal = self.random.choice((0.5, 1.0, 1.0, 1.6))
        start = FIRST_DAY + timedelta(days=self.random.randrange(300))
        length = max(self.span // len(course), 120)
        for name in course:
            self._phase(PHASES[name], start, length)
            start += timedelta(days=length)
        self._accounts()

    def _phase(self, phase: Phase, start: date, length: int) -> None:
        for rates in phase.rates:
            for kind, rate in rates.items():
                for _ in range(self._times(rate, length)):
                    self._act(kind, self._day(start, length))
        for _ in range(self._times(phase.requests, length)):
            self._request(self._day(start, length))
        for _ in range(self._times(phase.network, length)):
            self._tie(self._day(start, length))
        day = start + timedelta(days=self.random.randrange(60))
        while day < start + timedelta(days=length):
            term = self.random.choice((300, 365, 365, 365, 730))
            if self.random.random() < phase.contracts:
                self._contract(day, term, phase.arrears)
            day += timedelta(days=term + self.random.randrange(-30, 60))

    def _times(self, rate: float, length: int) -> int:
        expected = rate * self.zeal * length / 365
        return int(expected) + (self.random.random() < expected % 1)

    def _day(self, start: date, length: int) -> date:
        return start + timedelta(days=self.random.randrange(length))

    def _standing(self, levels: tuple[str, ...] = TRUSTED) -> dict[str, object]:
        weights = [weight for level, weight in zip(TRUSTED, self.keeping, strict=True) if level in levels]
        chosen = self.random.choices(levels, weights)[0] if sum(weights) else levels[0]
        return {"verification": chosen, "contested": self.random.random() < 0.04}

    def _act(self, kind: str, day: date) -> None:
        standing = kind.startswith(STANDINGS)
        levels = ("official",) if standing and self.random.random() < 0.9 else TRUSTED
        more: dict[str, object] = {"own": not standing, "side": self.random.choice(("ngo", "ngo", "gov", "third"))}
        if kind == "RES_INKIND_NGO":
            more["amount"] = self.random.choice((None, 5_000.0, 30_000.0, 120_000.0))
            more["currency"] = self.random.choice(("CNY", "CNY", "USD"))
        if kind == "NET_EXIT":
            more["own"], more["closes"] = self.random.random() < 0.7, self._body()
        outcome = self.random.choice(OUTCOMES[kind]) if kind in OUTCOMES else ""
        self.chronicle.event(self.partnership, kind, day, outcome, **more | self._standing(levels))

    def _body(self) -> object:
        bodies = [
            row["fact"]
            for row in self.chronicle.rows["events"]
            if row["type"] == "REC_JOINT_BODY" and row["partnership"] == self.partnership
        ]
        return self.random.choice([None, *bodies])

    def _contract(self, day: date, length: int, arrears: float) -> None:
        signed = day - timedelta(days=self.random.randrange(-10, 40))
        ends = day + timedelta(days=length)
        method = "entrusted" if self.random.random() < 0.06 else self.random.choice(METHODS)
        standing = self._standing()
        ended = self._ended_early(day, length) if self.random.random() < 0.08 else None
        key = self.chronicle.contract(self.partnership, signed, day, ends, method=method, ended=ended, **standing)
        if self.random.random() < 0.15:
            moved = ends + timedelta(days=self.random.randrange(-60, 300))
            amended = signed + timedelta(days=self.random.randrange(20, length))
            self.chronicle.amendment(self.partnership, key, amended, max(moved, amended))
        amount = self.random.choice((20_000.0, 80_000.0, 150_000.0, 300_000.0, 900_000.0))
        for part in range(self.random.choice((1, 2, 2, 3))):
            self._instalment(day + timedelta(days=30 + part * length // 2), amount, arrears, standing)

    def _ended_early(self, start: date, length: int) -> date:
        ended = start + timedelta(days=self.random.randrange(30, length))
        self.chronicle.event(
            self.partnership,
            "RES_TERMINATION",
            ended,
            self.random.choice(FAULTS),
            table="contract",
            **self._standing(("official", "dual", "single_doc")),
        )
        return ended

    def _instalment(self, due: date, amount: float, arrears: float, standing: dict[str, object]) -> None:
        late = self.random.randrange(-10, 40)
        if self.random.random() < arrears:
            late = self.random.choice((60, 100, 150, 250, 10_000))
        paid = None if late == 10_000 else due + timedelta(days=late)
        scheduled = due if paid is None or self.random.random() < 0.9 else None
        currency = self.random.choice(("CNY", "CNY", "CNY", "BRL"))
        more = standing | {"contested": self.random.random() < 0.03, "currency": currency}
        self.chronicle.payment(self.partnership, scheduled, paid, amount, **more)

    def _tie(self, day: date) -> None:
        ends = day + timedelta(days=self.random.randrange(100, 2000)) if self.random.random() < 0.4 else None
        more = self._standing() | {"ends": ends, "with_body": self.random.random() < 0.3}
        if self.random.random() < 0.2:
            size = float(self.random.randrange(2, 40))
            self.chronicle.membership(self.partnership, self.random.randrange(1, 4), size, day, **more)
            return
        alter = 100 * self.ngo + self.random.randrange(1, 9)
        self.chronicle.tie(self.partnership, alter, KINDS[alter % len(KINDS)], day, **more)
        if self.random.random() < 0.2:
            other = 100 * self.ngo + self.random.randrange(1, 9)
            if other != alter:
                self.chronicle.alter_tie(self.ngo, alter, other, day, ends)

    def _request(self, day: date) -> None:
        wait = self.random.choice((3, 10, 20, 40, 80, 120, None))
        answered = None if wait is None else day + timedelta(days=wait)
        kind = self.random.choice(("general", "payment", "complaint", "challenge"))
        self.chronicle.request(self.partnership, kind, day, answered, **self._standing())

    def _accounts(self) -> None:
        level = self.random.choice((0.2, 0.3, 0.4, 0.5, 0.6, 0.9))
        years = range(FIRST_DAY.year, FIRST_DAY.year + self.span // 365 + 1)
        for year in years:
            if self.random.random() < 0.75:
                total = self.random.choice((0.0, 400_000.0, 900_000.0, 900_000.0, 900_000.0))
                share = min(max(level + self.random.uniform(-0.2, 0.2), 0.0), 1.0)
                self.chronicle.account(self.partnership, year, share * total, total, **self._standing())
