"""`python -m benchmarks.lists [ORGANIZATIONS]`: what people wait for lists, records and the record picker.

By default the country of `benchmarks.country`: 100,000 organizations and two million facts. Pages and API, each for an
administrator who sees all, an analyst with a grant for each of a hundred districts, staff of one of them, and the
manager of one NGO. With `DATABASE_URL` it measures that server, otherwise the embedded one.
"""

import argparse
import logging
import os
from collections.abc import Mapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

DEEP = 2_000  # rows before the deep page of the API, or as many as a person sees
# By list of the API: a filter that fits few, and one that fits many.
API = {
    "organizations": ("q=777", "sector=ngo"),
    "partnerships": ("q=777", "created_from=2000-01-01"),
    "contracts": ("q=000777", "method=open_tender"),
    "payments": ("state=late", "state=paid"),
    "events": ("occurred_from=2025-01-01&occurred_before=2025-01-08", "type=REC_JOINT_BODY"),
    "assessments": ("jurisdiction=990003", "stage=equal"),
}
PAGES = {
    "home": "/",
    "to-do": "/todo/",
    "organizations": "/organizations/",
    "organizations, few": "/organizations/?q=777",
    "organizations, many": "/organizations/?sector=ngo",
    "partnerships": "/partnerships/",
    "partnerships, many": "/partnerships/?stage=equal",
    "contracts": "/contracts/",
    "contracts, few": "/contracts/?q=000777",
    "contracts, many": "/contracts/?state=in_force",
    "payments": "/payments/",
    "payments, few": "/payments/?state=late",
    "payments, many": "/payments/?state=paid",
    "events": "/events/",
    "events, many": "/events/?type=REC_JOINT_BODY",
}
CHOICES = {
    f"picker: {kind}, {typed or 'nothing typed'}": f"/choices/{kind}/?q={typed}"
    for kind in ("organization", "partnership", "contract")
    for typed in ("", "晨", "青晨")
}


def main() -> None:
    """Makes the country, measures, and prints a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lists", description=__doc__)
    parser.add_argument("organizations", nargs="?", type=int, default=100_000)
    parser.add_argument("--only", choices=["pages", "api"], help="one half of the table")
    asked = parser.parse_args()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    logging.disable(logging.WARNING)
    from .country import described, populate
    from .databases import database, drop
    from .waits import print_waits

    try:
        with database("lists"):
            people = populate(asked.organizations, with_facts=True)
            print(described())
            print_waits({name: _addresses(person, asked.only) for name, person in people.items()}, people)
    finally:
        drop("lists")


def _addresses(person: Any, only: str | None) -> Mapping[str, str]:
    found: dict[str, str] = {}
    if only != "api":
        found |= PAGES | _records() | CHOICES
    if only != "pages":
        found |= {name: address for kind in API for name, address in _of_list(kind, person).items()}
    return found


def _records() -> Mapping[str, str]:
    """One record of each kind, the same for everybody: those of the manager's NGO and its body."""
    from partnerships.models import Contract, Partnership, User

    ngo = User.objects.get(username="manager").organization_id
    partnership = Partnership.objects.get(ngo=ngo)
    contract = Contract.objects.filter(partnership=partnership).order_by("pk")[0]
    return {
        "profile of an NGO": f"/organizations/{ngo}/",
        "profile of a body": f"/organizations/{partnership.government_id}/",
        "partnership": f"/partnerships/{partnership.pk}/",
        "contract": f"/contracts/{contract.pk}/",
    }


def _of_list(kind: str, person: Any) -> Mapping[str, str]:
    few, many = API[kind]
    address = f"/api/v1/{kind}/"
    first, deep = _walked(address, person)
    return {
        f"API {kind}": address,
        f"API {kind}, deep": deep,
        f"API {kind}, few": f"{address}?{few}",
        f"API {kind}, many": f"{address}?{many}",
        f"API {kind}, one": f"{address}{first}/",
    }


def _walked(address: str, person: Any) -> tuple[int, str]:
    """The key of the first row, and the address of the page after `DEEP` rows, or of the last before."""
    from django.http import QueryDict
    from django.test import Client

    browser = Client(headers={"host": "localhost"})
    browser.force_login(person)
    page = browser.get(address, {"page_size": DEEP // 2, "fields": "id"}).json()
    first, deep = page["results"][0]["id"], address
    for _step in range(2):
        if page["next"] is None:
            break
        deep = page["next"].partition("localhost")[2]
        page = browser.get(deep).json()
    query = QueryDict(deep.partition("?")[2], mutable=True)
    query["page_size"] = "100"
    query.pop("fields", None)
    return first, f"{address}?{query.urlencode()}"


if __name__ == "__main__":
    main()
