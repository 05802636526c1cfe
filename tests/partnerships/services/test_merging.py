"""Organizations that were on record twice: what moves, what stands against it, and taking it back."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, models

from partnerships.models import (
    AnnualFinance,
    ColumnMapping,
    Contract,
    Fact,
    ImportedOrganization,
    IncomeLine,
    InteractionEvent,
    Invitation,
    MergedRow,
    NetworkMembership,
    Organization,
    OrganizationIdentifier,
    OrganizationMerge,
    OrganizationName,
    Partnership,
    Role,
    ServiceNetwork,
    ServiceTie,
    Standing,
    Succession,
    SurveyResult,
    User,
)
from partnerships.services.merge_plans import OF_ORGANIZATIONS, OF_PARTNERSHIPS, plan_merge
from partnerships.services.merging import merge_organizations, merged_counts, undo_merge
from partnerships.services.organizations import find_organization
from partnerships.services.partnerships import open_partnership
from tests import facts
from tests.cast import Cast
from tests.facts import FACTS, PROVENANCE

from .refusals import refused

# What a merge adds and undoing leaves: its own trace, the trail of changes, and the marks for reassessment.
TRACES = {
    "partnerships_organizationmerge",
    "partnerships_mergedrow",
    "partnerships_change",
    "partnerships_feedentry",
    "trust_reassessment",
}


def everything() -> dict[str, list[str]]:
    """Every row of every table of the records and of the judgement, but for the traces."""
    found = {}
    for model in apps.get_models():
        table = model._meta.db_table
        if model._meta.app_label in ("partnerships", "trust") and table not in TRACES:
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t ORDER BY 1')  # noqa: S608 (names of models)
                found[table] = [row for (row,) in cursor.fetchall()]
    return found


@pytest.fixture
def double(cast: Cast) -> Organization:
    """The NGO once more, as another file calls it."""
    return Organization.objects.create(
        name="共益社工中心", name_en="Gongyi Centre", sector="ngo", kind="social_service", jurisdiction=cast.district
    )


def saved(row: models.Model) -> Any:
    row.save()
    return row


@pytest.fixture
def full(cast: Cast, double: Organization) -> Partnership:
    """The duplicate with everything an organization can have, and its partnership with the bureau."""
    partnership = Partnership.objects.create(government=cast.bureau, ngo=double)
    for model, make in FACTS.items():
        columns = {"year": 2015} if model is AnnualFinance else {}
        saved(make(partnership, **columns))
    saved(facts.contract(partnership, 7, voided_at=facts.RECORDED_AT, void_reason="entered twice"))
    elsewhere = Partnership.objects.create(government=cast.street_office, ngo=double)
    saved(facts.contract(elsewhere, 8))
    IncomeLine.objects.create(finance=AnnualFinance.objects.get(), partnership=partnership, amount=3)
    IncomeLine.objects.create(finance=AnnualFinance.objects.get(), partnership=elsewhere, amount=4)
    saved(Standing(organization=double, kind="CMP_PENALTY", effective_on=date(2022, 1, 1), **PROVENANCE))
    saved(InteractionEvent(organization=double, type_id="NET_LEAD", occurred_on=date(2022, 1, 1), **PROVENANCE))
    tie = {"partner": double, "started_on": date(2021, 1, 1), **PROVENANCE}
    saved(ServiceTie(organization=cast.other_ngo, **tie))
    ServiceNetwork.objects.create(name="Convened", convened_by=double)
    OrganizationIdentifier.objects.create(organization=double, scheme="CN-USCC", value="52990101MJ00000174")
    OrganizationIdentifier.objects.create(organization=double, scheme="LOCAL", value="7")
    OrganizationName.objects.create(organization=double, name="共益工作室", used_until=date(2019, 1, 1))
    older = Organization.objects.create(name="共益小组", sector="ngo", kind="social_group")
    Succession.objects.create(organization=older, successor=double)
    User.objects.create_user("second", role=Role.NGO_MANAGER, organization=double)
    return partnership


def merged(cast: Cast, double: Organization) -> OrganizationMerge:
    """The staff of the district merge the duplicate into the NGO."""
    return merge_organizations(by=cast.staff, kept=cast.ngo, duplicate=double)


def test_every_column_that_points_at_an_organization_or_a_partnership_is_moved_or_stays_for_a_reason() -> None:
    stays = {
        (Organization, "merged_into"),  # an earlier duplicate leads to this one, which leads on
        (OrganizationMerge, "kept"),  # the trace of what was done
        (OrganizationMerge, "duplicate"),
        (Partnership, "joined_into"),
        (ImportedOrganization, "organization"),  # it is the entry an import made, whatever became of it
        (ColumnMapping, "organization"),  # a sender's habit, which is guessed anew
        (SurveyResult, "body"),  # what was told of it in a year
        (Invitation, "organization"),  # what somebody was invited into; who accepted it moves as a person
    }
    for target, moved in ((Organization, OF_ORGANIZATIONS), (Partnership, OF_PARTNERSHIPS)):
        found = {
            (model, column.name)
            for model in apps.get_app_config("partnerships").get_models()
            for column in model._meta.concrete_fields
            if column.remote_field and column.remote_field.model is target
        }
        assert found - stays == set(moved)


def test_everything_moves_and_nothing_is_voided_or_lost(cast: Cast, double: Organization, full: Partnership) -> None:
    before = {model: (model._default_manager.count(), _standing(model)) for model in FACTS}
    merge = merged(cast, double)
    assert {model: (model._default_manager.count(), _standing(model)) for model in FACTS} == before
    for model, column in OF_ORGANIZATIONS:
        left = model._default_manager.filter(**{column: double})
        assert not left.exists() or model is Partnership, (model, column)
    assert Contract.objects.filter(partnership=cast.partnership).count() == 2
    assert merge.merged_by == cast.staff
    assert dict(merged_counts(merge))["contracts"] == 2


def _standing(model: type[Fact]) -> int:
    return int(model._default_manager.filter(voided_at__isnull=True).count())


def test_partnerships_with_the_same_body_are_joined_and_others_change_hands(
    cast: Cast, double: Organization, full: Partnership
) -> None:
    merged(cast, double)
    full.refresh_from_db()
    assert full.joined_into == cast.partnership
    assert full not in Partnership.objects.visible_to(cast.staff)
    other = Partnership.objects.get(government=cast.street_office, ngo=cast.ngo)
    assert other.contracts.count() == 1


def test_the_duplicate_is_seen_no_more_and_its_names_and_numbers_find_the_kept_one(
    cast: Cast, double: Organization, full: Partnership
) -> None:
    merged(cast, double)
    assert double not in Organization.objects.visible_to(cast.administrator)
    for name in ("共益社工中心", "Gongyi Centre", "共益工作室"):
        assert find_organization(identifiers={}, name=name) == cast.ngo
    assert find_organization(identifiers={"CN-USCC": "52990101MJ00000174"}) == cast.ngo
    double.refresh_from_db()
    with refused("ngo", "merged into Gongyi Social Work Centre"):
        open_partnership(by=None, government=cast.bureau, ngo=double)


def test_undoing_puts_everything_back(cast: Cast, double: Organization, full: Partnership) -> None:
    before = everything()
    merge = merged(cast, double)
    assert everything() != before
    undone = undo_merge(by=cast.staff, merge=merge)
    assert everything() == before
    assert (undone.undone_by, OrganizationMerge.objects.standing().exists()) == (cast.staff, False)


def test_merging_and_undoing_twice_change_nothing_more(cast: Cast, double: Organization, full: Partnership) -> None:
    merge = merged(cast, double)
    after = everything()
    assert merged(cast, double) == merge
    assert everything() == after
    moment = undo_merge(by=cast.staff, merge=merge).undone_at
    assert undo_merge(by=cast.staff, merge=merge).undone_at == moment
    again = merged(cast, double)
    assert again != merge
    assert everything() == after | {
        "partnerships_organizationname": everything()["partnerships_organizationname"],  # the added names are new rows
    }


def test_bodies_are_merged_like_ngos(cast: Cast) -> None:
    twin = Organization.objects.create(
        name="民政局", sector="government", kind="government_body", jurisdiction=cast.district
    )
    partnership = Partnership.objects.create(government=twin, ngo=cast.ngo)
    saved(facts.contract(partnership))
    before = everything()
    merge = merge_organizations(by=None, kept=cast.bureau, duplicate=twin)
    assert Contract.objects.get().partnership == cast.partnership
    undo_merge(by=None, merge=merge)
    assert everything() == before


def open_tie(organization: Organization, partner: Organization) -> None:
    saved(ServiceTie(organization=organization, partner=partner, started_on=date(2021, 1, 1), **PROVENANCE))


def a_year(organization: Organization) -> AnnualFinance:
    year = AnnualFinance(organization=organization, year=2020, total_income=Decimal(9), **PROVENANCE)
    return saved(year)  # type: ignore[no-any-return]


def two_numbers(cast: Cast, double: Organization) -> None:
    for organization, value in ((cast.ngo, "52990101MJ00000174"), (double, "51330106500001234Y")):
        OrganizationIdentifier.objects.create(organization=organization, scheme="CN-USCC", value=value)


def two_years(cast: Cast, double: Organization) -> None:
    a_year(cast.ngo)
    a_year(double)


def two_memberships(cast: Cast, double: Organization) -> None:
    network = ServiceNetwork.objects.create(name="Elders")
    for organization in (cast.ngo, double):
        row = {"network": network, "organization": organization, "started_on": date(2022, 1, 1)}
        saved(NetworkMembership(**row, **PROVENANCE))


def two_ties(cast: Cast, double: Organization) -> None:
    open_tie(cast.ngo, cast.other_ngo)
    open_tie(double, cast.other_ngo)


def two_ties_the_other_way(cast: Cast, double: Organization) -> None:
    open_tie(cast.other_ngo, cast.ngo)
    open_tie(cast.other_ngo, double)


def a_succession(cast: Cast, double: Organization) -> None:
    Succession.objects.create(organization=double, successor=cast.ngo)


def two_successions(cast: Cast, double: Organization) -> None:
    for organization in (cast.ngo, double):
        Succession.objects.create(organization=cast.other_ngo, successor=organization, is_whole=False, functions="aid")


@pytest.mark.parametrize(
    ("arrange", "words"),
    [
        (two_numbers, "52990101MJ00000174 and 51330106500001234Y"),
        (two_years, "accounts of 2020"),
        (two_memberships, "open members of Elders"),
        (lambda cast, double: open_tie(cast.ngo, double), "tie between the two"),
        (two_ties, "(cooperation) with 清泉志愿者协会"),
        (two_ties_the_other_way, "(cooperation) with 清泉志愿者协会"),
        (a_succession, "One took over from the other"),
        (two_successions, "succession with 清泉志愿者协会"),
        (lambda _cast, double: Organization.objects.filter(pk=double.pk).update(sector="other"), "sector"),
    ],
)
def test_what_stands_against_a_merge_is_said_and_nothing_is_moved(
    cast: Cast, double: Organization, arrange: Callable[[Cast, Organization], Any], words: str
) -> None:
    arrange(cast, double)
    before = everything()
    double.refresh_from_db()
    assert any(words in sentence for sentence in plan_merge(cast.ngo, double).conflicts)
    with refused("duplicate", words):
        merged(cast, double)
    assert everything() == before
    assert not MergedRow.objects.exists()


def test_a_line_for_each_of_two_bodies_in_one_year_stands_against_their_merge(cast: Cast) -> None:
    twin = Organization.objects.create(name="民政局", sector="government", kind="government_body")
    partnership = Partnership.objects.create(government=twin, ngo=cast.ngo)
    finance = a_year(cast.ngo)
    for each in (partnership, cast.partnership):
        IncomeLine.objects.create(finance=finance, partnership=each, amount=1)
    with refused("duplicate", "Gongyi Social Work Centre for 2020"):
        merge_organizations(by=None, kept=cast.bureau, duplicate=twin)


def test_a_voided_tie_between_the_two_stays_where_it_is(cast: Cast, double: Organization) -> None:
    tie = ServiceTie(organization=cast.ngo, partner=double, started_on=date(2021, 1, 1), **PROVENANCE)
    tie.voided_at, tie.void_reason = facts.RECORDED_AT, "they are one"
    tie.save()
    merged(cast, double)
    tie.refresh_from_db()
    assert tie.partner == double


def test_an_organization_is_not_merged_with_itself_nor_twice(cast: Cast, double: Organization) -> None:
    with refused("duplicate", "two different"):
        merge_organizations(by=None, kept=cast.ngo, duplicate=cast.ngo)
    merged(cast, double)
    third = Organization.objects.create(name="另一家", sector="ngo", kind="social_service", jurisdiction=cast.district)
    with refused("duplicate", "merged into another already"):
        merge_organizations(by=None, kept=third, duplicate=double)


def test_only_those_who_keep_both_merge_and_undo(cast: Cast, double: Organization) -> None:
    for person in (cast.street_staff, cast.ngo_manager, cast.analyst):
        with pytest.raises(PermissionDenied):
            merge_organizations(by=person, kept=cast.ngo, duplicate=double)
    merge = merged(cast, double)
    for person in (cast.street_staff, cast.ngo_manager, cast.analyst):
        with pytest.raises(PermissionDenied):
            undo_merge(by=person, merge=merge)
    assert undo_merge(by=cast.administrator, merge=merge).undone_at is not None


def test_undoing_is_refused_with_the_names_of_what_changed_since(cast: Cast, double: Organization) -> None:
    OrganizationIdentifier.objects.create(organization=double, scheme="LOCAL", value="7")
    partnership = Partnership.objects.create(government=cast.street_office, ngo=double)
    contract = saved(facts.contract(partnership))
    merge = merged(cast, double)
    OrganizationIdentifier.objects.all().delete()
    with refused("merge", "identifier", "which is gone"):
        undo_merge(by=None, merge=merge)
    assert Partnership.objects.get(pk=partnership.pk).ngo == cast.ngo
    OrganizationName.objects.filter(name="Gongyi Centre").update(name="changed")
    with refused("merge", "other name “changed”"):
        undo_merge(by=None, merge=merge)
    contract.refresh_from_db()
    assert contract.partnership == partnership


def test_a_merge_is_not_undone_below_a_later_one(cast: Cast, double: Organization) -> None:
    first = merged(cast, double)
    last = Organization.objects.create(name="共益", sector="ngo", kind="social_service", jurisdiction=cast.district)
    second = merge_organizations(by=None, kept=last, duplicate=cast.ngo)
    with refused("merge", "Undo that merge first"):
        undo_merge(by=None, merge=first)
    undo_merge(by=None, merge=second)
    undo_merge(by=None, merge=first)
    double.refresh_from_db()
    assert double.merged_into is None


def test_what_was_recorded_since_stays_when_a_merge_is_undone(cast: Cast, double: Organization) -> None:
    merge = merged(cast, double)
    contract = saved(facts.contract(cast.partnership))
    undo_merge(by=cast.staff, merge=merge)
    contract.refresh_from_db()
    assert contract.partnership == cast.partnership
