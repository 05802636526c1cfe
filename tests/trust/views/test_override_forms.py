"""An override names the objection that led to it, where one was upheld."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Role, User
from tests.api.evidence import Both, both
from tests.cast import Cast
from trust.models import Objection, Override
from trust.services.overrides import propose_override

__all__ = ["both"]
LED_TO_IT = "Follows the objection of"


def raised(cast: Cast, on: Both, outcome: str = "upheld", about: str = "R3") -> Objection:
    """An objection of the NGO to what was issued on the bureau's partnership, closed."""
    objection: Objection = Objection.objects.create(
        partnership=cast.partnership, assessment=on.bureau.assessment, about=about, side="ngo", grounds="Paid in kind.",
        opened_by=cast.ngo_manager, outcome=outcome, closed_at=timezone.now(), closed_by=cast.administrator,
        ruling="So it was.", opened_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    return objection


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_form_offers_what_was_upheld_and_nothing_else(cast: Cast, both: Both) -> None:
    address = reverse("override-new", args=[cast.partnership.pk])
    assert 'name="objection"' not in browser(cast.administrator).get(address).content.decode()
    upheld, dismissed = raised(cast, both), raised(cast, both, "dismissed", "culture")
    html = browser(cast.administrator).get(f"{address}?objection={upheld.pk}").content.decode()
    offered = html.partition('name="objection"')[2].partition("</select>")[0]
    assert f'<option value="{upheld.pk}" selected>' in offered
    assert f'<option value="{dismissed.pk}"' not in offered
    assert (
        f"{address}?objection={upheld.pk}"
        in browser(cast.administrator).get(reverse("hearing", args=[cast.partnership.pk])).content.decode()
    )


def test_whoever_confirms_and_whoever_may_know_reads_which_objection_it_answers(cast: Cast, both: Both) -> None:
    upheld = raised(cast, both)
    sent = {
        "stage": "3", "grounds": "The rules know no payment in kind.", "objection": str(upheld.pk),
        "expires_on": (timezone.localdate() + timedelta(days=90)).isoformat(),
    }  # fmt: skip
    address = reverse("override-new", args=[cast.partnership.pk])
    assert browser(cast.administrator).post(address, sent | {"objection": "0"}).status_code == 422
    assert browser(cast.administrator).post(address, sent).status_code == 302
    override = Override.objects.get()
    assert override.objection == upheld
    second = User.objects.create_user("second", role=Role.ADMINISTRATOR)
    confirm = reverse("override-confirm", args=[override.pk])
    assert LED_TO_IT in browser(second).get(confirm).content.decode()
    browser(second).post(confirm)
    hearing = reverse("hearing", args=[cast.partnership.pk])
    cast.analyst.grants.update(jurisdiction=cast.district)
    for person, knows in ((cast.ngo_manager, True), (cast.staff, True), (cast.analyst, False)):
        html = browser(person).get(hearing).content.decode()
        assert "The rules know no payment in kind." in html, person
        assert (LED_TO_IT in html) == knows, person


@pytest.mark.parametrize("case", ["of another partnership", "dismissed", "open"])
def test_an_override_answers_no_other_objection(case: str, cast: Cast, both: Both) -> None:
    objection = raised(cast, both, "dismissed" if case == "dismissed" else "upheld")
    if case == "open":
        Objection.objects.update(outcome="", closed_at=None, closed_by=None, ruling="")
        objection.refresh_from_db()
    on = cast.street_partnership if case == "of another partnership" else cast.partnership
    until = timezone.localdate() + timedelta(days=30)
    with pytest.raises(ValidationError, match="was upheld"):
        propose_override(
            by=cast.administrator, partnership=on, stage=2, grounds="x", expires_on=until, objection=objection
        )
    assert not Override.objects.exists()
