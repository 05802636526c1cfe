"""From an upload to records: mapped, checked without a trace, recorded, undone."""

import gzip
import zipfile
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.imports.retention import delete_old_files
from partnerships.imports.uploads import folder_of
from partnerships.imports.working import work_on
from partnerships.models import (
    AnnualFinance,
    ColumnMapping,
    Contract,
    ImportBatch,
    ImportProgress,
    InteractionEvent,
    Organization,
    Payment,
    User,
)
from partnerships.services.import_states import end_import
from partnerships.services.payments import record_payment_without_schedule
from partnerships.services.provenance import own_word
from partnerships.services.undoing import undo_import
from tests.cast import Cast
from tests.facts import FACTS
from tests.partnerships.imports.small_files import EDGES, NODES, write_network
from tests.partnerships.imports.spreadsheets import CONTRACT, MONTH_ONLY, NEW_NGO, TITLES, TOTAL, csv_bytes, workbook

pytestmark = pytest.mark.django_db
ROWS = [["临江区2024年购买服务台账"], TITLES, CONTRACT, NEW_NGO, MONTH_ONLY, TOTAL]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """A folder for uploads."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def upload(user: User, content: bytes, name: str = "台账.csv") -> ImportBatch:
    answer = browser_of(user).post(reverse("import-new"), {"files": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return ImportBatch.objects.latest("pk")


def form_of(user: User, batch: ImportBatch, query: str = "") -> dict[str, Any]:
    """What the form would send as it stands."""
    answer = browser_of(user).get(reverse("import-columns", args=[batch.pk]) + query)
    form, draft = answer.context["form"], answer.context["draft"]
    sent = {name: value for name, value in form.initial.items() if value}
    look = {"kind": draft.plan.kind.name, "sheet": draft.plan.sheet}
    return {**sent, **look, "header_row": draft.layout.header_row, "header_depth": draft.layout.header_depth}


def check(user: User, batch: ImportBatch, **changes: Any) -> ImportBatch:
    """Has the file checked as it is guessed, but for the changes."""
    sent = {**form_of(user, batch), "register": "yes", **changes}
    answer = browser_of(user).post(reverse("import-columns", args=[batch.pk]), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    work_on(batch.pk)
    return ImportBatch.objects.get(pk=batch.pk)


def record(user: User, batch: ImportBatch) -> ImportBatch:
    """Has a checked import recorded."""
    browser_of(user).post(reverse("import-commit", args=[batch.pk]))
    work_on(batch.pk)
    return ImportBatch.objects.get(pk=batch.pk)


def imported(user: User, content: bytes, name: str = "台账.csv") -> ImportBatch:
    return record(user, check(user, upload(user, content, name)))


def test_titles_below_a_heading_are_found_and_the_columns_guessed(cast: Cast) -> None:
    batch = upload(cast.staff, csv_bytes(ROWS))
    sent = form_of(cast.staff, batch)
    assert (sent["kind"], sent["header_row"], batch.outline["encoding"]) == ("contracts", 2, "gb18030")
    meanings = [sent[f"column-{place}"] for place in range(len(TITLES))]
    assert meanings == ["number", "title", "ngo", "method", "signed_on", "starts_on", "ends_on", "value"]


def test_a_check_tells_what_would_become_of_every_row_and_records_nothing(cast: Cast) -> None:
    batch = check(cast.staff, upload(cast.staff, csv_bytes(ROWS)))
    assert batch.state == "checked"
    assert batch.report["rows"] == {"created": 2, "unchanged": 0, "corrected": 0, "refused": 1, "left_out": 1}
    assert batch.report["new_organizations"] == ["晨曦青少年服务中心"]
    assert (Contract.objects.count(), Organization.objects.count()) == (0, 4)
    page = browser_of(cast.staff).get(reverse("import-detail", args=[batch.pk])).content.decode()
    assert "names a month and no day" in page
    assert "125,000.00" in page


def test_what_was_checked_is_recorded_as_the_senders_word_in_yuan(cast: Cast) -> None:
    batch = imported(cast.staff, csv_bytes(ROWS))
    assert (batch.state, batch.created, batch.refused) == ("committed", 2, 1)
    first, second = Contract.objects.order_by("number")
    assert (first.value, second.value) == (Decimal("125000.00"), Decimal("80000.00"))
    assert (first.partnership, first.verification, first.recorded_side) == (cast.partnership, "single", "gov")
    assert (second.starts_on, second.partnership.ngo.jurisdiction) == (second.signed_on, cast.district)


def test_what_an_administrator_imports_is_a_register(cast: Cast) -> None:
    titles, row = [*TITLES, "购买主体"], [*CONTRACT, "临江区民政局"]
    imported(cast.administrator, csv_bytes([titles, row]))
    assert (Contract.objects.get().verification, Contract.objects.get().partnership) == ("official", cast.partnership)


def test_the_same_file_again_changes_nothing_and_its_columns_are_remembered(cast: Cast) -> None:
    imported(cast.staff, csv_bytes(ROWS))
    batch = upload(cast.staff, csv_bytes(ROWS))
    draft = browser_of(cast.staff).get(reverse("import-columns", args=[batch.pk])).context["draft"]
    assert draft.origin == "remembered"
    assert ColumnMapping.objects.get().organization == cast.bureau
    again = check(cast.staff, batch)
    assert (again.report["rows"]["created"], again.report["rows"]["unchanged"]) == (0, 2)
    assert "nothing to record" in browser_of(cast.staff).get(reverse("import-detail", args=[batch.pk])).content.decode()


def test_columns_remembered_for_one_sender_are_not_shown_to_another(cast: Cast) -> None:
    check(cast.staff, upload(cast.staff, csv_bytes(ROWS)))
    batch = upload(cast.street_staff, csv_bytes(ROWS))
    answer = browser_of(cast.street_staff).get(reverse("import-columns", args=[batch.pk]))
    assert answer.context["draft"].origin == "guessed"


def test_refused_rows_come_as_a_sheet_that_can_be_corrected_and_uploaded(cast: Cast) -> None:
    batch = imported(cast.staff, csv_bytes(ROWS))
    answer = browser_of(cast.staff).get(reverse("import-errors", args=[batch.pk]))
    titles, row = (
        python_calamine.CalamineWorkbook.from_object(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    )
    assert (titles[:8], titles[8]) == (list(TITLES), "What is wrong")
    assert "names a month and no day" in row[8]
    corrected = [titles, [*row[:4], "2024-03-05", *row[5:]]]
    again = upload(cast.staff, csv_bytes(corrected), "更正.csv")
    draft = browser_of(cast.staff).get(reverse("import-columns", args=[again.pk])).context["draft"]
    assert draft.origin == "remembered"
    assert record(cast.staff, check(cast.staff, again)).created == 1


def test_undoing_voids_what_was_recorded_and_the_file_can_be_imported_again(cast: Cast) -> None:
    batch = imported(cast.staff, csv_bytes(ROWS))
    answer = browser_of(cast.staff).post(reverse("import-undo", args=[batch.pk]), {"reason": "Wrong year"})
    assert answer.status_code == 302
    assert not Contract.objects.standing().exists()
    assert {each.void_reason for each in Contract.objects.all()} == {"Import undone: Wrong year"}
    batch.refresh_from_db()
    assert (batch.state, batch.undone_by) == ("undone", cast.staff)
    assert batch.report["undone"]["organizations_kept"] == 1
    assert browser_of(cast.staff).get(reverse("import-detail", args=[batch.pk])).status_code == 200
    assert imported(cast.staff, csv_bytes(ROWS)).created == 2


def test_undoing_twice_is_refused(cast: Cast) -> None:
    batch = imported(cast.staff, csv_bytes(ROWS))
    address = reverse("import-undo", args=[batch.pk])
    assert browser_of(cast.staff).post(address, {"reason": "Wrong year"}).status_code == 302
    assert browser_of(cast.staff).post(address, {"reason": "Wrong year"}).status_code == 422


def test_undoing_is_refused_when_somebody_has_built_on_it_and_says_what(cast: Cast) -> None:
    batch = imported(cast.staff, csv_bytes(ROWS))
    contract = Contract.objects.get(number="HT-1")
    record_payment_without_schedule(
        by=cast.staff, contract=contract, stage="first", paid_on=contract.signed_on, amount_paid=Decimal(5),
        provenance=own_word(cast.staff),
    )  # fmt: skip
    answer = browser_of(cast.staff).post(reverse("import-undo", args=[batch.pk]), {"reason": "Wrong year"})
    assert answer.status_code == 422
    assert "Under its contracts others have recorded: 1 (payments)." in answer.content.decode()
    assert Contract.objects.standing().count() == 2


def test_ngos_that_came_with_an_import_and_are_used_by_nothing_are_removed_with_it(cast: Cast) -> None:
    batch = imported(cast.staff, csv_bytes([["机构名称", "登记日期"], ["晨曦青少年服务中心", "2015-03-01"]]))
    assert (batch.created, Organization.objects.filter(name="晨曦青少年服务中心").count()) == (1, 1)
    undo_import(by=cast.staff, batch=batch, reason="Wrong list")
    assert not Organization.objects.filter(name="晨曦青少年服务中心").exists()


def test_payments_of_a_contract_row_are_recorded_with_their_days(cast: Cast) -> None:
    titles = [*TITLES, "首款金额（万元）", "首款支付日期", "尾款金额（万元）", "尾款应付日期"]
    imported(cast.staff, csv_bytes([titles, [*CONTRACT, "5", "2024-03-01", "7.5", "2025-01-31"]]))
    first, balance = Payment.objects.order_by("stage").reverse()
    assert (first.stage, first.amount_paid, str(first.paid_on)) == ("first", Decimal(50000), "2024-03-01")
    assert (balance.stage, balance.amount_due, balance.paid_on) == ("balance", Decimal(75000), None)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("照片.png", b"\x89PNG", "of no kind that can be imported"),
        ("空.csv", b"", "empty"),
        ("假.xlsx", b"PK\x03\x04 no workbook", "not an Excel workbook"),
        ("坏.json", b'{"releases": [', "not valid JSON"),
        ("别.json", b'{"recipes": []}', "none of the files that can be imported"),
    ],
)
def test_a_file_that_is_nothing_is_refused_with_a_sentence_and_leaves_nothing(
    cast: Cast, media: Path, name: str, content: bytes, words: str
) -> None:
    answer = browser_of(cast.staff).post(reverse("import-new"), {"files": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not list(media.rglob("*.*"))
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("role", ["ngo_manager", "analyst"])
def test_who_may_not_import_finds_no_page(cast: Cast, role: str) -> None:
    browser = browser_of(cast.per_role()[role])
    assert browser.get(reverse("import-list")).status_code == 403
    assert browser.get(reverse("import-new")).status_code == 403


def test_an_import_is_seen_by_its_organization_and_administrators_alone(cast: Cast) -> None:
    batch = upload(cast.staff, csv_bytes(ROWS))
    for user, status in (
        (cast.staff, 200),
        (cast.street_staff, 404),
        (cast.ngo_manager, 404),
        (cast.administrator, 200),
    ):
        for name in ("import-detail", "import-columns"):
            assert browser_of(user).get(reverse(name, args=[batch.pk])).status_code == status
        for name in ("import-commit", "import-discard"):
            expected = 404 if status == 404 else None
            if expected:
                assert browser_of(user).post(reverse(name, args=[batch.pk])).status_code == expected


def test_an_upload_that_holds_no_records_can_be_thrown_away(
    cast: Cast, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    batch = upload(cast.staff, csv_bytes(ROWS))
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(cast.staff).post(reverse("import-discard", args=[batch.pk]))
    assert not ImportBatch.objects.exists()
    assert not list((media / "imports").iterdir())


def test_one_that_holds_records_is_not_thrown_away(cast: Cast) -> None:
    batch = imported(cast.staff, csv_bytes(ROWS))
    browser_of(cast.staff).post(reverse("import-discard", args=[batch.pk]))
    assert ImportBatch.objects.filter(pk=batch.pk).exists()


def test_a_column_that_is_needed_and_not_matched_is_named_and_nothing_chosen_is_lost(cast: Cast) -> None:
    batch = upload(cast.staff, csv_bytes(ROWS))
    sent = {**form_of(cast.staff, batch), "column-4": "", "column-5": "value"}
    answer = browser_of(cast.staff).post(reverse("import-columns", args=[batch.pk]), sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "No column means “signed on” yet" in text or "given to another column already" in text
    assert answer.context["form"].data["column-5"] == "value"


def test_a_packed_file_that_unpacks_to_an_absurd_size_is_not_opened(cast: Cast, media: Path) -> None:
    bomb = gzip.compress(b"0" * 30_000_000)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    for name, content in (("a.json.gz", bomb), ("a.xlsx", packed.getvalue())):
        answer = browser_of(cast.staff).post(reverse("import-new"), {"files": SimpleUploadedFile(name, content)})
        assert "It is not opened" in answer.content.decode()
    assert not list(media.rglob("*.*"))


def test_an_upload_that_is_too_large_is_refused_with_the_limit(cast: Cast, settings: Any) -> None:
    settings.IMPORT_BYTES_AT_MOST = 10
    answer = browser_of(cast.staff).post(reverse("import-new"), {"files": SimpleUploadedFile("a.csv", b"x" * 11)})
    assert "at most 0 MB fit" in answer.content.decode()


def test_files_are_deleted_after_their_time_and_what_was_recorded_stays(cast: Cast, media: Path) -> None:
    batch = imported(cast.staff, csv_bytes(ROWS))
    assert delete_old_files() == 0
    ImportBatch.objects.update(started_at=timezone.now() - timedelta(days=91))
    assert delete_old_files() == 1
    assert not list(media.rglob("*.csv"))
    assert Contract.objects.standing().count() == 2
    assert browser_of(cast.staff).get(reverse("import-detail", args=[batch.pk])).status_code == 200
    assert delete_old_files() == 0


def test_every_change_of_state_is_in_the_table_and_no_other_happens(cast: Cast) -> None:
    assert set(ImportBatch.TRANSITIONS) == set(ImportBatch.State)
    for state in ImportBatch.State:
        for goal in ("checked", "refused", "failed"):
            undone = {"undone_at": timezone.now(), "undo_reason": "x"} if state == "undone" else {}
            batch = ImportBatch.objects.create(source="table", file_name="a", sha256="0", state=state, **undone)
            if goal in ImportBatch.TRANSITIONS[state]:
                assert end_import(batch=batch, state=goal).state == goal
            else:
                with pytest.raises(ValidationError, match="cannot become"):
                    end_import(batch=batch, state=goal)


def test_an_import_whose_worker_died_again_and_again_fails_with_a_sentence(cast: Cast) -> None:
    batch = check(cast.staff, upload(cast.staff, csv_bytes(ROWS)))
    browser_of(cast.staff).post(reverse("import-commit", args=[batch.pk]))
    ImportProgress.objects.filter(batch=batch).update(attempts=3)
    assert work_on(batch.pk) == "failed"
    batch.refresh_from_db()
    assert "stopped 3 times" in batch.said
    assert not Contract.objects.exists()


def test_an_error_of_ours_is_told_as_such_and_the_import_can_be_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = upload(cast.staff, csv_bytes(ROWS))
    sent = {**form_of(cast.staff, batch), "register": "yes"}
    browser_of(cast.staff).post(reverse("import-columns", args=[batch.pk]), sent)
    with monkeypatch.context() as broken:
        broken.setattr("partnerships.imports.sources.table.load.Bodies", lambda _setting: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            work_on(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, "not your file's fault" in batch.said) == ("failed", True)
    assert check(cast.staff, batch).state == "checked"


def test_sums_of_which_nobody_says_the_unit_beside_others_in_ten_thousands_are_asked_about(cast: Cast) -> None:
    titles = [*TITLES, "首款金额", "首款支付日期"]
    batch = upload(cast.staff, csv_bytes([titles, [*CONTRACT, "5", "2024-03-01"]]))
    sent = {**form_of(cast.staff, batch), "register": "yes"}
    answer = browser_of(cast.staff).post(reverse("import-columns", args=[batch.pk]), sent)
    assert "Say what those sums are in" in answer.content.decode()
    record(cast.staff, check(cast.staff, batch, unit="10000"))
    assert Payment.objects.get().amount_paid == Decimal(50_000)


def test_a_line_above_the_table_says_the_unit_for_all_sums(cast: Cast) -> None:
    titles = [*TITLES[:-1], "合同金额", "首款金额", "首款支付日期"]
    imported(cast.staff, csv_bytes([["台账", "单位：万元"], titles, [*CONTRACT, "5", "2024-03-01"]]))
    assert (Contract.objects.get().value, Payment.objects.get().amount_paid) == (Decimal(125_000), Decimal(50_000))


def test_thousands_of_new_organizations_cost_a_few_queries_for_each_thousand_rows(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    rows = [[f"HT-{number}", *CONTRACT[1:2], f"服务中心{number}", *CONTRACT[3:]] for number in range(2000)]
    path = folder_of(batch := upload(cast.staff, csv_bytes([TITLES, *rows])))
    assert path.is_dir()
    sent = {**form_of(cast.staff, batch), "register": "yes"}
    browser_of(cast.staff).post(reverse("import-columns", args=[batch.pk]), sent)
    with django_assert_max_num_queries(120):  # 25 for each new organization would be 50,000
        work_on(batch.pk)
    assert ImportBatch.objects.get(pk=batch.pk).report["rows"]["created"] == 2000


def test_a_payment_that_was_due_is_completed_when_the_sheet_comes_again_with_its_day(cast: Cast) -> None:
    imported(cast.staff, csv_bytes([TITLES, CONTRACT]))
    titles = ["合同编号", "期次", "应付日期", "应付金额（元）", "支付日期", "支付金额（元）"]
    imported(cast.staff, csv_bytes([titles, ["HT-1", "首款", "2024-02-15", "60,000", "", ""]]), "付款.csv")
    again = imported(cast.staff, csv_bytes([titles, ["HT-1", "首款", "2024-02-15", "60,000", "2024-03-20", "60,000"]]))
    payment = Payment.objects.get()
    assert (again.report["rows"]["corrected"], str(payment.paid_on)) == (1, "2024-03-20")


def test_events_are_imported_by_code_or_name_and_what_the_other_side_enters_is_refused(cast: Cast) -> None:
    titles = ["事件类型", "发生日期", "社会组织名称", "备注"]
    name = "共益社会工作服务中心"
    rows = [
        ["领导调研走访", "2024-03-05", name, "走访"],
        ["REC_JOINT_PLAN", "2024-03-06", name, ""],
        ["章程宗旨与政府发展理念对接", "2024-03-07", name, ""],
        ["聚餐", "2024-03-07", name, ""],
        ["领导调研走访", "2024-03-05", "不存在的中心", ""],
    ]
    batch = imported(cast.staff, csv_bytes([titles, *rows]))
    assert set(InteractionEvent.objects.values_list("type", "partnership")) == {
        ("CUL_OFFICIAL_VISIT", cast.partnership.pk),
        ("REC_JOINT_PLAN", cast.partnership.pk),
    }
    reasons = " ".join(batch.rows.filter(severity="refused").values_list("reason", flat=True))
    for words in ("entered by the other side", "is no type of event", "is not on record"):
        assert words in reasons


def test_annual_finance_is_imported_and_a_part_larger_than_the_whole_refused(cast: Cast) -> None:
    rows = [["共益社会工作服务中心", "2022年度", "50", "20"], ["共益社会工作服务中心", "2023", "50", "60"]]
    batch = imported(cast.staff, csv_bytes([["机构名称", "年度", "总收入（万元）", "政府收入（万元）"], *rows]))
    finance = AnnualFinance.objects.get()
    assert (finance.year, finance.total_income, finance.government_income) == (2022, 500_000, 200_000)
    assert (batch.created, batch.refused) == (1, 1)


def test_a_body_outside_the_senders_jurisdiction_cannot_be_named(cast: Cast) -> None:
    batch = imported(cast.street_staff, csv_bytes([[*TITLES, "购买主体"], [*CONTRACT, "临江区民政局"]]))
    assert (batch.state, batch.created) == ("checked", 0)  # what holds nothing to record is not recorded
    assert "is on record in your jurisdiction" in batch.rows.get(severity="refused").reason


def test_a_contract_entered_by_hand_is_not_doubled(cast: Cast) -> None:
    FACTS[Contract](cast.partnership, number="HT-1").save()
    batch = check(cast.staff, upload(cast.staff, csv_bytes([TITLES, CONTRACT])))
    assert batch.report["rows"]["left_out"] == 1
    assert "from elsewhere" in batch.rows.get().reason


def test_sums_of_another_currency_are_recorded_in_it(cast: Cast) -> None:
    batch = check(cast.staff, upload(cast.staff, csv_bytes([TITLES, CONTRACT])), currency="BRL")
    record(cast.staff, batch)
    assert Contract.objects.get().currency == "BRL"


def test_payments_of_a_numbered_sheet_are_told_apart_by_number_and_day(cast: Cast) -> None:
    imported(cast.staff, csv_bytes([TITLES, CONTRACT]))
    titles = ["contract number", "transfer no", "planned date", "amount due", "paid on", "amount paid"]
    rows = [["HT-1", "1.0", day, "5", "", ""] for day in ("2024-02-15", "2024-03-15", "2024-02-15")]
    batch = imported(cast.staff, csv_bytes([titles, *rows]), "payments.csv")
    assert (batch.created, batch.refused) == (2, 1)
    assert {payment.stage for payment in Payment.objects.all()} == {"first"}


def test_a_workbook_is_never_read_in_the_process_that_serves_pages(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, TITLES)
        sheet.write_row(1, 0, CONTRACT)

    content = workbook(tmp_path / "a.xlsx", fill).read_bytes()
    monkeypatch.delattr(python_calamine.CalamineWorkbook, "from_path")
    assert imported(cast.staff, content, "a.xlsx").created == 1


def test_a_name_means_the_organization_that_was_kept_in_a_merge(cast: Cast) -> None:
    cast.ngo.name = NEW_NGO[2]
    cast.ngo.save()
    Organization.objects.create(name=NEW_NGO[2], sector="ngo", kind="social_service", merged_into=cast.ngo)
    imported(cast.staff, csv_bytes([TITLES, NEW_NGO]))
    assert Contract.objects.get().partnership == cast.partnership


def test_a_payment_of_the_contracts_sheet_is_not_doubled_by_the_sheet_of_payments(cast: Cast) -> None:
    titles = [*TITLES, "首款金额（万元）", "首款支付日期"]
    imported(cast.staff, csv_bytes([titles, [*CONTRACT, "5", "2024-03-01"]]))
    paid = [
        ["合同编号", "支付日期", "支付金额（元）"],
        ["HT-1", "2024-03-01", "50,000"],
        ["HT-1", "2024-06-01", "50,000"],
    ]
    batch = imported(cast.staff, csv_bytes(paid), "付款.csv")
    assert (batch.created, batch.report["rows"]["left_out"]) == (1, 1)
    assert imported_again_is_unchanged(cast.staff, paid)


def imported_again_is_unchanged(user: User, rows: Any) -> bool:
    """Whether the same rows change nothing."""
    again = check(user, upload(user, csv_bytes(rows), "付款.csv"))
    return again.report["rows"]["created"] == 0 and again.report["rows"]["unchanged"] == 1


def test_a_title_that_plainly_says_one_thing_is_no_guess_for_another(cast: Cast) -> None:
    titles = ["title", "signed on", "end date original", "end date", "planned_brl"]
    batch = upload(cast.staff, csv_bytes([titles, ["Home care", "2024-01-02", "2024-12-31", "2025-06-30", "100"]]))
    sent = form_of(cast.staff, batch)
    assert "whole_due_on" not in sent.values()
    assert sent["currency"] == "BRL"  # the only one the titles name


def test_refused_rows_of_several_files_stand_under_the_columns_of_their_own(cast: Cast, tmp_path: Path) -> None:
    bad_edges = [{**EDGES[0], "b": "Nobody"}]
    folder = write_network(tmp_path, [NODES[0], {**NODES[1], "agency_type": "club"}, *NODES[2:]], bad_edges)
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in sorted(folder.glob("*.csv"))]
    browser = browser_of(cast.administrator)
    browser.post(reverse("import-new"), {"files": files})
    batch = ImportBatch.objects.latest("pk")
    browser.post(reverse("import-columns", args=[batch.pk]), {"started_on": "2024-01-01"})
    work_on(batch.pk)
    page = browser.get(reverse("import-detail", args=[batch.pk]))
    rows = page.context["refused"].object_list
    columns = {row.file: [cell.title for cell in row.cells] for row in rows}
    assert columns == {"small_town_nodes.csv": list(NODES[0]), "small_town_edges.csv": list(EDGES[0])}
    book = python_calamine.CalamineWorkbook.from_object(
        BytesIO(browser.get(reverse("import-errors", args=[batch.pk])).content)
    )
    titles = {name: book.get_sheet_by_name(name).to_python()[0][:-2] for name in book.sheet_names[:2]}
    assert sorted(titles.values()) == sorted([list(NODES[0]), list(EDGES[0])])
    assert book.sheet_names[-1] == "Remarks"
