"""How long an agreement ran: its original term, the amendments that moved its end, and how it ended early. Pure.

What the documents say is taken as they say it. Where they contradict each other or themselves the choice is made
here, and said in a remark; where no sensible choice exists the document is refused.

An amendment extends the term or leaves it alone. One that ends before the term in force gives the end of its own
work programme: in all six agreements where no later document settles it, the end the state publishes is the later one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from partnerships.imports.findings import Problem, RawRow, RowRefusedError
from partnerships.models import Party

from .rows import RESCINDED, Agreement, AgreementDocument

Document = tuple[RawRow, AgreementDocument]

ORIGINALS = frozenset({"Contrato de Gestão", "Termo de Parceria"})
UNILATERAL_RESCISSION, EXTINCTION = "Termo de Rescisão Unilateral", "Termo de Extinção"
ENDINGS = frozenset({UNILATERAL_RESCISSION, EXTINCTION})
# Only a termo aditivo changes the term. A termo de alteração simples and an apostille carry the end of what they amend.
MOVES_THE_END = re.compile(r"(\d+)º Termo Aditivo")
ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class Term:
    """The original term of an agreement, its last day included, with what is to be said about it."""

    starts_on: date
    ends_on: date
    remarks: list[Problem] = field(default_factory=list)


def original_term(agreement: Agreement, original: AgreementDocument | None) -> Term:
    """The term of the original document. Raises RowRefusedError where no possible end is on record.

    `end_date_original` is not the original end for most agreements: it is the end published last. It stands in only
    where the document has no possible end of its own.
    """
    start = original.starts_on if original and original.starts_on else agreement.starts_on
    own_end = original.ends_on if original else None
    published = agreement.published_end
    remarks = []
    if own_end and own_end >= start:
        if published and published < start:
            words: dict[str, object] = {"published": published, "end": own_end}
            sentence = _(
                "The published end, %(published)s, lies before the start; the document's own, %(end)s, is used."
            )
            remarks.append(Problem("end_date_original", sentence % words))
        return Term(start, own_end, remarks)
    if published and published >= start:
        words = {"end": own_end or _("none"), "published": published}
        sentence = _(
            "The original document's end (%(end)s) is not possible; the published end, %(published)s, is used."
        )
        return Term(start, published, [Problem("end_date_original", sentence % words)])
    reason = _("No end of the agreement on record lies after its start, %(start)s.") % {"start": start}
    raise RowRefusedError([Problem("end_date_original", reason)])


@dataclass(slots=True)
class Change:
    """An amendment to record, with what is to be said about it. `new_end` is None where the end stays as it is."""

    row: RawRow
    document: AgreementDocument
    signed_on: date
    new_end: date | None
    remarks: list[Problem]


@dataclass(slots=True)
class Refusal:
    """A document that cannot be recorded, and why."""

    row: RawRow
    problem: Problem


def changes(term: Term, documents: Sequence[Document]) -> Iterator[Change | Refusal]:
    """The amendments in the order in which they took effect, each with the end it moves, if it moves it."""
    end, last_number = term.ends_on, 0
    ordered = _in_order(documents)
    for place, (row, document) in enumerate(ordered):
        document = _bridging(document, end, ordered[place + 1 :])  # noqa: PLW2901 (the same document, with its dates)
        problem = _impossible(document, term, end)
        if problem:
            yield Refusal(row, problem)
            continue
        change = _change(row, document, end)
        number = _number(document)
        if number and number < last_number:
            sentence = _("No. %(number)d takes effect after no. %(later)d; the dates or the numbers may be wrong.")
            change.remarks.append(Problem("start_date", sentence % {"number": number, "later": last_number}))
        last_number = max(number, last_number)
        end = change.new_end or end
        yield change


def _bridging(document: AgreementDocument, end: date, later: Sequence[Document]) -> AgreementDocument:
    """An undated termo aditivo before one that begins after the term ran out: it kept the agreement going until then.

    An agreement that has run out cannot be amended, so the undated one must have extended it that far at least.
    """
    if not _number(document) or document.starts_on or document.ends_on:
        return document
    following = next((found.starts_on for _row, found in later if _number(found) and found.starts_on), None)
    reaches = following - ONE_DAY if following else None
    return replace(document, ends_on=reaches) if reaches and reaches > end else document


def _in_order(documents: Iterable[Document]) -> list[Document]:
    """By the day each takes effect; one without a day follows the document above it in the file."""
    keyed, day = [], date.min
    for place, (row, document) in enumerate(documents):
        day = document.starts_on or day
        keyed.append(((day, _number(document), place), (row, document)))
    return [document for _key, document in sorted(keyed, key=lambda pair: pair[0])]


def _number(document: AgreementDocument) -> int:
    """The number of a termo aditivo; 0 for other documents."""
    match = MOVES_THE_END.fullmatch(document.title)
    return int(match[1]) if match else 0


def _impossible(document: AgreementDocument, term: Term, end: date) -> Problem | None:
    """Why a document cannot be placed in time."""
    start, new_end = document.starts_on, document.ends_on
    if start is None and (new_end is None or not _number(document) or new_end <= end):
        return Problem("start_date", _("The document has no date from which it holds, so it cannot be placed in time."))
    if start and new_end and new_end < start:
        words = {"start": start, "end": new_end}
        return Problem("end_date", _("The document ends on %(end)s, before it begins on %(start)s.") % words)
    if start and start < term.starts_on:
        words = {"start": start, "agreement": term.starts_on}
        reason = _("The document begins on %(start)s, before the agreement it changes, %(agreement)s.") % words
        return Problem("start_date", reason)
    return None


def _change(row: RawRow, document: AgreementDocument, end: date) -> Change:
    number, start, own_end = _number(document), document.starts_on, document.ends_on
    new_end = own_end if number and own_end and own_end > end else None
    words = {"start": start, "end": end, "own": own_end}
    remarks = []
    if start is None:
        sentence = _(
            "It has no start; entered on the last day of the term it extends, %(end)s, as lasting until %(own)s."
        )
        remarks.append(Problem("start_date", sentence % words))
    elif number and start > end + ONE_DAY:
        sentence = _("It begins on %(start)s, after the term it extends had run out on %(end)s; the gap stays open.")
        remarks.append(Problem("start_date", sentence % words))
    if number and own_end and own_end < end:
        sentence = _("Its end, %(own)s, is that of its work programme; the agreement goes on until %(end)s.")
        remarks.append(Problem("end_date", sentence % words))
    return Change(row, document, start or end, new_end, remarks)


@dataclass(frozen=True, slots=True)
class Termination:
    """How an agreement ended early. `row` is the document that says so, or None where only the status does."""

    row: RawRow | None
    on: date
    party: str
    reason: str
    remarks: tuple[Problem, ...] = ()


def termination(agreement: Agreement, endings: Sequence[Document]) -> Termination | None:
    """The early ending, if the agreement is rescinded or has a document that ends it.

    "Extinto" alone is no early ending: the three agreements the state publishes so ran to the last day of their term.
    Raises RowRefusedError where the day is on record nowhere.
    """
    row, document = endings[0] if endings else (None, None)
    if document is None and agreement.status != RESCINDED:
        return None
    day = document.starts_on if document and document.starts_on else agreement.published_end
    if day is None:
        raise RowRefusedError(
            [Problem("start_date", _("The agreement ended early, but the day is on record nowhere."))]
        )
    remarks = []
    if document is None or document.starts_on is None:
        sentence = _("The day of the rescission is not given; the end the state publishes, %(day)s, is used.")
        remarks.append(Problem("start_date", sentence % {"day": day}))
    party, reason = _who_ended(document)
    if party == Party.NONE:
        remarks.append(Problem("status", _("Who rescinded the agreement, and why, is not on record.")))
    return Termination(row, day, party, reason, tuple(remarks))


def _who_ended(document: AgreementDocument | None) -> tuple[str, str]:
    """Party and reason. A unilateral rescission is an act of the state (Law 8.666/1993, art. 79, I)."""
    if document is None:
        return Party.NONE, RESCINDED
    return (Party.GOVERNMENT if document.title == UNILATERAL_RESCISSION else Party.BOTH), document.title
