"""The history page of each record: who changed what, and when, in words."""

from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from partnerships.audit import acting
from partnerships.audit.tracked import tracked_models
from partnerships.histories import SUBJECTS, history_of
from partnerships.histories.subjects import PARTS, POINTERS
from partnerships.models import (
    Change,
    Contract,
    Fact,
    IncomeLine,
    InteractionEvent,
    Organization,
    OrganizationName,
    Payment,
    Role,
    User,
)
from partnerships.services.endings import terminate_contract
from partnerships.services.payments import record_payment
from partnerships.services.verification import confirm_fact, contest_fact, rule_on_contest, void_fact
from tests.cast import Cast
from tests.facts import FACTS


def saved(model: type[Fact], cast: Cast, **columns: object) -> Fact:
    """One fact of the kind, on record."""
    fact = FACTS[model](cast.partnership, **columns)
    fact.save()
    return fact


def page(client: Client, person: User, record: object) -> str:
    """The history page as the person reads it."""
    client.force_login(person)
    model = type(record)._meta.model_name  # type: ignore[attr-defined]
    response = client.get(reverse("record-history", args=[model, record.pk]))  # type: ignore[attr-defined]
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def told(record: object, reader: User) -> list[tuple[str, str, list[tuple[str, str, str, str]]]]:
    """Each entry of the history: act, about and lines; the newest first."""
    return [
        (entry.act, entry.about, [(line.label, line.old, line.new, line.said) for line in entry.lines])
        for act in history_of(record, reader).acts  # type: ignore[arg-type]
        for entry in act.entries
    ]


def test_what_a_history_tells_of_is_tracked() -> None:
    parts = {model for related in PARTS.values() for model, _column in related}
    assert {*SUBJECTS.values(), *PARTS, *parts, *POINTERS} <= tracked_models().keys()


def test_a_change_is_told_with_person_role_organization_and_both_values(cast: Cast, client: Client) -> None:
    contract = saved(Contract, cast)
    with acting(cast.staff, "POST /contracts/1/"):
        Contract.objects.filter(pk=contract.pk).update(method="single_source", starts_on=date(2023, 2, 1))
    html = page(client, cast.ngo_manager, contract)
    assert "<strong>staff</strong> · civil-affairs staff · Linjiang Civil Affairs Bureau" in html
    assert "<dt>Procurement method</dt><dd><del>open tender</del>" in html
    assert "<ins>single source</ins>" in html
    assert "<dt>Starts on</dt>" in html
    assert "POST /contracts/1/" not in html


def test_the_history_speaks_chinese(cast: Cast) -> None:
    contract = saved(Contract, cast)
    Contract.objects.filter(pk=contract.pk).update(method="single_source")
    with override("zh-hans"):
        act, _about, lines = told(contract, cast.staff)[0]
    assert (act, lines) == ("变更", [("采购方式", "公开招标", "单一来源", "")])


def test_early_endings_are_told_in_words(cast: Cast) -> None:
    contract = saved(Contract, cast)
    terminate_contract(
        by=cast.staff, contract=contract, terminated_on=date(2023, 6, 1), party="government", fault="none",
        verification="single", reason="Budget cut",
    )  # fmt: skip
    _act, _about, lines = told(contract, cast.staff)[0]
    assert ("Ended by", "(empty)", "government body", "") in lines
    assert ("Reason for ending early", "(empty)", "Budget cut", "") in lines


def test_what_became_of_a_fact_is_told_step_by_step(cast: Cast) -> None:
    event = saved(InteractionEvent, cast, verification="single", recorded_side="gov", recorded_by=cast.staff)
    confirm_fact(by=cast.ngo_manager, fact=event, note="So it was")
    contest = contest_fact(by=cast.ngo_manager, fact=event, grounds="On another day")
    rule_on_contest(by=cast.administrator, contest=contest, outcome="upheld", ruling="The minutes say so")
    acts = [act for act, _about, _lines in told(event, cast.staff)]
    assert acts == ["Voided", "Changed", "Contested", "Verification changed", "Entered"]
    lines = {act: lines for act, _about, lines in told(event, cast.staff)}
    assert lines["Voided"] == [("Reason for voiding", "(empty)", "The minutes say so", "")]
    assert ("Outcome", "(empty)", "upheld: the fact is voided", "") in lines["Changed"]
    assert lines["Contested"] == [("Grounds", "", "", "On another day")]
    assert lines["Verification changed"][0][1:3] == ("one side, no document", "confirmed by both sides")


