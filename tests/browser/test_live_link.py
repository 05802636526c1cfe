"""A list becomes a query for Excel in two clicks."""

from tests.api.evidence import Both
from tests.browser.conftest import Open
from tests.cast import Cast


def test_a_filtered_list_is_copied_as_a_query(cast: Cast, both: Both, open_as: Open) -> None:
    page = open_as(cast.analyst)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/contracts/?method=open_tender")
    page.get_by_role("link", name="Live in Excel").click()
    page.get_by_label("Power Query (M)").click()
    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert 'method = "open_tender"' in copied
    assert copied.startswith("let\n")
    assert copied.rstrip().endswith("in\n    Table")
