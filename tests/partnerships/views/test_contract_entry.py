"""Entering contracts, renewing and correcting them in the browser."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from partnerships.models import Contract, DocumentLink, Partnership, Payment, User
from partnerships.services.endings import close_contract, terminate_contract
from tests.cast import Cast
from tests.facts import FACTS
from tests.partnerships.views.browsers import browser_of, pdf

NEW = reverse("contract-new")
EMPTY = {"schedule-TOTAL_FORMS": "3", "schedule-INITIAL_FORMS": "0"}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    """Files of the tests go into a folder of their own."""
    settings.MEDIA_ROOT = tmp_path


def terms(**given: Any) -> dict[str, Any]:
    """What somebody fills in for a contract of 2023."""
    usual = {
        "title": "居家养老服务",
        "number": "HT-1",
        "method": "open_tender",
        "signed_on": "2022-12-20",
        "starts_on": "2023-01-01",
        "ends_on": "2023-12-31",
        "value": "30万",
        "currency": "CNY",
        **EMPTY,
    }
    return usual | given


def enter(user: User, cast: Cast, **given: Any) -> Any:
    parties = {"government": str(cast.bureau), "ngo": str(cast.ngo)}
    return browser_of(user).post(NEW, terms(**parties) | given)


def problems(response: HttpResponse, field: str) -> str:
    assert response.status_code == 422
    return str(response.context["form"].errors[field])  # type: ignore[attr-defined]


def test_staff_record_a_contract_with_its_schedule_and_its_document(cast: Cast) -> None:
    rows = {
        "schedule-0-stage": "first",
        "schedule-0-due_on": "2023-02-01",
        "schedule-0-amount_due": "10万",
        "schedule-2-stage": "balance",
        "schedule-2-due_on": "2023-12-31",
        "schedule-2-amount_due": "200,000",
    }
    response = enter(cast.staff, cast, file=pdf(), **rows)
    contract = Contract.objects.get()
    assert response["Location"] == reverse("contract-detail", args=[contract.pk])
    assert (contract.value, contract.verification, contract.recorded_by) == (Decimal(300_000), "single_doc", cast.staff)
    assert list(contract.payments.order_by("due_on").values_list("stage", "amount_due")) == [
        ("first", Decimal(100_000)),
        ("balance", Decimal(200_000)),
    ]
    assert DocumentLink.objects.get().object_id == contract.pk


def test_a_new_pair_of_parties_opens_its_partnership(cast: Cast) -> None:
    enter(cast.staff, cast, ngo="Qingquan")
    assert Contract.objects.get().partnership == Partnership.objects.get(government=cast.bureau, ngo=cast.other_ngo)


def test_a_manager_records_a_contract_of_the_own_organization_only(cast: Cast) -> None:
    enter(cast.ngo_manager, cast)
    assert Contract.objects.get().recorded_side == "ngo"
    assert enter(cast.other_manager, cast).status_code == 422
    assert Contract.objects.count() == 1


def test_the_address_says_between_whom(cast: Cast) -> None:
    page = browser_of(cast.staff).get(NEW, {"partnership": cast.partnership.pk})
    assert page.context["form"]["ngo"].value()[0] == str(cast.ngo)
    page = browser_of(cast.staff).get(NEW)
    assert page.context["form"]["government"].value()[0] == str(cast.bureau)


def test_who_may_not_enter_contracts_finds_no_form(cast: Cast) -> None:
    assert browser_of(cast.analyst).get(NEW).status_code == 403
    assert browser_of(cast.administrator).get(NEW).status_code == 200


def test_the_instalments_add_up_to_no_more_than_the_value(cast: Cast) -> None:
    row = {"schedule-0-stage": "whole", "schedule-0-due_on": "2023-02-01", "schedule-0-amount_due": "300000.01"}
    response = enter(cast.staff, cast, **row)
    assert "300,000.01 CNY, more than the value of 300,000 CNY" in problems(response, "value")
    assert "300000.01" in response.content.decode()
    assert not Contract.objects.exists()


def test_a_row_that_was_begun_is_completed(cast: Cast) -> None:
    response = enter(cast.staff, cast, **{"schedule-1-amount_due": "5万"})
    assert "schedule of payments" in problems(response, "__all__")
    assert response.content.decode().count("Complete the row") == 2
    assert not Contract.objects.exists()


def test_more_instalments_fit_and_the_form_comes_back_with_one_more(cast: Cast) -> None:
    response = enter(cast.staff, cast, more="1", title="")
    assert len(response.context["schedule"].forms) == 4
    assert "HT-1" in response.content.decode()


@pytest.mark.parametrize("count", ["", "x", "-1", "9999", "１"])
def test_a_senseless_number_of_rows_does_no_harm(cast: Cast, count: str) -> None:
    assert enter(cast.staff, cast, **{"schedule-TOTAL_FORMS": count}).status_code == 302


def test_a_likely_duplicate_is_linked_and_the_tick_box_appears(cast: Cast) -> None:
    enter(cast.staff, cast)
    first = Contract.objects.get()
    response = enter(cast.staff, cast, number="ht-1", value="")
    assert f'href="{reverse("contract-detail", args=[first.pk])}"' in problems(response, "despite_duplicates")
    enter(cast.staff, cast, number="ht-1", value="", despite_duplicates="on")
    assert Contract.objects.count() == 2


def test_a_title_in_a_warning_is_text(cast: Cast) -> None:
    enter(cast.staff, cast, title="<b>Bold</b>")
    answer = problems(enter(cast.staff, cast), "despite_duplicates")
    assert "&lt;b&gt;Bold" in answer
    assert "<b>" not in answer


def test_a_check_while_typing_warns_of_duplicates_and_records_nothing(cast: Cast) -> None:
    enter(cast.staff, cast)
    given = terms(government=str(cast.bureau), ngo=str(cast.ngo), touched="title")
    answer = browser_of(cast.staff).post(NEW, given, headers={"HX-Request": "true"}).content.decode()
    assert "probably on record already" in answer
    assert Contract.objects.count() == 1


def test_a_button_pressed_twice_records_once(cast: Cast) -> None:
    for _time in range(2):
        assert enter(cast.staff, cast, press="0123").status_code == 302
    assert Contract.objects.count() == 1


@pytest.fixture
def contract(cast: Cast) -> Contract:
    enter(cast.staff, cast)
    contract: Contract = Contract.objects.get()
    return contract


def test_a_renewal_is_filled_in_and_linked(cast: Cast, contract: Contract) -> None:
    address = reverse("contract-renew", args=[contract.pk])
    browser = browser_of(cast.staff)
    assert browser.get(address).context["form"]["title"].value() == "居家养老服务"
    browser.post(address, terms(number="HT-2", starts_on="2024-01-01", ends_on="2024-12-31"))
    renewal = Contract.objects.get(number="HT-2")
    assert renewal.renews == contract
    page = browser.get(reverse("contract-detail", args=[contract.pk])).content.decode()
    assert reverse("contract-detail", args=[renewal.pk]) in page


def correction(browser: Any, contract: Contract, **given: Any) -> dict[str, Any]:
    """The form as it was opened, with what is changed in it."""
    form = browser.get(reverse("contract-correct", args=[contract.pk])).context["form"]
    values = {name: form[name].value() for name in form.fields if name != "file"}
    opened = {name: value for name, value in values.items() if value not in {None, False, ""}}
    return {**opened, "reason": "A slip", **given}


def test_a_correction_leads_on_from_the_old_address(cast: Cast, contract: Contract) -> None:
    browser = browser_of(cast.staff)
    address = reverse("contract-correct", args=[contract.pk])
    response = browser.post(address, correction(browser, contract, value="33万"))
    corrected = Contract.objects.get(corrects=contract)
    assert corrected.value == Decimal(330_000)
    assert response["Location"] == reverse("contract-detail", args=[corrected.pk])
    old = browser.get(reverse("contract-detail", args=[contract.pk])).content.decode()
    assert reverse("contract-detail", args=[corrected.pk]) in old
    assert "A slip" in old
    assert browser.get(address)["Location"] == reverse("contract-correct", args=[corrected.pk])


def test_the_page_says_that_a_confirmed_contract_is_one_sides_word_again(cast: Cast, contract: Contract) -> None:
    Contract.objects.update(verification="dual")
    browser = browser_of(cast.staff)
    address = reverse("contract-correct", args=[contract.pk])
    assert "until the other confirms it again" in browser.get(address).content.decode()
    page = browser.post(address, correction(browser, contract, value="33万"), follow=True).content.decode()
    assert "this one is one side&#x27;s word" in page.replace("'", "&#x27;")


def test_an_ending_and_a_closing_are_corrected_where_there_are_any(cast: Cast, contract: Contract) -> None:
    browser = browser_of(cast.staff)
    form = browser.get(reverse("contract-correct", args=[contract.pk])).context["form"]
    assert not {"terminated_on", "closed_on"} & set(form.fields)
    ended = FACTS[Contract](cast.partnership, 7, recorded_by=cast.staff)
    ended.save()
    terminate_contract(
        by=cast.staff,
        contract=ended,
        terminated_on=date(2023, 6, 1),
        party="ngo",
        fault="none",
        verification="single",
    )
    close_contract(by=cast.staff, contract=ended, closed_on=date(2023, 7, 1), despite_open=True)
    given = correction(browser, ended, terminated_on="", closed_on="", despite_duplicates="on")
    browser.post(reverse("contract-correct", args=[ended.pk]), given)
    corrected = Contract.objects.get(corrects=ended)
    assert (corrected.terminated_on, corrected.closed_on) == (None, None)


def test_a_correction_that_changes_nothing_is_refused(cast: Cast, contract: Contract) -> None:
    browser = browser_of(cast.staff)
    response = browser.post(reverse("contract-correct", args=[contract.pk]), correction(browser, contract))
    assert "Nothing differs" in problems(response, "reason")


def test_only_who_recorded_a_contract_finds_the_form_to_correct_it(cast: Cast, contract: Contract) -> None:
    address = reverse("contract-correct", args=[contract.pk])
    assert browser_of(cast.ngo_manager).get(address).status_code == 403
    assert browser_of(cast.other_manager).get(address).status_code == 404
    page = reverse("contract-detail", args=[contract.pk])
    assert address in browser_of(cast.staff).get(page).content.decode()
    assert address not in browser_of(cast.ngo_manager).get(page).content.decode()


def test_parts_go_on_under_the_corrected_contract(cast: Cast, contract: Contract) -> None:
    FACTS[Payment](cast.partnership, contract=contract).save()
    browser = browser_of(cast.staff)
    browser.post(reverse("contract-correct", args=[contract.pk]), correction(browser, contract, number="HT-9"))
    assert Contract.objects.get(number="HT-9").payments.standing().count() == 1
