"""One partnership while its life is being told."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .biographies import Biography
from .bodies import Body
from .book import Book
from .dice import Dice
from .fields import Field
from .phrases import ANSWERS, DOCUMENTS, NOTES, SUBJECTS
from .recording import confirmed_stamp, moment_recorded, stamp, workday
from .world import ENDS_AT, Happening, Label, Pair, Party, Petition, Stamp

# Events that concern the NGO as a whole and hold in every partnership it has.
OF_THE_NGO = frozenset({"CUL_CHARTER", "CUL_PARTY_ORG", "NET_LEAD", "NET_CODELIVERY", "NET_REFERRAL", "NET_CROSS_GOV"})

# Who usually enters an event of a type, and who stands behind it; types not named: either side, confirmed by the other.
ENTERED_BY = {
    "CUL_CHARTER": "ngo",
    "CUL_PARTY_ORG": "registry",
    "CUL_POLICY_RESPONSE": "ngo",
    "CUL_GOV_MEDIA": "third",
    "CUL_AWARD": "gov",
    "RES_BID": "registry",
    "RES_SUBSIDY": "registry",
    "RES_AUDIT": "third",
    "RES_SUBCONTRACT": "registry",
    "RES_EXTRA_TASK": "ngo",
    "RES_INKIND_NGO": "ngo",
    "NET_LEAD": "ngo",
    "NET_CODELIVERY": "ngo",
    "NET_REFERRAL": "ngo",
    "REC_INFO_NGO": "ngo",
    "REC_RETALIATION": "third",
}
BACKED_BY_SIDE = {"registry": "official", "third": "third"}
LATER_CONFIRMED = 0.3
BACKED_BY_PARTIES = (("dual", 0.80), ("single_doc", 0.13), ("single", 0.07))


@dataclass(frozen=True, slots=True)
class Story:
    """A partnership, who is in it, and the book its facts are written in. Nothing is told after `until`."""

    dice: Dice
    book: Book
    pair: Pair
    ngo: Party
    body: Body
    field: Field
    biography: Biography
    until: date

    def event(
        self,
        type_: str,
        on: date,
        *,
        outcome: str = "",
        amount: int | None = None,
        contract: str | None = None,
        verification: str = "",
        note: Label | None = None,
    ) -> Happening | None:
        """Writes an event; None when it falls outside the story or the register."""
        on = workday(on)
        if not self.pair.begins_on <= on <= self.until:
            return None
        side = ENTERED_BY.get(type_) or self.dice.pick(("ngo", "gov"))
        backing = verification or BACKED_BY_SIDE.get(side) or self.dice.weighted(BACKED_BY_PARTIES)
        of_ngo = type_ in OF_THE_NGO
        return self.book.write(
            self.book.happenings,
            Happening(
                type=type_,
                occurred_on=on,
                note=note or self.dice.pick(NOTES[type_]),
                stamp=self._stamp(on, backing, side),
                pair=None if of_ngo else self.pair.key,
                organization=self.ngo.key if of_ngo else None,
                outcome=outcome,
                amount=amount,
                contract=contract,
            ),
        )

    def _stamp(self, on: date, backing: str, side: str) -> Stamp:
        """The stamp of an event; what both sides stand behind was now and then entered by one of them first."""
        if backing == "dual" and self.dice.chance(LATER_CONFIRMED):
            return confirmed_stamp(self.dice, on, side)
        return stamp(self.dice, on, backing, side, DOCUMENTS if backing == "single_doc" else None)

    def request(self, on: date, *, kind: str = "general", workdays: int | None = None) -> Petition | None:
        """Writes a request, answered after so many workdays or never."""
        on = workday(on)
        if not self.pair.begins_on <= on <= self.until:
            return None
        petition = Petition(
            pair=self.pair.key,
            kind=kind,
            subject=self.dice.pick(SUBJECTS[kind]),
            opened_on=on,
            stamp=stamp(self.dice, on, self.dice.weighted((("dual", 0.85), ("single_doc", 0.15))), "ngo"),
        )
        if workdays is not None:
            petition = self._answered(petition, workdays)
        return self.book.write(self.book.petitions, petition)

    def usual_reply(self) -> int:
        """Workdays this body usually takes to answer."""
        return self.dice.between(*self.body.answers_after)

    def yearly(self, first: date, last: date, rate: float) -> Iterator[date]:
        """Days from first to last, on average `rate` a year, evenly irregular."""
        step = 365 / rate
        day = first + timedelta(days=int(self.dice.share(0.2, 0.8) * step))
        while day <= last:
            yield day
            day += timedelta(days=int(self.dice.share(0.6, 1.4) * step))

    def _answered(self, petition: Petition, workdays: int) -> Petition:
        weeks, days = divmod(workdays, 5)
        answered_on = workday(petition.opened_on + timedelta(days=weeks * 7 + days))
        recorded_at = max(moment_recorded(self.dice, answered_on, "dual"), petition.stamp.recorded_at)
        if recorded_at > ENDS_AT:
            return petition
        return replace(
            petition, answered_on=answered_on, answer=self.dice.pick(ANSWERS), answer_recorded_at=recorded_at
        )
