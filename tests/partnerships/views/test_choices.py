"""Choosing a record by typing part of its name: what comboboxes ask for, and the field without JavaScript."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from partnerships.choosing import CHOOSABLE
from partnerships.forms.choosing import RecordChoice
from partnerships.forms.entry import EntryForm
from partnerships.models import Contract, OrganizationIdentifier, OrganizationName, Partnership, ServiceNetwork, User
from tests.cast import Cast
from tests.facts import FACTS

CODE = "52990101MJ0000017Q"


class ChoosingForm(EntryForm):
    """A form in which a partnership is chosen."""

    partnership = RecordChoice("partnership")

    def __init__(self, *args: Any, user: User, **among: Any) -> None:
        super().__init__(*args, initial={"partnership": among.pop("initial", None)})
        self.fields["partnership"].seen_by(user, **among)  # type: ignore[attr-defined]


def sent(user: User, typed: str, key: object = "") -> ChoosingForm:
    """The form as it was sent."""
    data = QueryDict(mutable=True)
    data.update({"partnership": typed, "partnership-key": str(key)})
    return ChoosingForm(data, user=user)


def chosen(user: User, typed: str, key: object = "") -> Any:
    """The record the form takes what was typed for; None where it asks again."""
    form = sent(user, typed, key)
    return form.cleaned_data["partnership"] if form.is_valid() else None


def asked(user: User, kind: str, **parameters: Any) -> list[str]:
    """The keys a combobox is given."""
    client = Client()
    client.force_login(user)
    response = client.get(reverse("choices", args=[kind]), parameters)
    assert response.status_code == 200
    return [option["key"] for option in response.json()["options"]]


@pytest.fixture
def second(cast: Cast) -> Partnership:
    """A second partnership of the bureau."""
    return Partnership.objects.create(government=cast.bureau, ngo=cast.other_ngo)


@pytest.mark.parametrize("typed", ["gongyi", "共益", "民政 共益", "Linjiang gongyi", CODE, CODE.lower(), "阳光"])
def test_a_partnership_is_found_in_both_languages_by_code_and_by_a_former_name(
    cast: Cast, second: Partnership, typed: str
) -> None:
    OrganizationIdentifier.objects.create(organization=cast.ngo, scheme="CN-USCC", value=CODE)
    OrganizationName.objects.create(organization=cast.ngo, name="阳光服务社")
    assert asked(cast.staff, "partnership", q=typed) == [str(cast.partnership.pk)]
    assert chosen(cast.staff, typed) == cast.partnership


def test_full_width_letters_are_read(cast: Cast) -> None:
    assert asked(cast.staff, "organization", q="ｇｏｎｇｙｉ") == [str(cast.ngo.pk)]


@pytest.mark.parametrize("kind", CHOOSABLE)
def test_nobody_is_offered_what_they_do_not_see(cast: Cast, kind: str) -> None:
    contract = FACTS[Contract](cast.street_partnership)
    contract.save()
    hidden = {
        "organization": cast.other_ngo,
        "place": cast.street,
        "network": ServiceNetwork.objects.create(name="N", convened_by=cast.other_ngo),
        "partnership": cast.street_partnership,
        "contract": contract,
    }[kind]
    assert str(hidden.pk) in asked(cast.street_staff, kind)
    assert str(hidden.pk) not in asked(cast.ngo_manager, kind)
    client = Client()
    assert client.get(reverse("choices", args=[kind])).status_code == 302


def test_a_list_is_narrowed_to_what_the_form_takes(cast: Cast, second: Partnership) -> None:
    assert asked(cast.staff, "organization", sector="ngo") == [str(cast.ngo.pk), str(cast.other_ngo.pk)]
    assert asked(cast.staff, "partnership", ngo=cast.other_ngo.pk, government=cast.bureau.pk) == [str(second.pk)]
    client = Client()
    client.force_login(cast.staff)
    assert client.get(reverse("choices", args=["partnership"]), {"ngo": "x"}).status_code == 404
    assert client.get(reverse("choices", args=["user"])).status_code == 404


def test_the_closest_name_comes_first_and_more_are_announced(cast: Cast) -> None:
    for number in range(13):
        copy = type(cast.ngo)(name=f"临江共益{number}", sector="ngo", kind="charity", jurisdiction=cast.district)
        copy.save()
    client = Client()
    client.force_login(cast.staff)
    answer = client.get(reverse("choices", args=["organization"]), {"q": "共益"}).json()
    assert answer["options"][0]["key"] == str(cast.ngo.pk)
    assert (len(answer["options"]), answer["more"]) == (12, True)


def test_a_choice_says_where_the_organization_is_and_its_code(cast: Cast) -> None:
    OrganizationIdentifier.objects.create(organization=cast.ngo, scheme="CN-USCC", value=CODE)
    client = Client()
    client.force_login(cast.staff)
    [option] = client.get(reverse("choices", args=["organization"]), {"q": "gongyi"}).json()["options"]
    assert option["label"] == "Gongyi Social Work Centre"
    assert option["hint"] == f"Linjiang · 共益社会工作服务中心 · {CODE}"


def test_the_key_counts_while_it_fits_what_stands_in_the_field(cast: Cast, second: Partnership) -> None:
    assert chosen(cast.staff, str(second), second.pk) == second
    assert chosen(cast.staff, "linjiang", second.pk) == second
    assert chosen(cast.staff, "gongyi", second.pk) == cast.partnership
    assert chosen(cast.staff, str(second.pk)) == second


def test_what_fits_several_comes_back_with_a_list_and_what_was_typed(cast: Cast, second: Partnership) -> None:
    form = sent(cast.staff, "linjiang")
    assert not form.is_valid()
    page = str(form["partnership"])
    assert "“linjiang”" in str(form.errors)
    assert 'value="linjiang"' in page
    assert f'<option value="{second.pk}">' in page
    assert f'<option value="{cast.partnership.pk}">' in page


@pytest.mark.parametrize("typed", ["Nobody at all", "", "9999", "\x00", "１２" * 9])
def test_what_fits_nothing_is_refused(cast: Cast, typed: str) -> None:
    assert not sent(cast.staff, typed).is_valid()


def test_a_key_of_somebody_elses_record_chooses_nothing(cast: Cast) -> None:
    assert chosen(cast.ngo_manager, str(cast.street_partnership), cast.street_partnership.pk) is None
    assert chosen(cast.ngo_manager, str(cast.street_partnership.pk)) is None


def test_a_given_record_stands_in_the_field_with_its_key(cast: Cast) -> None:
    for given in (cast.partnership, cast.partnership.pk, str(cast.partnership.pk)):
        page = str(ChoosingForm(user=cast.staff, initial=given)["partnership"])
        assert f'value="{cast.partnership}"' in page
        assert f'value="{cast.partnership.pk}" data-key' in page
    foreign = str(ChoosingForm(user=cast.ngo_manager, initial=cast.street_partnership.pk)["partnership"])
    assert "Qingquan" not in foreign
