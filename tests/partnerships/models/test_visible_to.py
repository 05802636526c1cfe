"""Who sees what: every `visible_to`, for every role, and on the days a grant begins and ends."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from partnerships.models import (
    AnalystGrant,
    ApiToken,
    Change,
    ColumnMapping,
    Contest,
    DataPackage,
    Document,
    DocumentDownload,
    DocumentLink,
    Fact,
    ImportBatch,
    IncomeLine,
    Invitation,
    Jurisdiction,
    MergedRow,
    Organization,
    OrganizationMerge,
    Partnership,
    SavedView,
    ServiceNetwork,
    ServiceTie,
    Succession,
    SurveyAnswer,
    SurveyResult,
    SurveyRound,
    User,
    VerificationChange,
    Webhook,
    WebhookMessage,
)
from tests import facts
from tests.cast import Cast
from tests.facts import FACTS

# Which of the two partnerships (that of the district's bureau, that of the street) each person sees.
SEEN = {
    "staff": {"district", "street"},
    "street_staff": {"street"},
    "ngo_manager": {"district"},
    "other_manager": {"street"},
    "analyst": {"street"},
    "administrator": {"district", "street"},
}
PEOPLE = sorted(SEEN)


def _fact(make: Callable[..., Any]) -> Callable[[Partnership], models.Model]:
    def saved(partnership: Partnership) -> models.Model:
        row: models.Model = make(partnership)
        row.save()
        return row

    return saved


def _line(partnership: Partnership) -> models.Model:
    finance = _fact(facts.finance)(partnership)
    return IncomeLine.objects.create(finance=finance, partnership=partnership, amount=1)


def _pointer(partnership: Partnership) -> dict[str, Any]:
    event = _fact(facts.event)(partnership)
    return {"content_type": ContentType.objects.get_for_model(event), "object_id": event.pk}


def _contest(partnership: Partnership) -> models.Model:
    return Contest.objects.create(**_pointer(partnership))


def _change(partnership: Partnership) -> models.Model:
    return VerificationChange.objects.create(from_level="single", to_level="dual", **_pointer(partnership))


def _document(partnership: Partnership) -> models.Model:
    document = Document.objects.create(title="Minutes", url="https://example.org/minutes")
    DocumentLink.objects.create(document=document, **_pointer(partnership))
    return document


def _network(partnership: Partnership) -> models.Model:
    network = ServiceNetwork.objects.create(name=f"Network {partnership.pk}")
    facts.membership(partnership, network=network).save()
    return network


def _elsewhere(partnership: Partnership) -> Organization:
    """An organization nobody but administrators sees, since it has no place."""
    sector, kind = partnership.ngo.sector, partnership.ngo.kind
    return Organization.objects.create(name=f"Predecessor {partnership.pk}", sector=sector, kind=kind)


def _succession(partnership: Partnership) -> models.Model:
    return Succession.objects.create(organization=_elsewhere(partnership), successor=partnership.ngo)


def _merge(partnership: Partnership) -> OrganizationMerge:
    return OrganizationMerge.objects.create(kept=partnership.ngo, duplicate=_elsewhere(partnership))


def _merged_row(partnership: Partnership) -> models.Model:
    kind = ContentType.objects.get_for_model(Partnership)
    return MergedRow.objects.create(merge=_merge(partnership), content_type=kind, object_id=1, before={}, after={})


def _survey(partnership: Partnership) -> models.Model:
    return SurveyRound.objects.create(
        partnership=partnership, questionnaire="2026.1", opened_on=date(2026, 3, 2), answer_by=date(2026, 4, 1)
    )


ROWS: dict[type[models.Model], Callable[[Partnership], models.Model]] = {
    **{model: _fact(make) for model, make in FACTS.items()},
    Partnership: lambda partnership: partnership,
    IncomeLine: _line,
    Contest: _contest,
    VerificationChange: _change,
    Document: _document,
    ServiceNetwork: _network,
    Succession: _succession,
    OrganizationMerge: _merge,
    MergedRow: _merged_row,
    SurveyRound: _survey,
}
# Seen by rules of their own, tested below and with the table of access.
OTHERS = {
    Change,
    Organization,
    ImportBatch,
    ColumnMapping,
    SavedView,
    DocumentDownload,
    User,
    Invitation,
    SurveyAnswer,
    SurveyResult,
    ApiToken,
    DataPackage,
    Webhook,
    WebhookMessage,
}


def test_every_model_with_visible_to_is_tested_here() -> None:
    found = {
        model
        for model in apps.get_app_config("partnerships").get_models()
        if hasattr(model._default_manager, "visible_to")
    }
    assert found == set(ROWS) | OTHERS
    assert {model for model in apps.get_models() if issubclass(model, Fact)} == set(FACTS)


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_each_person_sees_the_rows_of_the_partnerships_they_may_see(model: type[models.Model], cast: Cast) -> None:
    rows = {"district": ROWS[model](cast.partnership), "street": ROWS[model](cast.street_partnership)}
    for person in PEOPLE:
        seen = model._default_manager.visible_to(getattr(cast, person))  # type: ignore[attr-defined]
        assert {place for place, row in rows.items() if row in seen} == SEEN[person], person


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_strangers_and_closed_accounts_see_nothing(model: type[models.Model], cast: Cast) -> None:
    ROWS[model](cast.partnership)
    cast.administrator.is_active = False
    for person in (AnonymousUser(), cast.administrator):
        assert not model._default_manager.visible_to(person).exists()  # type: ignore[attr-defined]


@pytest.mark.parametrize("person", PEOPLE)
def test_organizations_are_seen_in_the_territory_and_as_parties(person: str, cast: Cast) -> None:
    of_place = {"district": {cast.bureau, cast.ngo}, "street": {cast.street_office, cast.other_ngo}}
    expected = set[Organization]().union(*(of_place[place] for place in SEEN[person]))
    assert set(Organization.objects.visible_to(getattr(cast, person))) == expected


def test_staff_of_a_body_without_a_place_see_its_own_partnerships_only(cast: Cast) -> None:
    Organization.objects.filter(pk=cast.bureau.pk).update(jurisdiction=None)
    staff = User.objects.get(pk=cast.staff.pk)
    assert list(Partnership.objects.visible_to(staff)) == [cast.partnership]


def test_a_tie_is_seen_from_both_ends(cast: Cast) -> None:
    tie = facts.tie(cast.partnership, partner=cast.other_ngo)
    tie.save()
    for manager in (cast.ngo_manager, cast.other_manager):
        assert list(ServiceTie.objects.visible_to(manager)) == [tie]


def test_a_prefix_of_a_code_is_not_the_division_above(cast: Cast) -> None:
    beside = type(cast.district).objects.create(code="9901010", name="近江", level="district")
    Organization.objects.filter(pk=cast.bureau.pk).update(jurisdiction=beside)
    assert cast.partnership not in Partnership.objects.visible_to(cast.street_staff)
    staff_of_district = User.objects.get(pk=cast.street_staff.pk)
    assert cast.partnership not in Partnership.objects.visible_to(staff_of_district)


@pytest.mark.parametrize(
    ("starts", "ends", "visible"),
    [(0, 1, True), (1, 2, False), (-1, 0, False), (-5, 1, True)],
    ids=["on its first day", "the day before it begins", "on the day it ends", "on its last day"],
)
def test_a_grant_opens_on_its_first_day_and_closes_on_its_end(
    starts: int, ends: int, visible: bool, cast: Cast
) -> None:
    today = timezone.localdate()
    cast.analyst.grants.update(starts_on=today + timedelta(days=starts), ends_on=today + timedelta(days=ends))
    assert Partnership.objects.visible_to(cast.analyst).exists() is visible


def test_a_grant_below_another_adds_nothing_and_one_beside_it_adds_its_own(cast: Cast) -> None:
    today = timezone.localdate()
    beside = Jurisdiction.objects.create(code="990100", name="邻区", level="district")
    body = Organization.objects.create(
        name="邻区民政局", sector="government", kind="government_body", jurisdiction=beside
    )
    there = Partnership.objects.create(government=body, ngo=cast.ngo)
    expected = {cast.street_partnership}
    for place, added in ((cast.street, set()), (cast.district, {cast.partnership}), (beside, {there})):
        AnalystGrant.objects.create(
            user=cast.analyst, jurisdiction=place, starts_on=today, ends_on=today + timedelta(days=1), purpose="study"
        )
        expected |= added
        assert set(Partnership.objects.visible_to(cast.analyst)) == expected


def test_an_analyst_sees_organizations_from_elsewhere_only_as_parties(cast: Cast) -> None:
    elsewhere = Organization.objects.create(name="外地机构", sector="ngo", kind="charity")
    assert elsewhere not in Organization.objects.visible_to(cast.analyst)
    Partnership.objects.create(government=cast.street_office, ngo=elsewhere)
    assert elsewhere in Organization.objects.visible_to(cast.analyst)


def test_imports_are_seen_by_colleagues_of_whoever_started_them(cast: Cast) -> None:
    batch = ImportBatch.objects.create(source="xlsx", file_name="a.xlsx", started_by=cast.staff)
    seen_by = [name for name in PEOPLE if batch in ImportBatch.objects.visible_to(getattr(cast, name))]
    assert seen_by == ["administrator", "staff"]
    assert not ImportBatch.objects.visible_to(AnonymousUser()).exists()


def test_remembered_columns_are_seen_by_the_sender_alone(cast: Cast) -> None:
    kept = ColumnMapping.objects.create(organization=cast.bureau, fingerprint="1", saved_by=cast.staff)
    seen_by = [name for name in PEOPLE if kept in ColumnMapping.objects.visible_to(getattr(cast, name))]
    assert seen_by == ["administrator", "staff"]
    assert not ColumnMapping.objects.visible_to(AnonymousUser()).exists()


def test_downloads_are_seen_by_whoever_handed_the_document_in_and_by_whoever_took_it(cast: Cast) -> None:
    document = Document.objects.create(title="A", url="https://example.org/a", uploaded_by=cast.ngo_manager)
    row = DocumentDownload.objects.create(document=document, downloaded_by=cast.staff)
    by_analyst = DocumentDownload.objects.create(document=document, downloaded_by=cast.analyst)
    seen = {name: set(DocumentDownload.objects.visible_to(getattr(cast, name))) for name in PEOPLE}
    assert seen.pop("administrator") == seen.pop("ngo_manager") == {row, by_analyst}
    assert (seen.pop("staff"), seen.pop("analyst")) == ({row}, {by_analyst})
    assert set().union(*seen.values()) == set()
    assert not DocumentDownload.objects.visible_to(AnonymousUser()).exists()


def test_people_are_seen_by_their_own_organization_and_by_administrators(cast: Cast) -> None:
    everybody = set(User.objects.all())
    assert set(User.objects.visible_to(cast.staff)) == {cast.staff}
    assert set(User.objects.visible_to(cast.other_manager)) == {cast.other_manager}
    assert set(User.objects.visible_to(cast.analyst)) == set()
    assert set(User.objects.visible_to(cast.administrator)) == everybody
