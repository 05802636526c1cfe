"""360Giving grants: one record whatever the file's form, recipients under several numbers and names, payments."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from partnerships.imports.importing import import_path
from partnerships.imports.sources.threesixtygiving.rows import months_after
from partnerships.models import Contract, Organization, Partnership, Payment
from tests.partnerships.imports.small_files import GRANT, Row, grant_in_json, write_json, write_table

pytestmark = pytest.mark.django_db


def _records() -> list[dict[str, Any]]:
    own = {"id", "recorded_at", "import_batch_id"}
    return [{name: value for name, value in row.items() if name not in own} for row in Contract.objects.values()]


def test_a_grant_becomes_a_contract_of_twelve_months_and_no_payment(tmp_path: Path) -> None:
    import_path(write_table(tmp_path / "grants.csv", [GRANT]), by=None)
    contract = Contract.objects.get()
    assert (contract.value, contract.currency, contract.catalogue_code) == (Decimal("1500.50"), "GBP", "VSG")
    assert (contract.signed_on, contract.starts_on, contract.ends_on) == (
        date(2020, 3, 31),
        date(2020, 3, 31),
        date(2021, 3, 30),
    )
    assert not Payment.objects.exists()


@pytest.mark.parametrize(
    ("answer", "method"), [("Yes", "venture"), ("No", "direct_below_threshold"), ("", "direct_below_threshold")]
)
def test_an_open_call_is_public_venture_philanthropy_and_no_call_a_direct_award(
    tmp_path: Path, answer: str, method: str
) -> None:
    import_path(write_table(tmp_path / "grants.csv", [{**GRANT, "From an open call?": answer}]), by=None)
    assert Contract.objects.get().method == method


def test_what_was_disbursed_is_a_payment_without_a_schedule(tmp_path: Path) -> None:
    path = write_table(tmp_path / "grants.csv", [{**GRANT, "Amount Disbursed": "700"}])
    import_path(path, by=None)
    again = import_path(path, by=None)
    payment = Payment.objects.get()
    assert (payment.due_on, payment.paid_on, payment.amount_paid) == (None, date(2020, 3, 31), Decimal(700))
    assert again.records["payment"] == {"unchanged": 1}


def test_csv_json_and_workbook_of_the_same_grants_give_the_same_records(tmp_path: Path) -> None:
    second = {**GRANT, "Identifier": "2", "Recipient Org:Identifier": "360G-x", "Recipient Org:Company Number": ""}
    grants = [GRANT, {**second, "Recipient Org:Name": "Friends of the Park"}]
    first = import_path(write_table(tmp_path / "grants.csv", grants), by=None)
    in_csv = _records()
    book_path = tmp_path / "grants.xlsx"
    with xlsxwriter.Workbook(str(book_path)) as book:
        sheet = book.add_worksheet("grants")
        for number, row in enumerate([list(GRANT), *(list(grant.values()) for grant in grants)]):
            sheet.write_row(number, 0, row)
    in_json = write_json(tmp_path / "grants.json", {"grants": [grant_in_json(grant) for grant in grants]})
    others = [import_path(path, by=None) for path in (in_json, book_path)]
    assert first.total("created") == 2
    assert [other.total("unchanged") for other in others] == [2, 2]
    assert _records() == in_csv


def test_a_recipient_under_several_numbers_and_names_is_one_organization(tmp_path: Path) -> None:
    by_charity = {
        **GRANT,
        "Identifier": "2",
        "Recipient Org:Identifier": "GB-CHC-1110767",
        "Recipient Org:Name": "St. John's Centre",
        "Recipient Org:Charity Number": "1110767",
    }
    report = import_path(write_table(tmp_path / "grants.csv", [GRANT, by_charity]), by=None)
    recipient = Organization.objects.ngos().get()
    assert sorted(map(str, recipient.identifiers.all())) == ["GB-CHC 1110767", "GB-COH 07597525"]
    assert (recipient.name, recipient.other_names.get().name) == ("St John's Centre", "St. John's Centre")
    assert [remark.location for remark in report.remarks()] == ["line 3"]
    assert Partnership.objects.get().contracts.count() == 2


def test_a_charity_number_typed_with_a_leading_zero_is_the_same_number(tmp_path: Path) -> None:
    grant = {**GRANT, "Recipient Org:Charity Number": "0512710"}
    import_path(write_table(tmp_path / "grants.csv", [grant]), by=None)
    assert "GB-CHC 512710" in map(str, Organization.objects.ngos().get().identifiers.all())


def test_numbers_of_two_different_organizations_in_one_row_refuse_it(tmp_path: Path) -> None:
    other = {
        **GRANT,
        "Identifier": "2",
        "Recipient Org:Identifier": "GB-CHC-1110767",
        "Recipient Org:Company Number": "",
    }
    both = {**GRANT, "Identifier": "3", "Recipient Org:Charity Number": "1110767"}
    rows = [GRANT, {**other, "Recipient Org:Name": "G Force"}, both]
    report = import_path(write_table(tmp_path / "grants.csv", rows), by=None)
    (finding,) = report.refused()
    assert "belong to different organizations" in finding.reason
    assert Contract.objects.count() == 2


def test_grants_of_charities_are_refused_because_their_funder_is_no_government(tmp_path: Path) -> None:
    foundation = {**GRANT, "Funding Org:Identifier": "GB-CHC-230102", "Funding Org:Name": "A Foundation"}
    report = import_path(write_table(tmp_path / "grants.csv", [foundation]), by=None)
    (finding,) = report.refused()
    assert finding.field == "Funding Org:Identifier"
    assert not Organization.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"Amount Awarded": "a lot"}, "Amount Awarded"),
        ({"Award Date": "2020-02-30"}, "Award Date"),
        ({"Currency": "pounds"}, "Currency"),
        ({"Planned Dates:Duration (months)": "0"}, "Planned Dates:Duration (months)"),
        ({"Recipient Org:Name": ""}, "Recipient Org:Name"),
    ],
)
def test_a_cell_that_cannot_be_right_is_named(tmp_path: Path, changed: Row, field: str) -> None:
    report = import_path(write_table(tmp_path / "grants.csv", [{**GRANT, **changed}]), by=None)
    assert [finding.field for finding in report.refused()] == [field]


def test_in_json_the_member_is_named_where_it_stands(tmp_path: Path) -> None:
    grant = grant_in_json(GRANT)
    grant["recipientOrganization"][0]["name"] = ""
    report = import_path(write_json(tmp_path / "grants.json", {"grants": [grant]}), by=None)
    (finding,) = report.refused()
    assert (finding.location, finding.field) == ("grants[0]", "recipientOrganization[0].name")


@pytest.mark.parametrize("recipients", [{"id": "360G-x", "name": "x"}, [{"id": "a"}, {"id": "b"}]])
def test_recipients_that_are_no_list_or_are_two_refuse_the_grant(tmp_path: Path, recipients: Any) -> None:
    grant = {**grant_in_json(GRANT), "recipientOrganization": recipients}
    report = import_path(write_json(tmp_path / "grants.json", {"grants": [grant]}), by=None)
    assert report.total("refused") == 1


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2020, 3, 31), 12, date(2021, 3, 31)),
        (date(2020, 12, 1), 1, date(2021, 1, 1)),
    ],
)
def test_months_after_a_day(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later
