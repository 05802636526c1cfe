"""What is said to a judgement, read by the API: who sees what, as on the pages; filters, order, cursors, queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.api.evidence import Both
from tests.api.hearings import BothSaid, Said, open_draft
from tests.api.test_lists import _more_judgements
from tests.api.test_tokens import bearer, made
from tests.cast import Cast
from trust.models import Draft, Objection, Override, Reply

ROOT = "/api/v1/"
PEOPLE = ("staff", "street_staff", "ngo_manager", "other_manager", "analyst", "administrator")

# Who sees the bureau's, and who the street's. The bureau's official is from outside the street's partnership.
SEEN: dict[str, tuple[str, str]] = {
    "drafts": ("staff ngo_manager administrator", "street_staff other_manager administrator"),
    "reading-objections": ("staff ngo_manager administrator", "staff street_staff other_manager administrator"),
    "overrides": ("staff ngo_manager administrator", "staff street_staff other_manager analyst administrator"),
    "replies": ("staff ngo_manager administrator", "staff street_staff other_manager analyst administrator"),
}


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def key_of(kind: str, said: Said) -> int:
    return {
        "drafts": said.draft,
        "reading-objections": said.objection,
        "overrides": said.override,
        "replies": said.reply,
    }[kind].pk


@pytest.mark.parametrize("kind", SEEN)
def test_each_person_sees_what_the_pages_show_them(kind: str, cast: Cast, said: BothSaid) -> None:
    for person in PEOPLE:
        client = signed_in(getattr(cast, person))
        listed = {row["id"] for row in client.get(f"{ROOT}{kind}/").json()["results"]}
        for on, who in zip((said.bureau, said.street), SEEN[kind], strict=True):
            sees = person in who.split()
            status = client.get(f"{ROOT}{kind}/{key_of(kind, on)}/").status_code
            assert (key_of(kind, on) in listed, status) == (sees, 200 if sees else 404), person


def test_an_official_from_outside_sees_a_draft_while_an_objection_to_it_is_open(cast: Cast, said: BothSaid) -> None:
    address, outsider = f"{ROOT}drafts/{said.street.draft.pk}/", signed_in(cast.staff)
    objection = Objection.objects.create(
        partnership=cast.street_partnership, draft=said.street.draft, about="stage", side="ngo", grounds="Too early.",
        opened_by=cast.other_manager,
    )  # fmt: skip
    assert outsider.get(address).status_code == 200
    objection.outcome, objection.closed_at, objection.closed_by = "withdrawn", timezone.now(), cast.other_manager
    objection.save()
    assert outsider.get(address).status_code == 404


def test_an_override_nobody_has_confirmed_is_for_those_who_decide(cast: Cast, said: BothSaid) -> None:
    Override.objects.update(confirmed_at=None, confirmed_by=None)
    for person in PEOPLE:
        listed = {row["id"] for row in signed_in(getattr(cast, person)).get(f"{ROOT}overrides/").json()["results"]}
        seen = {"administrator": {said.bureau.override.pk, said.street.override.pk}, "staff": {said.street.override.pk}}
        assert listed == seen.get(person, set()), person


def test_an_analyst_is_not_told_which_objection_led_to_an_override(cast: Cast, said: BothSaid) -> None:
    Override.objects.filter(pk=said.street.override.pk).update(objection=said.street.objection)
    address = f"{ROOT}overrides/{said.street.override.pk}/"
    assert signed_in(cast.staff).get(address).json()["objection"] == said.street.objection.pk
    assert signed_in(cast.analyst).get(address).json()["objection"] is None


FILTERS: list[tuple[str, str, int]] = [
    ("drafts", "open=true", 1),
    ("drafts", "open=false", 0),
    ("drafts", "stage=equal&outcome=issued", 0),
    ("drafts", "stage=equal&government={bureau_body}", 1),
    ("drafts", "due_before={today}", 0),
    ("drafts", "due_from={today}", 1),
    ("drafts", "known_at={then}", 0),
    ("drafts", "known_at={soon}", 1),
    ("reading-objections", "", 2),
    ("reading-objections", "partnership={bureau}", 1),
    ("reading-objections", "about=R3&about=stage", 2),
    ("reading-objections", "about=culture", 0),
    ("reading-objections", "side=ngo", 0),
    ("reading-objections", "to_draft=true", 0),
    ("reading-objections", "open=true&to_draft=false", 2),
    ("reading-objections", "outcome=upheld", 0),
    ("reading-objections", "opened_before={then}", 0),
    ("reading-objections", "opened_from={then}", 2),
    ("reading-objections", "known_at={then}", 0),
    ("reading-objections", "known_at={soon}", 2),
    ("overrides", "in_force=true", 2),
    ("overrides", "in_force=false", 0),
    ("overrides", "confirmed=true&ended=false&stage=dependence", 2),
    ("overrides", "stage=equal", 0),
    ("overrides", "known_at={then}", 0),
    ("overrides", "ngo={ngo}", 1),
    ("replies", "side=ngo&standing=true", 2),
    ("replies", "standing=false", 0),
    ("replies", "jurisdiction=990101001", 1),
    ("replies", "made_from={then}&made_before={soon}", 2),
    ("replies", "known_at={then}", 0),
]


@pytest.mark.parametrize("kind", SEEN)
def test_a_filter_narrows_the_list(kind: str, cast: Cast, said: BothSaid) -> None:
    now = timezone.now()
    keys = {
        "bureau": cast.partnership.pk, "bureau_body": cast.bureau.pk, "ngo": cast.ngo.pk,
        "today": timezone.localdate(), "then": (now - timedelta(days=1)).isoformat().replace("+", "%2B"),
        "soon": (now + timedelta(days=1)).isoformat().replace("+", "%2B"),
    }  # fmt: skip
    client = signed_in(cast.staff)
    cases = [(query.format(**keys), expected) for each, query, expected in FILTERS if each == kind]
    found = [(query, client.get(f"{ROOT}{kind}/?{query}").json().get("count")) for query, _expected in cases]
    assert found == cases


def test_what_was_taken_back_stood_until_then(cast: Cast, said: BothSaid) -> None:
    now, client = timezone.now(), signed_in(cast.staff)
    for model, begun, over in ((Reply, "made_at", "withdrawn_at"), (Draft, "opened_at", "closed_at")):
        model.objects.update(**{begun: now - timedelta(days=5), over: now - timedelta(days=2)},
                             **({"outcome": "withdrawn"} if model is Draft else {}))  # fmt: skip
    Objection.objects.update(opened_at=now - timedelta(days=5), closed_at=now - timedelta(days=2), outcome="withdrawn",
                             closed_by=cast.staff)  # fmt: skip
    for kind, number in (("replies", 2), ("drafts", 1), ("reading-objections", 2)):
        for days, stood in ((6, 0), (5, number), (3, number), (2, 0)):
            moment = (now - timedelta(days=days) + timedelta(seconds=1)).isoformat()
            found = client.get(f"{ROOT}{kind}/", {"known_at": moment}).json()["count"]
            assert found == stood, (kind, days)


@pytest.mark.parametrize(
    ("kind", "ordering"),
    [
        ("drafts", "-closed_at"),
        ("reading-objections", "closed_at"),
        ("overrides", "-confirmed_at,expires_on"),
        ("replies", "-made_at"),
    ],
)
def test_a_cursor_walks_each_list_in_order(kind: str, ordering: str, cast: Cast, said: BothSaid) -> None:
    client, met = signed_in(cast.administrator), []
    following: str | None = f"{ROOT}{kind}/?page_size=1&ordering={ordering}"
    while following:
        body = client.get(following).json()
        met += [row["id"] for row in body["results"]]
        following = body["next"]
    assert sorted(met) == sorted(key_of(kind, on) for on in (said.bureau, said.street))


def test_a_judgement_is_shown_beside_what_was_said_to_it(cast: Cast, both: Both, said: BothSaid) -> None:
    client = signed_in(cast.staff)
    for kind, name in (("reading-objections", "assessment"), ("replies", "assessment"), ("drafts", "issued")):
        shown = client.get(
            f"{ROOT}{kind}/{key_of(kind, said.bureau)}/", {"expand": name, "fields": f"id,{name}"}
        ).json()
        assert shown[name] == both.bureau.assessment.pk
        assert shown["expanded"][name]["stage"] == "contractual"


def test_an_assessment_names_what_stands_beside_it(cast: Cast, both: Both, said: BothSaid) -> None:
    for person, sees_draft in (("street_staff", True), ("staff", False), ("analyst", False)):
        client = signed_in(getattr(cast, person))
        one = client.get(f"{ROOT}assessments/{both.street.assessment.pk}/").json()
        listed = client.get(f"{ROOT}partnerships/{cast.street_partnership.pk}/assessments/").json()["results"][0]
        assert one == listed
        assert (one["stage"], one["beside"]["override"]["stage"]) == ("contractual", "dependence")
        assert [(each["side"], each["text"]) for each in one["beside"]["replies"]] == [
            ("ngo", "The room was never ours.")
        ]
        assert (one["beside"]["draft"] is not None) == sees_draft, person
    Override.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    Reply.objects.update(withdrawn_at=timezone.now())
    Draft.objects.update(closed_at=timezone.now(), outcome="withdrawn")
    beside = signed_in(cast.street_staff).get(f"{ROOT}assessments/{both.street.assessment.pk}/").json()["beside"]
    assert beside == {"override": None, "draft": None, "replies": []}


def test_a_token_for_assessments_alone_is_told_of_no_draft(cast: Cast, both: Both, said: BothSaid) -> None:
    address = f"{ROOT}assessments/{both.bureau.assessment.pk}/"
    _token, narrow = made(cast.ngo_manager, "assessments:read")
    _token, wide = made(cast.ngo_manager, "assessments:read", "hearings:read")
    assert bearer(narrow).get(address).json()["beside"]["draft"] is None
    assert bearer(wide).get(address).json()["beside"]["draft"]["id"] == said.bureau.draft.pk


def test_the_whole_of_an_open_draft_is_read_as_it_would_be_issued(cast: Cast, both: Both) -> None:
    draft = open_draft(both.bureau)
    address, manager = f"{ROOT}drafts/{draft.pk}/reading/", signed_in(cast.ngo_manager)
    shown = manager.get(address).json()
    assert set(shown) >= {"as_of", "stage", "odds", "dimensions", "indicators", "conditions", "flags"}
    assert shown["as_of"] == draft.as_of.isoformat()
    assert shown["indicators"]["R3"]["facts"] == 1
    for person in ("analyst", "other_manager", "street_staff"):
        assert signed_in(getattr(cast, person)).get(address).status_code == 404
    Draft.objects.update(closed_at=timezone.now(), outcome="withdrawn")
    assert manager.get(address).status_code == 404


@pytest.mark.parametrize("path", ["assessments/", "assessments/?history=true", *(f"{kind}/" for kind in SEEN)])
@pytest.mark.parametrize("person", ["street_staff", "administrator"])
def test_the_number_of_queries_does_not_grow(path: str, person: str, cast: Cast, both: Both, said: BothSaid) -> None:
    client = signed_in(getattr(cast, person))

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(ROOT + path).status_code == 200
        return len(asked)

    queries()
    before = queries()
    on, now = both.street, timezone.now()
    about = {"partnership": on.partnership}
    for number in range(3):
        open_draft(on, closed_at=now, opened_at=now, outcome="withdrawn")
        Objection.objects.create(**about, assessment=on.assessment, about=f"N{number + 1}", side="ngo", grounds="No.",
                                 opened_by=cast.other_manager)  # fmt: skip
        Reply.objects.create(**about, assessment=on.assessment, side="ngo", text="No.", made_at=now, withdrawn_at=now,
                             made_by=cast.other_manager)  # fmt: skip
        Override.objects.create(**about, stage=2, grounds="x", expires_on=timezone.localdate(), proposed_at=now,
                                proposed_by=cast.administrator, confirmed_by=cast.staff, confirmed_at=now,
                                ended_at=now, end_reason="Over.")  # fmt: skip
    _more_judgements(both, cast)
    assert queries() == before
