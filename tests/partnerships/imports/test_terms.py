"""How long an agreement of Minas Gerais ran, from its documents. Pure."""

from datetime import date

import pytest

from partnerships.imports.findings import RawRow, RowRefusedError
from partnerships.imports.sources.minas_gerais.rows import Agreement, AgreementDocument, parse_agreement, parse_document
from partnerships.imports.sources.minas_gerais.terms import Change, Refusal, Term, changes, original_term, termination
from partnerships.models import Party
from tests.partnerships.imports.small_files import AGREEMENT, DOCUMENT

TERM = Term(date(2010, 1, 1), date(2010, 12, 31))


def _agreement(**changed: str) -> Agreement:
    return parse_agreement(RawRow("line 2", {**AGREEMENT, **changed}))


def _document(title: str, start: str, end: str) -> tuple[RawRow, AgreementDocument]:
    row = RawRow("line 3", {**DOCUMENT, "document": title, "start_date": start, "end_date": end})
    return row, parse_document(row)


def _made(*documents: tuple[str, str, str]) -> list[Change | Refusal]:
    return list(changes(TERM, [_document(*document) for document in documents]))


def _change(*document: str) -> Change:
    (made,) = _made(document)  # type: ignore[arg-type]
    assert isinstance(made, Change)
    return made


def test_the_original_term_is_that_of_the_document_and_not_the_end_published_last() -> None:
    _row, original = _document("Termo de Parceria", "2010-01-01", "2010-06-30")
    assert original_term(_agreement(), original).ends_on == date(2010, 6, 30)


def test_the_published_end_stands_in_for_a_document_that_ends_before_it_begins_and_that_is_said() -> None:
    _row, original = _document("Termo de Parceria", "2010-01-01", "2009-12-31")
    term = original_term(_agreement(), original)
    assert term.ends_on == date(2011, 12, 31)
    assert len(term.remarks) == 1


def test_an_agreement_without_any_possible_end_is_refused() -> None:
    with pytest.raises(RowRefusedError, match="No end of the agreement"):
        original_term(_agreement(end_date_original="2009-12-31"), None)


def test_a_termo_aditivo_moves_the_end() -> None:
    change = _change("1º Termo Aditivo", "2010-11-01", "2011-12-31")
    assert (change.signed_on, change.new_end, change.remarks) == (date(2010, 11, 1), date(2011, 12, 31), [])


@pytest.mark.parametrize("title", ["1º Termo de Apostilamento", "1º Termo de Alteração Simples"])
def test_minor_documents_never_move_the_end(title: str) -> None:
    assert _change(title, "2010-03-01", "2013-12-31").new_end is None


def test_an_amendment_that_ends_before_the_term_is_taken_for_its_work_programme_and_that_is_said() -> None:
    change = _change("1º Termo Aditivo", "2010-03-01", "2010-06-30")
    assert change.new_end is None
    assert "work programme" in change.remarks[0].reason


def test_an_amendment_that_begins_the_day_after_the_term_leaves_no_gap_and_one_a_day_later_does() -> None:
    assert _change("1º Termo Aditivo", "2011-01-01", "2011-12-31").remarks == []
    assert "gap" in _change("1º Termo Aditivo", "2011-01-02", "2011-12-31").remarks[0].reason


def test_an_amendment_that_ends_before_it_begins_is_refused() -> None:
    (refusal,) = _made(("1º Termo Aditivo", "2010-09-01", "2010-01-31"))
    assert isinstance(refusal, Refusal)
    assert refusal.problem.field == "end_date"


def test_an_undated_amendment_is_refused() -> None:
    (refusal,) = _made(("1º Termo Aditivo", "", ""))
    assert isinstance(refusal, Refusal)


def test_an_amendment_with_an_end_alone_is_entered_on_the_last_day_of_the_term_it_extends() -> None:
    change = _change("1º Termo Aditivo", "", "2011-12-31")
    assert (change.signed_on, change.new_end) == (date(2010, 12, 31), date(2011, 12, 31))
    assert len(change.remarks) == 1


def test_an_undated_amendment_before_a_later_one_kept_the_agreement_going_until_then() -> None:
    first, second = _made(("1º Termo Aditivo", "", ""), ("2º Termo Aditivo", "2012-07-01", "2012-12-31"))
    assert isinstance(first, Change)
    assert first.new_end == date(2012, 6, 30)
    assert isinstance(second, Change)
    assert second.remarks == []


def test_amendments_take_effect_by_their_dates_and_numbers_out_of_order_are_said() -> None:
    made = _made(("8º Termo Aditivo", "2011-01-01", "2011-12-31"), ("9º Termo Aditivo", "2010-06-01", "2010-12-31"))
    assert [change.document.title for change in made if isinstance(change, Change)] == [
        "9º Termo Aditivo",
        "8º Termo Aditivo",
    ]
    assert isinstance(made[1], Change)
    assert "No. 8 takes effect after no. 9" in made[1].remarks[0].reason


def test_a_unilateral_rescission_is_an_act_of_the_government_without_stated_fault() -> None:
    ending = termination(_agreement(), [_document("Termo de Rescisão Unilateral", "2010-07-21", "2010-07-21")])
    assert ending is not None
    assert (ending.on, ending.party) == (date(2010, 7, 21), Party.GOVERNMENT)


def test_a_rescission_without_a_document_is_dated_by_the_published_end_and_names_nobody() -> None:
    ending = termination(_agreement(status="Rescindido"), [])
    assert ending is not None
    assert (ending.on, ending.party, len(ending.remarks)) == (date(2011, 12, 31), Party.NONE, 2)


def test_extinto_alone_is_no_early_ending() -> None:
    assert termination(_agreement(status="Extinto"), []) is None
