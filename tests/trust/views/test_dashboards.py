"""The dashboards: who sees which numbers, by which filters, and where they lead."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.models import AnalystGrant, Organization, Partnership
from tests.api.evidence import Both, record_payment
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast
from tests.trust.views.conftest import SignIn
from trust.presenters.population import Picture
from trust.services.spells import rebuild_spells

FEW = "left out (small number)"


def fill(cast: Cast, **numbers: int) -> None:
    """So many partnerships of the bureau at each stage, each in a service field of its stage's name."""
    run = run_known_at()
    for stage, name in enumerate(("dependence", "contractual", "equal"), start=1):
        for number in range(numbers.get(name, 0)):
            ngo = Organization.objects.create(
                name=f"{name}{number}", sector="ngo", kind="charity", jurisdiction=cast.district, service_field=name
            )
            partnership = Partnership.objects.create(government=cast.bureau, ngo=ngo)
            judge(run, partnership, date(2025, 7, 31), stage=stage)
    rebuild_spells(list(Partnership.objects.values_list("pk", flat=True)))


def numbers_on(page: object) -> dict[str, object]:
    """The table of the distribution."""
    picture = page.context["pictures"][0]  # type: ignore[attr-defined]
    return dict(picture.rows)


def test_staff_see_their_partnerships_whole(cast: Cast, signed_in: SignIn) -> None:
    fill(cast, dependence=6, contractual=2, equal=7)
    page = signed_in(cast.staff).get(reverse("dashboards"))
    assert numbers_on(page) == {
        "Dependence trust": 6,
        "Contractual trust": 2,
        "Equal cooperation": 7,
        "Lapsed": 0,
        "No stage": 0,
    }


def test_analysts_are_not_told_small_cells_nor_what_they_follow_from(cast: Cast, signed_in: SignIn) -> None:
    fill(cast, dependence=6, contractual=2, equal=7)
    AnalystGrant.objects.filter(user=cast.analyst).update(jurisdiction=cast.district)
    page = signed_in(cast.analyst).get(reverse("dashboards"))
    told = numbers_on(page)
    assert told["Contractual trust"] is None
    assert told["Dependence trust"] is None
    assert told["Equal cooperation"] == 5
    assert "left out<span" in page.content.decode()


@pytest.mark.parametrize("person", ["staff", "administrator"])
def test_files_leave_small_cells_out_for_everybody(cast: Cast, signed_in: SignIn, person: str) -> None:
    fill(cast, dependence=6, contractual=2, equal=7)
    client = signed_in(getattr(cast, person))
    text = client.get(reverse("dashboards"), {"download": "distribution"}).content.decode()
    assert f"Contractual trust,{FEW}" in text
    assert f"Dependence trust,{FEW}" in text
    assert "Equal cooperation,5" in text
    assert "to the nearest five" in text
    assert "never entered the records" in text


def test_filters_and_addresses_are_those_of_the_list(cast: Cast, signed_in: SignIn) -> None:
    fill(cast, dependence=6, contractual=2)
    client = signed_in(cast.staff)
    page = client.get(reverse("dashboards"), {"service_field": "contractual"})
    assert numbers_on(page)["Contractual trust"] == 2
    assert numbers_on(page)["Dependence trust"] == 0
    for address, (_outcome, number) in page.context["pictures"][0].lines():
        assert bool(address) == bool(number)
        assert not number or client.get(address).context["listing"].page.paginator.count == number


def test_managers_are_told_why_there_is_nothing_for_them(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.ngo_manager).get(reverse("dashboards"))
    assert "those of your own organization only" in page.content.decode()


@pytest.mark.parametrize("query", ["no=1", "download=nothing", "period_from=2025-01-01&period_until=2024-01-01"])
def test_an_address_that_is_not_understood_is_refused(cast: Cast, signed_in: SignIn, query: str) -> None:
    assert signed_in(cast.staff).get(f"{reverse('dashboards')}?{query}").status_code == 400


def picture(page: object, name: str) -> Picture:
    return next(each for each in page.context["pictures"] if each.name == name)  # type: ignore[attr-defined]


def test_a_division_and_a_field_lead_to_as_many_partnerships_in_the_list(cast: Cast, signed_in: SignIn) -> None:
    fill(cast, dependence=6, contractual=2, equal=7)
    client = signed_in(cast.staff)
    page = client.get(reverse("dashboard-groups"))
    for name in ("divisions", "fields"):
        shown = picture(page, name)
        assert shown.rows
        for address, (_group, *numbers) in shown.lines():
            if address:
                listed = client.get(address).context["listing"].page.paginator.object_list
                assert listed.filter(latest_assessment__isnull=False).count() == sum(numbers)
    assert ["dependence", 0, 6, 0, 0, 0] in [list(row) for row in picture(page, "fields").rows]


