"""Lists: rows, order and columns as the address says, the same in a file, and never a row the reader may not see."""

import csv
import io
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from partnerships.models import Contract, SavedView
from tests import facts
from tests.api.evidence import Both, record_contract, record_event, record_payment
from tests.cast import Cast
from tests.trust.views.conftest import SignIn

LISTS = [
    "contract-list",
    "event-list",
    "network-list",
    "organization-list",
    "partnership-list",
    "payment-list",
    "request-list",
]
ROLES = ["staff", "ngo_manager", "other_manager", "analyst", "administrator"]
OF_BUREAU = {"staff", "ngo_manager", "administrator"}


def shown(client: Client, address: str) -> list[list[str]]:
    """The rows of the page as they are read."""
    listing = client.get(address).context["listing"]
    return [[cell.text for cell in line] for line in listing.lines()]


def body(client: Client, address: str) -> bytes:
    """The whole of a file."""
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def as_table(content: bytes) -> list[list[str]]:
    """The rows of a CSV file, headings first."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("role", ROLES)
def test_a_list_and_its_files_hold_what_the_reader_may_see_and_no_more(
    cast: Cast, both: Both, signed_in: SignIn, role: str
) -> None:
    client = signed_in(getattr(cast, role))
    for name in ("contract-list", "event-list", "payment-list", "request-list"):
        for content in (
            client.get(reverse(name)).content.decode(),
            body(client, reverse(name) + "?download=csv").decode(),
        ):
            assert (cast.ngo.name_en in content) == (role in OF_BUREAU), name
            assert (cast.other_ngo.name_en in content.replace("&#x27;", "'")) == (role != "ngo_manager"), name


@pytest.mark.parametrize("name", LISTS)
def test_a_file_is_exactly_what_the_list_shows(cast: Cast, both: Both, signed_in: SignIn, name: str) -> None:
    client = signed_in(cast.staff)
    listing = client.get(reverse(name)).context["listing"]
    table = as_table(body(client, reverse(name) + "?download=csv"))
    assert len(table) == listing.page.paginator.count + 1 > 2
    assert table[0][0] == str(listing.columns[0].label)
    assert [line[0] for line in table[1:]] == [line[0].text for line in listing.lines()]


def test_a_file_has_the_rows_of_all_pages_the_columns_chosen_and_their_order(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    for number in range(30):
        record_contract(cast.partnership, number=f"N{number:02}", value=Decimal(number))
    client = signed_in(cast.staff)
    address = "/contracts/?q=N&columns=value&columns=number&ordering=-value"
    record_contract(cast.partnership, title="居家 N", title_en="", number="", value=None)
    Contract.objects.filter(number__startswith="N").update(title="N")
    table = as_table(body(client, address + "&download=csv"))
    assert table[0] == ["Value", "Value: currency", "Number"]
    assert [line[2] for line in table[1:31]] == [f"N{number:02}" for number in reversed(range(30))]
    assert table[1][:2] == ["29.00", "CNY"]
    assert table[31] == ["", "", ""]  # without a value comes last
    assert len(shown(client, address)) == 25


def test_a_spreadsheet_has_dates_as_dates_amounts_as_numbers_and_names_in_the_readers_language(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    client = signed_in(cast.ngo_manager)
    address = "/contracts/?columns=title&columns=signed_on&columns=value&columns=recorded_at&download=xlsx"
    response = client.get(address, headers={"Accept-Language": "zh-CN"})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content))).get_sheet_by_index(0)
    headings, row = sheet.to_python()
    assert headings == ["名称", "签订日期", "合同金额", "合同金额：币种", "记录时间"]
    assert row[:4] == ["居家养老服务", date(2025, 1, 10), 250000.5, "CNY"]
    assert row[4] == datetime(2025, 7, 1, 9, 30)  # noqa: DTZ001 (spreadsheets know no time zones)
    assert response["Content-Disposition"] == f'attachment; filename="contracts-{timezone.localdate()}.xlsx"'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_no_text_becomes_a_formula(cast: Cast, signed_in: SignIn, text: str) -> None:
    record_contract(cast.partnership, title=text, title_en="")
    client = signed_in(cast.staff)
    assert as_table(body(client, "/contracts/?download=csv&columns=title"))[1] == [f"'{text}"]
    content = body(client, "/contracts/?download=xlsx&columns=title")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert sheet.to_python()[1] == [text]


def test_a_csv_file_opens_in_excel(cast: Cast, both: Both, signed_in: SignIn) -> None:
    content = body(signed_in(cast.staff), "/contracts/?download=csv")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\xef\xbb\xbf") == 1


def test_a_click_on_a_heading_sorts_and_a_second_one_the_other_way_round(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    record_contract(cast.partnership, number="LARGE", value=Decimal(10**9))
    client = signed_in(cast.staff)
    listing = client.get("/contracts/?q=").context["listing"]
    value = next(heading for heading in listing.headings() if heading.label == "Value")
    assert (value.address, value.sorted) == ("?ordering=-value", "")
    assert shown(client, "/contracts/" + value.address)[0][1] == "LARGE"
    again = next(
        heading
        for heading in client.get("/contracts/" + value.address).context["listing"].headings()
        if heading.label == "Value"
    )
    assert (again.address, again.sorted) == ("?ordering=value", "descending")
    assert shown(client, "/contracts/" + again.address)[-1][1] == "LARGE"
    assert 'aria-sort="descending"' in client.get("/contracts/" + value.address).content.decode()


def test_columns_are_chosen_and_moved_by_the_address(cast: Cast, both: Both, signed_in: SignIn) -> None:
    client = signed_in(cast.staff)
    listing = client.get("/contracts/?columns=title&columns=value&columns=number").context["listing"]
    assert [heading.label for heading in listing.headings()] == ["Title", "Value", "Number"]
    forward = {choice.name: choice.forward for choice in listing.choices()}
    assert forward["value"] == "?columns=value&columns=title&columns=number"
    assert (forward["title"], forward["method"]) == ("", "")


@pytest.mark.parametrize(
    ("query", "named", "remedy"),
    [
        ("columns=price", "price", "Choose from: title, number"),
        ("rows=7", "7", "Choose from: 25, 50, 100"),
        ("download=pdf", "pdf", "Choose from: csv, xlsx"),
        ("ordering=price", "price", "Choose from: title"),
        ("colour=red", "colour", "It knows"),
        ("signed_from=today", "today", "YYYY-MM-DD"),
        ("download=csv&method=gift", "gift", "Choose from"),
    ],
)
def test_what_an_address_gets_wrong_is_named_and_nothing_is_listed_or_downloaded(
    cast: Cast, both: Both, signed_in: SignIn, query: str, named: str, remedy: str
) -> None:
    response = signed_in(cast.staff).get(f"/contracts/?{query}")
    assert response.status_code == 400
    alert = response.content.decode().partition('role="alert"')[2]
    assert named in alert
    assert remedy in alert
    assert cast.ngo.name_en not in alert


def test_totals_are_summed_by_currency_over_all_rows(cast: Cast, both: Both, signed_in: SignIn) -> None:
    for number in range(30):
        record_contract(cast.partnership, number=f"N{number}", value=Decimal("100.50"), currency="BRL")
    listing = signed_in(cast.ngo_manager).get("/contracts/").context["listing"]
    assert list(listing.totals()) == [("Value", "3,015 BRL · 250,000.50 CNY")]
    assert listing.page.paginator.count == 31


@pytest.mark.parametrize("name", ["contract-list", "payment-list"])
def test_a_list_is_counted_and_added_up_in_one_query_that_joins_no_party(
    cast: Cast, both: Both, signed_in: SignIn, name: str
) -> None:
    client = signed_in(cast.administrator)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(name))
    counting = [query["sql"] for query in queries if "COUNT(" in query["sql"]]
    assert len(counting) == 1
    assert "SUM(" in counting[0]
    assert "partnerships_organization" not in counting[0]


@pytest.mark.parametrize("address", ["/contracts/?ordering=-signed_on", "/events/?ordering=-occurred_on"])
def test_the_falling_order_of_a_day_every_row_has_is_that_of_its_index(
    cast: Cast, both: Both, signed_in: SignIn, address: str
) -> None:
    client = signed_in(cast.administrator)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert any('_on" DESC, ' in query["sql"] for query in queries)


def test_voided_facts_are_listed_only_when_asked_for_and_waiting_ones_say_for_whom(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    own = {"verification": "single", "recorded_side": "ngo"}
    record_event(cast.partnership, note="waits", **own)
    voided = record_event(cast.partnership, note="taken back")
    voided.voided_at, voided.void_reason = timezone.now(), "mistaken"
    voided.save()
    client = signed_in(cast.staff)
    rows = {line[4]: line[5] for line in shown(client, "/events/")}
    assert rows["waits"] == "waits for the government body"
    assert "taken back" not in rows
    assert {line[4]: line[5] for line in shown(client, "/events/?include_voided=true")}["taken back"] == "voided"


def test_a_filter_without_a_control_is_named_and_can_be_lifted(cast: Cast, both: Both, signed_in: SignIn) -> None:
    client = signed_in(cast.staff)
    listing = client.get(f"/contracts/?partnership={cast.partnership.pk}&columns=title").context["listing"]
    ((each, address),) = listing.without()
    assert (each.label, each.value) == ("Partnership", str(cast.partnership))
    assert address == "?columns=title"
    assert len(list(listing.lines())) == 1


def test_rows_per_page_are_chosen_in_the_address(cast: Cast, signed_in: SignIn) -> None:
    for number in range(60):
        record_contract(cast.partnership, number=f"N{number}")
    client = signed_in(cast.staff)
    assert len(shown(client, "/contracts/?rows=50")) == 50
    assert len(shown(client, "/contracts/?rows=50&page=2")) == 10


def test_an_empty_list_says_what_to_do_next(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.staff)
    for address in ("/contracts/", "/events/", "/networks/", "/payments/", "/requests/"):
        assert 'class="empty"' in client.get(address).content.decode()
        assert "Nothing matches these filters." in client.get(f"{address}?q=zzz").content.decode()


CARE = "?q=care&columns=title&columns=value&ordering=-value"


def test_a_view_is_saved_for_oneself_shown_above_the_list_and_removed(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    client = signed_in(cast.staff)
    form = client.get(f"/views/contract-list/new/{CARE}").context["form"]
    given = {**form.initial, "name": " Care by value "}
    response = client.post(f"/views/contract-list/new/{CARE}", given)
    assert response["Location"] == f"/contracts/{CARE}"
    view = SavedView.objects.get()
    assert (view.user, view.name) == (cast.staff, "Care by value")
    shown_views = {view.name: is_shown for view, is_shown in client.get(response["Location"]).context["views"]}
    assert shown_views["Care by value"]
    assert "Care by value" not in signed_in(cast.street_staff).get("/contracts/").content.decode()
    assert signed_in(cast.street_staff).post(f"/views/{view.pk}/remove/").status_code == 404
    assert client.post(f"/views/{view.pk}/remove/")["Location"] == f"/contracts/{CARE}"
    assert not SavedView.objects.exists()


def test_a_name_that_is_taken_is_refused_and_nothing_typed_is_lost(cast: Cast, signed_in: SignIn) -> None:
    SavedView.objects.create(user=cast.staff, list="contract-list", name="Mine")
    given = {"name": "Mine", "list_name": "contract-list", "query": "q=care"}
    response = signed_in(cast.staff).post("/views/contract-list/new/?q=care", given)
    assert response.status_code == 422
    assert "You have a view of this name already" in response.content.decode()
    assert 'value="Mine"' in response.content.decode()
    assert signed_in(cast.staff).get("/views/home/new/").status_code == 404


def test_a_long_file_takes_a_fixed_number_of_queries_for_each_thousand_rows(
    cast: Cast, both: Both, signed_in: SignIn, django_assert_max_num_queries: object
) -> None:
    client = signed_in(cast.staff)
    for number in range(40):
        record_contract(cast.partnership, number=f"N{number}")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert len(as_table(body(client, "/contracts/?download=csv"))) == 43


def test_payments_are_due_late_paid_or_paid_late_as_of_today(cast: Cast, signed_in: SignIn) -> None:
    contract, today = record_contract(cast.partnership), timezone.localdate()
    unpaid = {"paid_on": None, "amount_paid": None, "paid_recorded_at": None}
    record_payment(contract, due_on=today, **unpaid)
    record_payment(contract, due_on=today - timedelta(days=1), **unpaid)
    record_payment(contract, due_on=today - timedelta(days=9), paid_on=today - timedelta(days=9))
    record_payment(contract, due_on=today - timedelta(days=9), paid_on=today - timedelta(days=2))
    client = signed_in(cast.staff)
    columns = "&columns=state&columns=days_late&ordering=-due_on"
    expected = {
        "due": [["due", "–"]],
        "late": [["late", "1"]],
        "paid": [["paid", "–"], ["paid late", "7"]],
        "paid_late": [["paid late", "7"]],
    }
    for state, rows in expected.items():
        assert sorted(shown(client, f"/payments/?state={state}{columns}")) == rows
    listing = client.get("/payments/").context["listing"]
    assert list(listing.totals()) == [("Due", "400,000 CNY"), ("Paid", "200,000 CNY")]


def test_contracts_are_listed_by_their_state_today(cast: Cast, signed_in: SignIn) -> None:
    today = timezone.localdate()
    record_contract(cast.partnership, number="RUNS", starts_on=today, ends_on=today)
    record_contract(cast.partnership, number="OVER", ends_on=date(2025, 3, 1))
    client = signed_in(cast.staff)
    assert [row[0] for row in shown(client, "/contracts/?state=in_force&columns=number")] == ["RUNS"]
    assert shown(client, "/contracts/?columns=number&columns=state&ordering=number") == [
        ["OVER", "run out"],
        ["RUNS", "in force"],
    ]


def test_a_network_is_listed_once_however_many_of_its_members_are_seen(
    cast: Cast, both: Both, signed_in: SignIn
) -> None:
    facts.membership(cast.street_partnership, network=both.bureau.network).save()
    for person, members in ((cast.staff, "2"), (cast.other_manager, "1")):
        rows = shown(signed_in(person), f"/networks/?member={cast.other_ngo.pk}&columns=name&columns=members")
        assert ["Care network", members] in rows
        assert len(rows) == 2


def test_requests_say_how_long_they_have_waited(cast: Cast, both: Both, signed_in: SignIn) -> None:
    request = both.bureau.request
    request.answered_on, request.answer_recorded_at = request.opened_on + timedelta(days=12), timezone.now()
    request.save()
    rows = shown(signed_in(cast.ngo_manager), "/requests/?columns=subject&columns=waited")
    assert rows == [["Use of a room", "12"]]
    assert shown(signed_in(cast.ngo_manager), "/requests/?answered=false") == []


@pytest.mark.parametrize("name", SavedView.List.values)
def test_every_list_takes_a_view_of_it(cast: Cast, signed_in: SignIn, name: str) -> None:
    client = signed_in(cast.administrator)
    form = client.get(f"/views/{name}/new/?q=care").context["form"]
    given = {field: form[field].value() or "" for field in form.fields} | {"name": "Mine"}
    assert client.post(f"/views/{name}/new/?q=care", given).status_code == 302
    assert SavedView.objects.get().list == name
