"""The trail of changes: what the database writes down, whoever writes and however."""

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.audit import acting
from partnerships.audit.tracked import registers, tracked_models
from partnerships.audit.triggers import install_triggers
from partnerships.models import AnalystGrant, Change, Contract, Organization, User
from partnerships.services.batches import record_facts
from partnerships.services.people import register_person
from tests.cast import Cast
from tests.facts import FACTS

# Columns that look like secrets by name and are none.
HARMLESS = {"source_key", "sha256", "key"}


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A contract of the bureau and the NGO."""
    contract = FACTS[Contract](cast.partnership)
    contract.save()
    return contract


def sql(statement: str, *parameters: object) -> None:
    """Runs SQL written by hand."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_every_model_is_tracked_or_says_why_not() -> None:
    for label, tracked, exempt in registers():
        names = {model._meta.model_name for model in apps.get_app_config(label).get_models(include_auto_created=True)}
        assert set(tracked) | set(exempt) == names
        assert not set(tracked) & set(exempt)
        assert all(reason.endswith(".") for reason in exempt.values())


@pytest.mark.parametrize("model", tracked_models(), ids=lambda model: model._meta.model_name)
def test_no_secret_enters_the_trail(model: type) -> None:
    how = tracked_models()[model]
    columns = {field.column for field in model._meta.concrete_fields}
    suspicious = {name for name in columns if re.search("password|secret|token|digest|hash|key", name)}
    assert suspicious - HARMLESS <= set(how.secret)
    assert set(how.secret) | set(how.ignored) <= columns


def test_the_triggers_in_the_database_are_those_of_the_register(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger WHERE tgname LIKE 'audit_%%' GROUP BY 1"
        )
        found = dict(cursor.fetchall())
    assert found == {model._meta.db_table: 3 + how.inserts for model, how in tracked_models().items()}


def test_a_trigger_that_was_taken_away_comes_back_and_a_stray_one_goes(db: None) -> None:
    sql("DROP TRIGGER audit_update ON partnerships_contract")
    sql(
        "CREATE TRIGGER audit_stray AFTER DELETE ON trust_methodology REFERENCING OLD TABLE AS old_rows "
        "FOR EACH STATEMENT EXECUTE FUNCTION partnerships_write_change('x', 'id', '{}', '{}')"
    )
    install_triggers()
    test_the_triggers_in_the_database_are_those_of_the_register(None)


def test_a_change_is_written_with_old_and_new_values_the_person_and_the_place(cast: Cast, contract: Contract) -> None:
    with acting(cast.staff, "POST /contracts/1/"):
        contract.title = "Home care, extended"
        contract.save()
    change = Change.objects.of(contract).get()
    assert change.columns == {"title": ["Home care for the elderly", "Home care, extended"]}
    assert (change.act, change.actor, change.origin) == ("update", cast.staff, "POST /contracts/1/")


def test_saving_without_a_change_leaves_no_trail(contract: Contract) -> None:
    contract.save()
    assert not Change.objects.of(contract).exists()


def test_sql_by_hand_is_on_record_with_the_database_account(contract: Contract) -> None:
    sql("UPDATE partnerships_contract SET value = 1 WHERE id = %s", contract.pk)
    change = Change.objects.of(contract).get()
    assert change.columns == {"value": [300000, 1]}
    assert change.actor is None
    assert change.origin.startswith("sql ")


def test_bulk_updates_leave_a_row_for_each_record_that_changed(cast: Cast, contract: Contract) -> None:
    other = FACTS[Contract](cast.street_partnership, 1, title="Same already")
    other.save()
    with acting(cast.administrator, "POST /admin/"):
        Contract.objects.update(title="Same already")
    assert [change.key for change in Change.objects.filter(table="contract")] == [str(contract.pk)]


def test_rows_that_came_by_copy_are_tracked_like_all_others(cast: Cast) -> None:
    with acting(cast.staff, "import 7"):
        facts = record_facts(by=None, facts=[FACTS[Contract](cast.partnership, number) for number in range(3)])
    assert not Change.objects.filter(table="contract").exists()
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY partnerships_jurisdiction (code, name, name_en, level, path) FROM STDIN") as copy,
    ):
        copy.write_row(("990102", "河东区", "Hedong", "district", "/990102/"))
    assert Change.objects.get(table="jurisdiction", columns__code__1="990102").act == "insert"
    Contract.objects.filter(pk__in=[fact.pk for fact in facts]).update(number="")
    assert Change.objects.filter(table="contract").count() == 3


def test_a_copy_is_signed(cast: Cast) -> None:
    from partnerships.services.copying import copy_rows

    with acting(cast.staff, "import 7"):
        copy_rows([Organization(name="新组织", sector="ngo", kind="charity", created_at=timezone.now())])
    change = Change.objects.filter(table="organization").latest("pk")
    assert (change.actor, change.origin) == (cast.staff, "import 7")


