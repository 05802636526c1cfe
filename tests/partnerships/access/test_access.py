"""Roles x objects x actions: the table is complete, and the answers are those a person would give."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models

from partnerships.access import (
    INVITES,
    TABLE,
    Action,
    Reach,
    can_act,
    can_record,
    can_view,
    check_act,
    check_record,
    check_view,
    parties_of,
)
from partnerships.models import (
    ApiToken,
    Contract,
    DataPackage,
    Fact,
    ImportBatch,
    InteractionEvent,
    Jurisdiction,
    Organization,
    OrganizationIdentifier,
    Payment,
    Request,
    Role,
    SavedView,
    ServiceNetwork,
    Standing,
    StoredAnswer,
    User,
    Webhook,
    WebhookMessage,
)
from tests import facts
from tests.cast import Cast
from tests.facts import FACTS

MODELS = list(apps.get_app_config("partnerships").get_models())
PEOPLE = ["staff", "street_staff", "ngo_manager", "other_manager", "analyst", "administrator"]


def _people(cast: Cast, allowed: Callable[[User], bool]) -> set[str]:
    return {name for name in PEOPLE if allowed(getattr(cast, name))}


def _entered_by(user: User | None, row: Any) -> Any:
    row.recorded_by = user
    row.save()
    return row


def test_the_table_has_every_model_role_and_action() -> None:
    assert set(TABLE) == set(MODELS)
    for model, role in product(MODELS, Role):
        assert set(TABLE[model][role]) == set(Action), f"{model.__name__}, {role}"


def test_nobody_but_an_administrator_reaches_everything_except_the_catalogues() -> None:
    for model, role, action in product(MODELS, Role, Action):
        if TABLE[model][role][action] == Reach.EVERYTHING and role != Role.ADMINISTRATOR:
            assert action == Action.VIEW
            assert model.__name__ in {"EventType", "Jurisdiction"}


def test_an_analyst_may_do_nothing_but_see_and_keep_own_notes() -> None:
    own = {SavedView, ApiToken, StoredAnswer, DataPackage, Webhook, WebhookMessage}
    for model, action in product(MODELS, Action):
        if action != Action.VIEW and model not in own:
            assert TABLE[model][Role.ANALYST][action] == Reach.NOTHING


@pytest.mark.parametrize("role", Role)
def test_every_answer_comes_as_can_and_as_check_with_a_sentence(role: Role, cast: Cast) -> None:
    user = cast.per_role()[role]
    for make, action in product(FACTS.values(), Action):
        row = make(cast.street_partnership)
        row.save()
        allowed = can_view(user, row) if action == Action.VIEW else can_act(user, action, row)
        if allowed:
            check_act(user, action, row)
        else:
            with pytest.raises(PermissionDenied, match=r"As .* you may not .*\. .+\."):
                check_act(user, action, row)
        type(row).objects.filter(pk=row.pk).delete()


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_who_may_do_what_to_a_fact_of_the_street(model: type[Fact], cast: Cast) -> None:
    row = _entered_by(cast.street_staff, FACTS[model](cast.street_partnership))
    may = {action: _people(cast, lambda user, action=action: can_act(user, action, row)) for action in Action}
    both = {"staff", "street_staff", "other_manager", "administrator"}
    assert _people(cast, lambda user: can_view(user, row)) == both | {"analyst"}
    others = {Request: {"other_manager", "staff"}, Standing: {"other_manager"}}
    assert may[Action.CLOSE] == both - others.get(model, set())
    assert may[Action.CONFIRM] == {"street_staff", "other_manager"} - (
        {"other_manager"} if model is Standing else set()
    )
    assert may[Action.CONTEST] == {"street_staff", "other_manager", "administrator"}
    assert may[Action.VOID] == {"street_staff", "administrator"}
    assert may[Action.RULE] == {"staff", "administrator"}
    assert may[Action.MANAGE] == {"administrator"}


def test_a_fact_the_system_entered_is_voided_by_administrators_only(cast: Cast) -> None:
    row = _entered_by(None, facts.event(cast.partnership))
    assert _people(cast, lambda user: can_act(user, Action.VOID, row)) == {"administrator"}


@pytest.mark.parametrize(
    ("model", "subject", "who"),
    [
        (Contract, "street_partnership", {"staff", "street_staff", "other_manager", "administrator"}),
        (Contract, "partnership", {"staff", "ngo_manager", "administrator"}),
        (Standing, "ngo", {"staff", "administrator"}),
        (InteractionEvent, "ngo", {"staff", "ngo_manager", "administrator"}),
        (OrganizationIdentifier, "other_ngo", {"staff", "street_staff", "administrator"}),
        (ServiceNetwork, "other_ngo", {"staff", "street_staff", "other_manager", "administrator"}),
    ],
    ids=lambda value: getattr(value, "__name__", None) or (value if isinstance(value, str) else ""),
)
def test_who_may_record_what(model: type[models.Model], subject: str, who: set[str], cast: Cast) -> None:
    assert _people(cast, lambda user: can_record(user, model, getattr(cast, subject))) == who
    for name in set(PEOPLE) - who:
        with pytest.raises(PermissionDenied, match="you may not record this"):
            check_record(getattr(cast, name), model, getattr(cast, subject))


def test_who_may_enter_what_stands_alone(cast: Cast) -> None:
    assert _people(cast, lambda user: can_record(user, Organization, None)) == {
        "staff",
        "street_staff",
        "administrator",
    }
    assert _people(cast, lambda user: can_record(user, ImportBatch, None)) == {"staff", "street_staff", "administrator"}
    assert _people(cast, lambda user: can_record(user, User, None)) == {"administrator"}


def test_catalogues_are_open_to_all_and_accounts_to_colleagues_and_administrators(cast: Cast) -> None:
    assert _people(cast, lambda user: can_view(user, cast.district)) == set(PEOPLE)
    assert _people(cast, lambda user: can_act(user, Action.MANAGE, Jurisdiction())) == {"administrator"}
    assert _people(cast, lambda user: can_view(user, cast.staff)) == {"staff", "administrator"}
    assert _people(cast, lambda user: can_act(user, Action.MANAGE, cast.other_manager)) == {
        "other_manager",
        "administrator",
    }


def test_the_table_of_invitations_has_every_role_and_lets_nobody_appoint_the_other_side() -> None:
    assert set(INVITES) == set(Role)
    for role in (Role.STAFF, Role.NGO_MANAGER):
        assert INVITES[role] == {role: Reach.OWN}
    assert INVITES[Role.ANALYST] == {}
    assert set(INVITES[Role.ADMINISTRATOR]) == set(Role)


def test_a_row_is_seen_with_the_row_it_belongs_to(cast: Cast) -> None:
    number = OrganizationIdentifier.objects.create(organization=cast.other_ngo, scheme="LOCAL", value="7")
    expected = {"staff", "street_staff", "other_manager", "analyst", "administrator"}
    assert _people(cast, lambda user: can_view(user, number)) == expected


def test_a_persons_notes_are_nobody_elses_not_even_an_administrators(cast: Cast) -> None:
    view = SavedView.objects.create(user=cast.staff, list="contract-list", name="Mine")
    assert _people(cast, lambda user: can_view(user, view)) == {"staff"}
    assert _people(cast, lambda user: can_act(user, Action.MANAGE, view)) == {"staff"}
    assert _people(cast, lambda user: can_record(user, SavedView, None)) == set(PEOPLE)


def test_strangers_and_closed_accounts_may_do_nothing(cast: Cast) -> None:
    row = _entered_by(cast.staff, facts.event(cast.partnership))
    cast.staff.is_active = False
    for person in (AnonymousUser(), cast.staff):
        for action in Action:
            assert not can_act(person, action, row)  # type: ignore[arg-type]
        assert not can_record(person, Payment, cast.partnership)  # type: ignore[arg-type]
        with pytest.raises(PermissionDenied):
            check_view(person, row)  # type: ignore[arg-type]


def test_the_system_may_do_everything(cast: Cast) -> None:
    row = _entered_by(cast.staff, facts.event(cast.partnership))
    check_view(None, row)
    for action in Action:
        check_act(None, action, row)
    check_record(None, Contract, cast.partnership)


def test_the_parties_to_what_holds_of_an_ngo_are_all_its_bodies(cast: Cast) -> None:
    partners = type(cast.partnership).objects.create(government=cast.street_office, ngo=cast.ngo)
    standing = _entered_by(None, facts.standing(partners))
    assert parties_of(standing).governments == {cast.bureau.pk, cast.street_office.pk}
    assert parties_of(standing).ngos == {cast.ngo.pk}


def test_the_parties_to_a_tie_are_both_ends_and_the_body_that_takes_part(cast: Cast) -> None:
    tie = _entered_by(None, facts.tie(cast.partnership, partner=cast.other_ngo, with_body=cast.bureau))
    assert parties_of(tie).ngos == {cast.ngo.pk, cast.other_ngo.pk}
    assert parties_of(tie).governments == {cast.bureau.pk, cast.street_office.pk}


def test_the_convener_of_a_network_is_a_party_to_its_memberships(cast: Cast) -> None:
    network = ServiceNetwork.objects.create(name="N", convened_by=cast.street_office)
    membership = _entered_by(None, facts.membership(cast.partnership, network=network))
    assert cast.street_office.pk in parties_of(membership).governments
    alliance = ServiceNetwork.objects.create(name="A", convened_by=cast.other_ngo)
    assert parties_of(alliance).ngos == {cast.other_ngo.pk}
    assert not parties_of(cast.district).everyone