def test_a_contract_tells_of_its_parts(cast: Cast) -> None:
    contract = saved(Contract, cast)
    payment = saved(Payment, cast, paid_on=None, amount_paid=None, paid_recorded_at=None)
    record_payment(by=cast.staff, payment=payment, paid_on=date(2023, 3, 1), amount_paid=payment.amount_due)
    act, about, lines = told(contract, cast.staff)[0]
    assert act == "Changed"
    assert about.startswith("First instalment")
    assert [label for label, *_values in lines] == ["Paid on", "Amount paid"]


def test_a_name_that_was_taken_away_is_still_told(cast: Cast) -> None:
    former = OrganizationName.objects.create(organization=cast.ngo, name="共益社")
    former.delete()
    act, about, lines = told(cast.ngo, cast.staff)[0]
    assert (act, about) == ("Deleted", "Other name")
    assert [(label, said) for label, _old, _new, said in lines[:2]] == [
        ("Organization", "Gongyi Social Work Centre"),
        ("Name", "共益社"),
    ]


def test_lines_of_income_through_foreign_partnerships_are_not_told(cast: Cast) -> None:
    finance = saved(SUBJECTS["annualfinance"], cast)  # type: ignore[arg-type]
    IncomeLine.objects.create(finance=finance, partnership=cast.street_partnership, amount=1)
    IncomeLine.objects.update(amount=2)
    assert any(about.startswith("Income line") for _act, about, _lines in told(finance, cast.administrator))
    assert not any(about.startswith("Income line") for _act, about, _lines in told(finance, cast.ngo_manager))


def test_analysts_read_which_side_acted_and_not_which_person(cast: Cast, client: Client) -> None:
    with acting(cast.street_staff, "POST /"):
        Organization.objects.filter(pk=cast.street_office.pk).update(mission="x")
    html = page(client, cast.analyst, cast.street_office)
    assert "civil-affairs staff · Anhe Street Office" in html
    assert "<strong>street_staff</strong>" not in html


def test_administrators_read_where_a_change_came_from(cast: Cast, client: Client) -> None:
    with acting(cast.staff, "POST /organizations/1/"):
        Organization.objects.filter(pk=cast.ngo.pk).update(mission="x")
    assert '<code class="small">POST /organizations/1/</code>' in page(client, cast.administrator, cast.ngo)


@pytest.mark.parametrize("table", SUBJECTS)
def test_who_may_not_see_the_record_finds_no_history(table: str, cast: Cast, client: Client) -> None:
    model = SUBJECTS[table]
    own = {Organization: cast.street_office, User: cast.staff}
    if issubclass(model, Fact):
        record: object = FACTS[model](cast.street_partnership)
        record.save()  # type: ignore[attr-defined]
    elif table == "servicenetwork":
        from partnerships.models import ServiceNetwork

        record = ServiceNetwork.objects.create(name="网络", convened_by=cast.street_office)
    else:
        record = own.get(model, cast.street_partnership)
    address = reverse("record-history", args=[table, record.pk])  # type: ignore[attr-defined]
    statuses = {}
    for role, person in cast.per_role().items():
        client.force_login(person)
        statuses[role] = client.get(address).status_code
    assert statuses[Role.NGO_MANAGER] == 404
    assert statuses[Role.ADMINISTRATOR] == 200
    assert client.get(reverse("record-history", args=["session", 1])).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


def test_the_queries_of_a_history_do_not_grow_with_it(cast: Cast) -> None:
    ContentType.objects.clear_cache()
    contract = saved(Contract, cast)
    counts = []
    for rounds in (1, 5):
        for _round in range(rounds):
            payment = saved(Payment, cast, paid_on=None, amount_paid=None, paid_recorded_at=None)
            event = saved(InteractionEvent, cast, contract=contract, recorded_by=cast.staff)
            contest_fact(by=cast.ngo_manager, fact=event, grounds="")
            void_fact(by=cast.administrator, fact=payment, reason="Twice")
            Contract.objects.update(value=(counts and 2) or 1)
        with CaptureQueriesContext(connection) as queries:
            history_of(contract, cast.staff)
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 16


def test_a_history_too_long_for_a_page_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setattr("partnerships.histories.reading.MOST", 2)
    for mission in "abc":
        Organization.objects.filter(pk=cast.ngo.pk).update(mission=mission)
    assert "the oldest changes are left out" in page(client, cast.staff, cast.ngo)
    assert Change.objects.of(cast.ngo).count() == 4