def test_a_deleted_row_is_kept_in_the_trail(cast: Cast) -> None:
    grant = AnalystGrant.objects.get(user=cast.analyst)
    key = str(grant.pk)
    grant.delete()
    change = Change.objects.get(table="analystgrant", key=key, act="delete")
    assert change.columns["purpose"] == ["A study of street-level partnerships", None]


def test_a_row_that_changes_its_key_left_and_came(contract: Contract) -> None:
    sql("UPDATE partnerships_contract SET id = 999999 WHERE id = %s", contract.pk)
    acts = {change.key: change.act for change in Change.objects.filter(table="contract")}
    assert acts == {str(contract.pk): "delete", "999999": "insert"}


def test_an_emptied_table_is_on_record(db: None) -> None:
    sql("TRUNCATE partnerships_importbatch CASCADE")
    assert "truncate" in Change.objects.filter(table="importbatch").values_list("act", flat=True)


def test_of_a_password_only_the_change_is_kept(cast: Cast) -> None:
    person = register_person(by=None, username="newcomer", role="administrator", password="long and unusual words")
    person.set_password("other unusual words")
    person.save()
    entered, changed = Change.objects.of(person).order_by("pk")
    assert entered.columns["password"] == [None, None]
    assert changed.columns == {"password": [None, None]}


def test_signing_in_leaves_no_trail(cast: Cast, client: Client) -> None:
    before = Change.objects.count()
    client.force_login(cast.staff)
    assert Change.objects.count() == before


FORGERIES: dict[str, Callable[[int], None]] = {
    "update": lambda pk: sql("UPDATE partnerships_change SET actor_id = NULL WHERE id = %s", pk),
    "delete": lambda pk: sql("DELETE FROM partnerships_change WHERE id = %s", pk),
    "truncate": lambda _pk: sql("TRUNCATE partnerships_change"),
    "insert": lambda _pk: sql(
        'INSERT INTO partnerships_change ("table", key, act, columns, made_at, origin) '
        "VALUES ('contract', '1', 'update', '{}', now(), '')"
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_the_trail_cannot_be_changed(forgery: str, cast: Cast) -> None:
    change = Change.objects.latest("pk")
    with pytest.raises(DatabaseError, match="is refused"), transaction.atomic():
        FORGERIES[forgery](change.pk)
    assert Change.objects.filter(pk=change.pk).exists()


def test_what_somebody_types_cannot_sign_for_another(cast: Cast, contract: Contract) -> None:
    forged = f"/* gongxin {cast.administrator.pk} POST /x/ */ "
    Contract.objects.filter(pk=contract.pk).update(title=forged)
    with acting(cast.staff, "*/ DROP %s '🙂"):
        Contract.objects.filter(pk=contract.pk).update(title=forged + "again")
    first, second = Change.objects.of(contract).order_by("pk")
    assert first.actor is None
    assert (second.actor, second.origin) == (cast.staff, "~/ DROP ~s ~~")


def test_a_request_is_on_record_as_the_act_of_whoever_is_signed_in(
    cast: Cast, contract: Contract, client: Client
) -> None:
    client.force_login(cast.administrator)
    address = reverse("admin:partnerships_organization_change", args=[cast.ngo.pk])
    form = client.get(address).context["adminform"].form
    given = {name: form.initial.get(name) or "" for name in form.fields} | {"mission": "Care for elders"}
    inlines = client.get(address).context["inline_admin_formsets"]
    for inline in inlines:
        prefix = inline.formset.prefix
        given |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    assert client.post(address, given).status_code == 302
    change = Change.objects.of(cast.ngo).filter(act="update").latest("pk")
    assert (change.actor, change.origin) == (cast.administrator, f"POST {address}")


def test_whoever_is_not_signed_in_acts_as_nobody(cast: Cast, client: Client) -> None:
    with acting(User(), "POST /"):
        Organization.objects.filter(pk=cast.ngo.pk).update(mission="x")
    assert Change.objects.of(cast.ngo).latest("pk").origin == "POST /"


def test_changes_are_seen_by_those_who_see_the_record(cast: Cast, contract: Contract) -> None:
    Contract.objects.update(number="HT-9")
    seen = {
        name: Change.objects.visible_to(user).of(contract).exists()
        for name, user in vars(cast).items()
        if isinstance(user, User)
    }
    assert seen == {
        "staff": True,
        "street_staff": False,
        "ngo_manager": True,
        "other_manager": False,
        "analyst": False,
        "administrator": True,
    }


def test_changes_of_accounts_are_for_administrators(cast: Cast) -> None:
    User.objects.filter(pk=cast.staff.pk).update(email="new@example.org")
    assert not Change.objects.visible_to(cast.staff).of(cast.staff).exists()
    assert Change.objects.visible_to(cast.administrator).of(cast.staff).exists()
