"""From a GBK spreadsheet with Chinese titles and 万元 to records and back, in a browser."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from partnerships.imports.queueing import work_on_import
from partnerships.imports.working import work_on
from partnerships.models import Contract, ImportBatch
from tests.api.evidence import Both
from tests.browser.conftest import Open
from tests.browser.test_accessibility import AXE, violations
from tests.cast import Cast
from tests.partnerships.imports.spreadsheets import CONTRACT, MONTH_ONLY, NEW_NGO, TITLES, TOTAL, csv_bytes


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """A folder for uploads."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test is the worker: what is sent to it waits until the test calls `work_on`."""
    monkeypatch.setattr(work_on_import, "delay", lambda _key: None)


def upload(page: Page, folder: Path) -> None:
    """Hands in the register of contracts."""
    path = folder / "台账.csv"
    path.write_bytes(csv_bytes([["临江区台账"], TITLES, CONTRACT, NEW_NGO, MONTH_ONLY, TOTAL], encoding="gbk"))
    page.goto("/")
    page.get_by_role("link", name="导入", exact=True).click()
    page.get_by_role("link", name="导入文件").click()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="上传").click()


def waiting() -> int:
    return int(ImportBatch.objects.latest("pk").pk)


def test_an_official_imports_a_register_leaves_comes_back_corrects_and_undoes(
    cast: Cast, both: Both, open_as: Open, worker: None, media: Path
) -> None:
    before = Contract.objects.standing().count()
    page = open_as(cast.staff, language="zh-CN")
    upload(page, media)
    expect(page.get_by_role("heading", level=1)).to_have_text("各列的含义")
    expect(page.get_by_label("合同金额（万元）")).to_have_value("value")
    page.get_by_role("button", name="检查各行").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert work_on(waiting()) == "checked"
    expect(page.locator(".wrong .problem").first).to_contain_text(
        "只写了月份，没有日期"
    )  # the page has noticed by itself
    expect(page.get_by_text("125,000.00")).to_be_visible()
    expect(page.get_by_text("单方陈述")).to_be_visible()
    assert Contract.objects.standing().count() == before
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("下载以便更正")).click()
    assert download.value.suggested_filename.endswith(".xlsx")

    page.get_by_role("button", name="登记2行").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    address = page.url
    page.goto("about:blank")  # the tab is closed
    assert work_on(waiting()) == "committed"
    page.goto(address)
    expect(page.get_by_role("heading", name="登记的内容")).to_be_visible()
    assert Contract.objects.standing().count() == before + 2
    page.get_by_role("link", name=re.compile("居家养老")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("居家养老")
    page.go_back()

    page.get_by_role("link", name="撤销导入").click()
    page.locator("#id_reason").fill("年度有误")
    page.get_by_role("button", name="撤销导入").click()
    expect(page.get_by_text("已作废2条记录。")).to_be_visible()
    assert Contract.objects.standing().count() == before


def test_the_frequent_way_is_walked_by_keyboard_alone(
    cast: Cast, both: Both, open_as: Open, worker: None, media: Path
) -> None:
    page = open_as(cast.staff, language="zh-CN")
    upload(page, media)
    page.get_by_role("button", name="检查各行").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("progressbar")).to_be_visible()
    work_on(waiting())
    page.get_by_role("button", name="登记2行").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert work_on(waiting()) == "committed"
    expect(page.get_by_role("heading", name="登记的内容")).to_be_visible()


def test_without_javascript_the_whole_way_works(
    cast: Cast, both: Both, open_as: Open, worker: None, media: Path
) -> None:
    page = open_as(cast.staff, language="zh-CN", javascript=False)
    upload(page, media)
    page.get_by_role("button", name="检查各行").click()
    work_on(waiting())
    page.get_by_role("link", name="查看当前进度").click()
    page.get_by_role("button", name="登记2行").click()
    work_on(waiting())
    page.get_by_role("link", name="查看当前进度").click()
    expect(page.get_by_role("heading", name="登记的内容")).to_be_visible()


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run make install-dev.")
@pytest.mark.parametrize("width", ["desk", "phone"])
def test_axe_finds_nothing_and_no_page_is_wider_than_the_screen(
    cast: Cast, both: Both, open_as: Open, worker: None, media: Path, width: str
) -> None:
    page = open_as(cast.staff, language="zh-CN", width=width)
    found = []

    def look() -> None:
        page.wait_for_load_state("load")
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url  # type: ignore[index]
        found.extend(f"{page.url} {each}" for each in violations(page))

    page.goto(reverse("import-list"))
    look()
    upload(page, media)
    look()
    page.get_by_role("button", name="检查各行").click()
    look()
    work_on(waiting())
    expect(page.get_by_role("button", name="登记2行")).to_be_visible()
    look()
    page.get_by_role("button", name="登记2行").click()
    work_on(waiting())
    expect(page.get_by_role("heading", name="登记的内容")).to_be_visible()
    look()
    page.goto(reverse("import-undo", args=[waiting()]))
    look()
    page.goto(reverse("import-new"))
    look()
    page.goto(reverse("import-list"))
    look()
    assert found == []
