"""What happens between organization X and the three bodies: events, requests and replies, one contested fact.

`events.csv` and `requests.csv` tell it in order: 2016 to mid-2018 cultural identity, then resource exchange, from the
end of 2021 a service network and mutual benefit; after that the two lesser partnerships.
"""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from ..book import Book
from ..story import OF_THE_NGO
from ..world import Happening, Label, Objection, Petition
from .cast import KEY, MAIN, moment, stamped

FOLDER = Path(__file__).parent
GROUNDS = Label("值守系全区统一安排，并非单方摊派", "Duty was arranged for the whole district, not imposed by one side")
RULING = Label(
    "合同与补充协议均未约定该任务，异议不成立",
    "Neither contract nor amendment names the task; the objection is dismissed",
)
SETTLED = Label("已办理并书面答复", "Done, with a written reply")


def write_contact(book: Book) -> None:
    """Writes all of it."""
    for row in _rows("events.csv"):
        book.write(book.happenings, _happening(row))
    for row in _rows("requests.csv"):
        book.write(book.petitions, _petition(row))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _happening(row: dict[str, str]) -> Happening:
    on, of_ngo = date.fromisoformat(row["day"]), row["type"] in OF_THE_NGO
    document = Label(row["document"], row["document_en"]) if row["document"] else None
    stamp = stamped(on, row["verification"], row["side"], int(row["days_to_record"]), document)
    if row["days_to_confirm"]:
        stamp = replace(stamp, confirmed_at=moment(on, int(row["days_to_confirm"])))
    if row["type"] == "RES_EXTRA_TASK" and row["pair"] == MAIN.key:
        stamp = replace(
            stamp, objection=Objection(moment(on, 20), GROUNDS.both, moment(on, 48), "dismissed", RULING.both)
        )
    return Happening(
        type=row["type"],
        occurred_on=on,
        note=Label(row["note"], row["note_en"]),
        stamp=stamp,
        pair=None if of_ngo else row["pair"],
        organization=KEY if of_ngo else None,
        outcome=row["outcome"],
        amount=int(row["amount"]) if row["amount"] else None,
    )


def _petition(row: dict[str, str]) -> Petition:
    opened_on = date.fromisoformat(row["opened"])
    subject = Label(row["subject"], row["subject_en"])
    petition = Petition(row["pair"], row["kind"], subject, opened_on, stamped(opened_on, "dual", "ngo", 2))
    if not row["answered"]:
        return petition
    answered_on = date.fromisoformat(row["answered"])
    return replace(petition, answered_on=answered_on, answer=SETTLED, answer_recorded_at=moment(answered_on, 3))