def test_points_of_a_group_are_its_median_and_left_out_for_a_few(cast: Cast, signed_in: SignIn) -> None:
    fill(cast, dependence=6, contractual=2)
    shown = {
        name: points
        for name, *points in picture(signed_in(cast.staff).get(reverse("dashboard-groups")), "field-dimensions").rows
    }
    assert shown["dependence"] == [6, 50, 60, 20, 30]
    assert shown["contractual"] == [None] * 5


def test_analysts_are_not_told_small_cells_of_groups(cast: Cast, signed_in: SignIn) -> None:
    fill(cast, dependence=6, contractual=2)
    AnalystGrant.objects.filter(user=cast.analyst).update(jurisdiction=cast.district)
    rows = [list(row) for row in picture(signed_in(cast.analyst).get(reverse("dashboard-groups")), "fields").rows]
    assert not any(number in range(1, 5) for row in rows for number in row[1:])


def history(cast: Cast, number: int, *months: tuple[date, int]) -> None:
    """So many more partnerships of the bureau, each judged at these month ends with these stages."""
    run = run_known_at()
    for _each in range(number):
        ngo = Organization.objects.create(
            name=f"机构{Partnership.objects.count()}", sector="ngo", kind="charity", jurisdiction=cast.district
        )
        partnership = Partnership.objects.create(government=cast.bureau, ngo=ngo)
        for day, stage in months:
            judge(run, partnership, day, stage=stage)
    rebuild_spells(list(Partnership.objects.values_list("pk", flat=True)))


PERIOD = {"period_from": "2024-01-31", "period_until": "2025-07-31"}
UP = ((date(2024, 1, 31), 1), (date(2024, 11, 30), 2), (date(2025, 7, 31), 2))
DOWN = ((date(2024, 1, 31), 3), (date(2025, 2, 28), 2), (date(2025, 7, 31), 2))
STAYED = ((date(2024, 1, 31), 2), (date(2025, 7, 31), 2))
ALL = ("dashboards", "dashboard-groups", "dashboard-time", "dashboard-cohorts", "dashboard-rates")


@pytest.mark.parametrize(
    ("page", "name"),
    [("dashboards", "months"), ("dashboards", "flows"), ("dashboards", "quarters"), ("dashboard-rates", "moves")],
)
def test_every_number_leads_to_exactly_the_partnerships_behind_it(
    cast: Cast, signed_in: SignIn, page: str, name: str
) -> None:
    history(cast, 6, *UP)
    history(cast, 2, *DOWN)
    history(cast, 7, *STAYED)
    client = signed_in(cast.staff)
    told = 0
    for line in picture(client.get(reverse(page), PERIOD if page == "dashboards" else {}), name).cells():
        for address, number in line[1:]:
            assert bool(address) == bool(number)
            if number:
                told += 1
                if told < 12:
                    assert client.get(address).context["listing"].page.paginator.count == number
    assert told


def counted(client: Client, address: str) -> int:
    """How many partnerships the list has."""
    found: int = client.get(address).context["listing"].page.paginator.count
    return found


def test_the_ends_of_the_flows_lead_to_those_that_stood_there(cast: Cast, signed_in: SignIn) -> None:
    history(cast, 6, *UP)
    history(cast, 2, *DOWN)
    history(cast, 7, *STAYED)
    history(cast, 3, (date(2025, 3, 31), 1))  # not observed on the first day
    client = signed_in(cast.staff)
    data = picture(client.get(reverse("dashboards"), PERIOD), "flows").data
    sums = [[sum(line) for line in data["table"]], [sum(line) for line in zip(*data["table"], strict=True)]]
    assert sums == [[0, 6, 7, 2, 0], [0, 0, 15, 0, 0]]
    for addresses, numbers in zip(data["nodes"], sums, strict=True):
        for address, number in zip(addresses, numbers, strict=True):
            assert bool(address) == bool(number)
            assert not number or counted(client, address) == number


def test_medians_lead_to_the_partnerships_judged(cast: Cast, signed_in: SignIn) -> None:
    fill(cast, dependence=6, contractual=2)
    Partnership.objects.create(government=cast.bureau, ngo=cast.other_ngo)  # not judged
    client = signed_in(cast.staff)
    for name in ("division-dimensions", "field-dimensions"):
        for _name, (address, number), *points in picture(client.get(reverse("dashboard-groups")), name).cells():
            assert {link for link, _point in points} == {address}
            assert bool(address) == bool(number)
            assert not number or counted(client, address) == number


