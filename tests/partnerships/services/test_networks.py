"""Networks, memberships, ties and annual finance."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from partnerships.models import AnnualFinance, IncomeLine, NetworkMembership, ServiceNetwork, ServiceTie
from partnerships.services.finance import record_annual_finance
from partnerships.services.networks import end_tie, found_network, join_network, leave_network, record_tie
from partnerships.services.provenance import Provenance
from partnerships.services.verification import void_fact
from tests.cast import Cast
from tests.partnerships.services.refusals import refused

BY_NGO = Provenance("single", "ngo")
OFFICIAL = Provenance("official", "registry")
START, END = date(2023, 5, 1), date(2024, 5, 1)


def network(cast: Cast) -> ServiceNetwork:
    """A network the NGO convened."""
    return found_network(by=cast.ngo_manager, name="养老服务网络", convened_by=cast.ngo, declared_size=12)


def join(cast: Cast, **given: Any) -> NetworkMembership:
    """The NGO in the network."""
    terms: dict[str, Any] = {
        "by": cast.ngo_manager,
        "organization": cast.ngo,
        "started_on": START,
        "provenance": BY_NGO,
        "role": "lead",
    }
    terms |= given
    return join_network(**{"network": terms.pop("network", None) or network(cast), **terms})


def test_an_ngo_founds_a_network_and_joins_it_once(cast: Cast) -> None:
    founded = network(cast)
    assert join(cast, network=founded).role == "lead"
    with refused("__all__", "member of this network already"):
        join(cast, network=founded)
    assert NetworkMembership.objects.count() == 1


def test_nobody_founds_a_network_in_anothers_name(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        found_network(by=cast.other_manager, name="N", convened_by=cast.ngo)
    with pytest.raises(PermissionDenied):
        join(cast, by=cast.other_manager)


def test_a_network_that_has_ended_takes_no_members(cast: Cast) -> None:
    founded = network(cast)
    ServiceNetwork.objects.filter(pk=founded.pk).update(ended_on=START)
    founded.refresh_from_db()
    with refused("started_on", "2023-05-01"):
        join(cast, network=founded)
    assert join(cast, network=founded, started_on=date(2023, 4, 30))


def test_a_membership_ends_once_after_it_started(cast: Cast) -> None:
    membership = join(cast)
    with refused("ended_on", "2023-05-01"):
        leave_network(by=cast.ngo_manager, membership=membership, ended_on=START)
    left = leave_network(by=cast.ngo_manager, membership=membership, ended_on=date(2023, 5, 2))
    assert left.end_recorded_at is not None
    with refused("ended_on", "2023-05-02"):
        leave_network(by=cast.ngo_manager, membership=membership, ended_on=END)
    assert join(cast, network=membership.network, started_on=END)


def tie(cast: Cast, **given: Any) -> ServiceTie:
    """A tie of the two NGOs, with the street office."""
    terms: dict[str, Any] = {
        "by": cast.ngo_manager,
        "organization": cast.ngo,
        "partner": cast.other_ngo,
        "started_on": START,
        "provenance": BY_NGO,
        "with_body": cast.street_office,
        "strength": Decimal("2.50"),
    }
    return record_tie(**terms | given)


def test_a_tie_is_open_until_it_ends(cast: Cast) -> None:
    opened = tie(cast)
    with refused("__all__", "open tie of this kind already"):
        tie(cast)
    ended = end_tie(by=cast.other_manager, tie=opened, ended_on=END)
    assert ServiceTie.objects.get() == ended
    with refused("ended_on", "2024-05-01"):
        end_tie(by=cast.ngo_manager, tie=opened, ended_on=END)
    assert tie(cast, started_on=END)


@pytest.mark.parametrize(
    ("field", "given", "part"),
    [
        ("__all__", {"partner": "ngo"}, "two different organizations"),
        ("with_body", {"with_body": "other_ngo"}, "Qingquan"),
        ("kind", {"kind": "marriage"}, "marriage"),
        ("started_on", {"started_on": date(2999, 1, 1)}, "2999-01-01"),
    ],
)
def test_a_tie_with_an_error_is_refused(field: str, given: dict[str, Any], part: str, cast: Cast) -> None:
    named = {"partner", "with_body"}
    with refused(field, part):
        tie(cast, **{key: getattr(cast, value) if key in named else value for key, value in given.items()})
    assert not ServiceTie.objects.exists()


def test_the_end_of_a_tie_is_known_from_the_moment_the_system_gives(cast: Cast) -> None:
    moment = datetime(2024, 6, 1, tzinfo=UTC)
    past = Provenance("official", "registry", datetime(2023, 6, 1, tzinfo=UTC))
    opened = tie(cast, by=None, provenance=past)
    assert end_tie(by=None, tie=opened, ended_on=END, recorded_at=moment).end_recorded_at == moment
    with refused("ended_on", "2024-06-02", "2024-06-01"):
        other = tie(cast, by=None, provenance=past, kind="referral")
        end_tie(by=None, tie=other, ended_on=date(2024, 6, 2), recorded_at=moment)


def income(cast: Cast, **given: Any) -> AnnualFinance:
    """The NGO's income of 2023, 300,000 of 500,000 of it from the bureau."""
    terms: dict[str, Any] = {
        "by": cast.ngo_manager,
        "organization": cast.ngo,
        "year": 2023,
        "total_income": Decimal(500000),
        "provenance": BY_NGO,
        "lines": {cast.partnership: Decimal(300000)},
    }
    return record_annual_finance(**terms | given)


def test_a_years_income_is_recorded_once_and_again_after_voiding(cast: Cast) -> None:
    finance = income(cast)
    assert finance.lines.get().amount == Decimal(300000)
    with refused("__all__", "void it before"):
        income(cast)
    void_fact(by=cast.ngo_manager, fact=finance, reason="Audited figures came in")
    income(cast, total_income=Decimal(510000))
    assert AnnualFinance.objects.standing().get().total_income == Decimal(510000)


@pytest.mark.parametrize(
    ("field", "given", "part"),
    [
        ("total_income", {"total_income": Decimal(-1)}, "-1"),
        ("lines", {"total_income": Decimal(299999)}, "300000"),
        ("__all__", {"year": 1977}, "1978"),
        ("currency", {"currency": "cny"}, "cny"),
    ],
)
def test_an_income_with_an_error_is_refused(field: str, given: dict[str, Any], part: str, cast: Cast) -> None:
    with refused(field, part):
        income(cast, **given)
    assert not IncomeLine.objects.exists()


def test_a_year_to_come_is_refused(cast: Cast) -> None:
    with refused("year", "2150-01-01"):
        income(cast, year=2150)
    assert not AnnualFinance.objects.exists()


def test_lines_belong_to_the_ngos_own_partnerships(cast: Cast) -> None:
    with refused("lines", "no partnership of"):
        income(cast, lines={cast.street_partnership: Decimal(1)})
