"""The administration: one row per page, one line per table. Nobody but administrators gets in."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.routes.rows import Row, row

# Whoever is no administrator is led to where one signs in, and told there that the administration is not for them.
OUTSIDE = "sign-in sign-in sign-in sign-in"
Answers = Mapping[str, tuple[str, str]]

# What an administrator gets on each page, by GET and by POST.
READ: Answers = {
    "changelist": ("200", "200"),
    "history": ("200", "200"),
    "add": ("403", "403"),
    "change": ("200", "403"),
    "delete": ("403", "403"),
}
KEPT: Answers = READ | {"add": ("200", "200"), "change": ("200", "200")}
MADE: Answers = READ | {"add": ("200", "200")}

TABLES: Mapping[str, tuple[str, Answers]] = {
    "contract": ("{contract}", READ),
    "suspension": ("{suspension}", READ),
    "amendment": ("{amendment}", READ),
    "milestone": ("{milestone}", READ),
    "payment": ("{payment}", READ),
    "evaluation": ("{evaluation}", READ),
    "annualfinance": ("{finance}", READ),
    "interactionevent": ("{event}", READ),
    "request": ("{request}", READ),
    "networkmembership": ("{membership}", READ),
    "servicetie": ("{tie}", READ),
    "standing": ("{standing}", READ),
    "contest": ("{contest}", READ),
    "verificationchange": ("{change}", READ),
    "change": ("{trail}", READ),
    "calendaraddress": ("{calendar_address}", READ),
    "apitoken": ("{api_token}", READ),
    "sentreminder": ("{sent_reminder}", READ),
    "document": ("{document}", READ),
    "documentdownload": ("{download}", READ),
    "invitation": ("{invitation}", READ),
    "importbatch": ("{batch}", READ),
    "importrow": ("{import_row}", READ),
    "columnmapping": ("{column_mapping}", READ),
    "eventtype": ("NET_LEAD", READ),
    "servicenetwork": ("{network}", KEPT),
    "organization": ("{ngo}", KEPT),
    "partnership": ("{partnership}", MADE),
    "surveyround": ("{survey_round}", READ),
    "surveyresult": ("{survey_result}", READ),
    "succession": ("{succession}", READ),
    "organizationmerge": ("{merge}", READ),
    "jurisdiction": ("{jurisdiction}", KEPT),
    "user": ("{official}", KEPT),
    "analystgrant": ("{grant}", KEPT),
}


def _office(route: str, arguments: str = "", *, read: str = "200", write: str = "200", **further: Any) -> Row:
    """A page of the administration. Django's admin takes every method but POST for GET."""
    cells = f"{OUTSIDE} {read}"
    return row(route, arguments, GET=cells, POST=f"{OUTSIDE} {write}", PUT=cells, PATCH=cells, DELETE=cells, **further)


def _read(route: str, **further: Any) -> Row:
    """A page of the administration that is read and nothing else."""
    return row(route, GET=f"{OUTSIDE} 200", **further)


def _table(name: str, key: str, answers: Answers) -> Iterator[Row]:
    for page, (read, write) in answers.items():
        arguments = "" if page in {"changelist", "add"} else key
        yield _office(f"admin:partnerships_{name}_{page}", arguments, read=read, write=write)
    old = f"/admin/partnerships/{name}/{key}/"
    yield _office(f"admin/partnerships/{name}/<path:object_id>/", address=old, read="302", write="302")


ROWS = (
    _office("admin:index"),
    _office("admin:app_list", "partnerships"),
    *(line for name, (key, answers) in TABLES.items() for line in _table(name, key, answers)),
    _office("admin:auth_user_password_change", "{official}"),
    row("admin:password_change", **dict.fromkeys(("GET", "POST", "PUT"), f"{OUTSIDE} 200")),
    _read("admin:password_change_done"),
    _read("admin:autocomplete", query="app_label=partnerships&model_name=partnership&field_name=ngo"),
    _read("admin:jsi18n"),
    _office("admin:view_on_site", "1 1", read="404", write="404"),
    # Leads to the sign-in page of the site, and on from there.
    row("admin:login", **dict.fromkeys(("GET", "POST", "PUT", "PATCH", "DELETE"), "sign-in 403 403 403 302")),
    row(
        "admin:logout",
        POST="302 302 302 302 sign-in",
        **dict.fromkeys(("GET", "PUT", "PATCH", "DELETE"), "302 302 302 302 405"),
    ),
    _office("admin/(?P<url>.*)$", address="/admin/nothing/", read="404", write="404"),
)