def test_the_yearly_matrix_leads_to_those_that_moved_so_or_stood_there(cast: Cast, signed_in: SignIn) -> None:
    history(cast, 6, *UP)
    history(cast, 7, *STAYED)
    client = signed_in(cast.staff)
    matrix = picture(client.get(reverse("dashboard-rates")), "matrix").cells()
    told = {(row, column): address for row, line in enumerate(matrix) for column, (address, _cell) in enumerate(line)}
    assert counted(client, told[1, 3]) == 6  # from dependence to contractual
    assert counted(client, told[2, 3]) == 13  # ever contractual
    assert told[2, 0] == told[2, 3]
    assert told[2, 2] == ""  # nobody went back: half a month is added


@pytest.mark.parametrize("page", ALL)
def test_analysts_are_not_led_to_what_they_are_not_told(cast: Cast, signed_in: SignIn, page: str) -> None:
    history(cast, 6, *UP)
    history(cast, 2, *DOWN)
    AnalystGrant.objects.filter(user=cast.analyst).update(jurisdiction=cast.district)
    pictures = signed_in(cast.analyst).get(reverse(page)).context["pictures"]
    cells = [cell for each in pictures for line in each.cells() for cell in line[1:]]
    assert cells
    assert not [address for address, number in cells if number is None and address]
    counts = [
        n
        for each in pictures
        if each.name in {"months", "flows", "quarters", "moves", "divisions", "fields"}
        for row in each.rows
        for n in row[1:]
    ]
    assert not [number for number in counts if isinstance(number, int) and 0 < number < 5]


@pytest.mark.parametrize("page", ALL)
def test_every_table_is_a_file_with_what_to_mind(cast: Cast, signed_in: SignIn, page: str) -> None:
    history(cast, 6, *UP)
    client = signed_in(cast.staff)
    for each in client.get(reverse(page)).context["pictures"]:
        text = client.get(reverse(page), {"download": each.name}).content.decode()
        assert each.headings[0] in text
        assert each.note.split(".")[0] in text


def test_a_curve_is_told_in_steps_of_five_endings_to_analysts(cast: Cast, signed_in: SignIn) -> None:
    history(cast, 6, *UP)
    history(cast, 8, (date(2024, 1, 31), 1), (date(2025, 7, 31), 1))
    AnalystGrant.objects.filter(user=cast.analyst).update(jurisdiction=cast.district)
    page = signed_in(cast.analyst).get(reverse("dashboard-time"))
    rows = [row for row in picture(page, "lasting").rows if row[0] == "Dependence trust"]
    assert [(row[1], row[2], row[3]) for row in rows] == [(0, 15, "100%"), (6, 15, "100%"), (12, 10, "67%")]


def test_the_smallest_debtors_are_one_row_without_a_name(cast: Cast, both: Both, signed_in: SignIn) -> None:
    record_payment(both.bureau.contract, paid_on=None, amount_paid=None, paid_recorded_at=None, due_on=date(2025, 1, 1))
    AnalystGrant.objects.filter(user=cast.analyst).update(jurisdiction=cast.district)
    whole = picture(signed_in(cast.staff).get(reverse("dashboard-groups")), "arrears")
    told = picture(signed_in(cast.analyst).get(reverse("dashboard-groups")), "arrears")
    assert str(cast.district) in [row[0] for row in whole.rows]
    assert [list(row) for row in told.rows] == [["1 small group", None, None, None, None]]


def test_where_and_when_are_asked_together(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.staff)
    assert client.get(reverse("partnership-list"), {"was": "equal"}).status_code == 400
    assert client.get(reverse("partnership-list"), {"was": "equal", "was_on": "2025-07-31"}).status_code == 200


def test_analysts_see_pictures_at_home_without_small_numbers(cast: Cast, signed_in: SignIn) -> None:
    fill(cast, dependence=6, contractual=2, equal=7)
    AnalystGrant.objects.filter(user=cast.analyst).update(jurisdiction=cast.district)
    page = signed_in(cast.analyst).get(reverse("home"))
    assert numbers_on(page)["Contractual trust"] is None
    assert [each.name for each in page.context["pictures"]] == ["distribution", "months", "quarters"]


def test_staff_see_the_picture_of_their_jurisdiction_at_home(cast: Cast, signed_in: SignIn) -> None:
    fill(cast, dependence=6, contractual=2)
    page = signed_in(cast.staff).get(reverse("home"))
    assert [each.name for each in page.context["pictures"]] == ["months", "quarters"]
