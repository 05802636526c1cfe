"""Mails about what waits: to whom, when, in which language, and never twice."""

from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from partnerships.models import Contract, Payment, Reminders, SentReminder, User
from partnerships.services import reminders
from partnerships.services.account import change_preferences
from partnerships.services.reminders import remind_people, stop_reminders
from tests.cast import Cast
from tests.facts import FACTS
from trust.duties import KINDS

MONDAY = date(2026, 3, 16)
DAY = timedelta(days=1)


@pytest.fixture
def payment(cast: Cast) -> Payment:
    """An instalment of the bureau that falls due on Wednesday."""
    contract = FACTS[Contract](cast.partnership)
    contract.save()
    columns: dict[str, Any] = {"contract": contract, "paid_on": None, "amount_paid": None, "paid_recorded_at": None}
    payment = FACTS[Payment](cast.partnership, due_on=MONDAY + 2 * DAY, **columns)
    payment.save()
    assert isinstance(payment, Payment)
    return payment


def send(day: date) -> list[str]:
    """The addresses to which mails went on the day."""
    mail.outbox.clear()
    remind_people(kinds=KINDS, today=day)
    return [message.to[0] for message in mail.outbox]


def test_those_with_something_to_do_are_told_once_a_week(payment: Payment, cast: Cast) -> None:
    assert send(MONDAY) == ["staff@example.org", "administrator@example.org"]
    for days in range(5):
        assert send(MONDAY + days * DAY) == []
    assert send(MONDAY + 7 * DAY) == ["staff@example.org", "administrator@example.org"]
    assert SentReminder.objects.filter(user=cast.ngo_manager, count=0).count() == 2


def test_a_monday_without_a_worker_is_made_up_for(payment: Payment, cast: Cast) -> None:
    assert send(MONDAY + DAY) == ["staff@example.org", "administrator@example.org"]


def test_whoever_wants_it_is_told_on_each_day_with_something_late(payment: Payment, cast: Cast) -> None:
    User.objects.filter(pk=cast.staff.pk).update(reminders=Reminders.DAILY)
    send(MONDAY)
    assert send(MONDAY) == []
    assert [send(MONDAY + days * DAY) for days in (1, 2, 3, 4)] == [
        [],
        [],
        ["staff@example.org"],
        ["staff@example.org"],
    ]
    assert send(MONDAY + 4 * DAY) == []


@pytest.mark.parametrize(
    "columns", [{"reminders": Reminders.OFF}, {"email": ""}, {"is_active": False}], ids=lambda each: next(iter(each))
)
def test_nobody_is_mailed_against_their_will(columns: dict[str, Any], payment: Payment, cast: Cast) -> None:
    User.objects.filter(pk=cast.staff.pk).update(**columns)
    assert send(MONDAY) == ["administrator@example.org"]
    assert not SentReminder.objects.filter(user=cast.staff).exists()


def read(message: Any) -> EmailMessage:
    """The mail as it leaves."""
    sent: EmailMessage = message.message()
    return sent


def test_a_mail_says_what_waits_with_links_as_text_and_as_html(payment: Payment, cast: Cast, settings: Any) -> None:
    settings.SITE_URL = "https://gongxin.example"
    send(MONDAY)
    message = mail.outbox[0]
    html, kind = message.alternatives[0]  # type: ignore[attr-defined]
    address = f"https://gongxin.example/contracts/{payment.contract_id}/#payment-{payment.pk}"
    assert kind == "text/html"
    assert message.subject == "Gongxin: 1 thing waits"
    for body in (message.body, html):
        assert address in body
        assert "in 2 days" in body
        assert "Gongyi Social Work Centre" in body
    sent = read(message)
    assert sent["Message-ID"] == f"<reminder-week-2026-03-16-{cast.staff.pk}@gongxin.example>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["List-Unsubscribe"].startswith("<https://gongxin.example/reminders/stop/?person=")


def test_a_mail_speaks_the_language_of_its_reader(payment: Payment, cast: Cast) -> None:
    change_preferences(by=cast.staff, language="zh-hans")
    send(MONDAY + 3 * DAY)
    assert mail.outbox[0].subject == "共信：1项待办，其中1项已逾期"
    assert "共益社会工作服务中心" in mail.outbox[0].body
    assert 'lang="zh-Hans"' in str(mail.outbox[0].alternatives[0][0])  # type: ignore[attr-defined]
    assert mail.outbox[1].subject == "Gongxin: 1 thing waits, 1 of them late"


def test_an_address_that_fails_stops_nobody_else_and_is_tried_again(
    payment: Payment, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver = EmailBackend.send_messages

    def refuse(self: EmailBackend, messages: Any) -> int:
        if messages[0].to == ["staff@example.org"]:
            raise ConnectionRefusedError("no such mailbox")
        return deliver(self, messages)

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        assert send(MONDAY) == ["administrator@example.org"]
    assert not SentReminder.objects.filter(user=cast.staff).exists()
    assert send(MONDAY) == ["staff@example.org"]


def test_a_span_that_another_worker_settled_meanwhile_is_left_to_it(
    payment: Payment, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = reminders.count_duties

    def count_while_another_sends(*arguments: Any) -> int:
        desk = arguments[0]
        SentReminder.objects.get_or_create(
            user=desk.user, span="week", begins_on=MONDAY, defaults={"count": 1, "settled_on": MONDAY}
        )
        return count(*arguments)

    monkeypatch.setattr(reminders, "count_duties", count_while_another_sends)
    assert send(MONDAY) == []


def test_the_link_in_a_mail_ends_reminders_and_no_other_link_does(payment: Payment, cast: Cast, client: Any) -> None:
    send(MONDAY)
    link = read(mail.outbox[0])["List-Unsubscribe"].strip("<>").partition("8000")[2]
    assert client.get(link).status_code == 200
    assert User.objects.get(pk=cast.staff.pk).reminders == Reminders.WEEKLY
    assert client.post(link).status_code == 200
    assert User.objects.get(pk=cast.staff.pk).reminders == Reminders.OFF
    assert client.post(link[:-2]).status_code == 404
    assert stop_reminders(token="") is None


def test_a_subject_does_not_count_beyond_the_limit() -> None:
    assert reminders._subject(100, 99) == "Gongxin: 99+ things wait, 99 of them late"
