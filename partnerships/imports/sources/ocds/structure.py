"""Whether a release has the form OCDS 1.1 asks for, as far as it is read here. Everything wrong is told at once."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from partnerships.imports.cells import UNSTORABLE
from partnerships.imports.findings import Problem, RawRow, RowRefusedError
from partnerships.imports.json_items import kind_of

LISTS, OBJECTS = ("tag", "awards", "parties", "contracts"), ("buyer", "tender")
# Members of a tender in OCDS 1.1. Others may be there, as extensions; one that all but equals one of these is a slip.
TENDER_MEMBERS = (
    "id",
    "title",
    "description",
    "status",
    "procuringEntity",
    "items",
    "value",
    "minValue",
    "procurementMethod",
    "procurementMethodDetails",
    "procurementMethodRationale",
    "mainProcurementCategory",
    "awardCriteria",
    "awardCriteriaDetails",
    "submissionMethod",
    "tenderPeriod",
    "enquiryPeriod",
    "hasEnquiries",
    "eligibilityCriteria",
    "awardPeriod",
    "contractPeriod",
    "numberOfTenderers",
    "tenderers",
    "documents",
    "milestones",
    "amendments",
)
SAME_WORD = 0.9


def check_release(row: RawRow) -> None:
    """Raises RowRefusedError with everything in which the release departs from the standard."""
    if row.fault:
        raise RowRefusedError([Problem("", row.fault)])
    problems = list(_problems(row.values))
    if problems:
        raise RowRefusedError(problems)


def is_sound(row: RawRow) -> bool:
    """Whether the release departs from the standard in nothing that is read here."""
    return not row.fault and next(_problems(row.values), None) is None


def _problems(release: Mapping[str, Any]) -> Iterator[Problem]:
    ocid = release.get("ocid")
    if not isinstance(ocid, str) or not ocid.strip() or UNSTORABLE.search(ocid):
        yield Problem("ocid", _("The release has no “ocid”, the id of its contracting process."))
    for name in LISTS:
        if name in release and not isinstance(release[name], list):
            yield _wrong_kind(release, name, _("a list […]; put it in square brackets, even where there is only one"))
        for place, item in enumerate(release[name] if isinstance(release.get(name), list) else []):
            if not isinstance(item, str if name == "tag" else dict):
                words = {"kind": kind_of(item)}
                yield Problem(name, _("What stands here, %(kind)s, does not belong here.") % words, f"{name}[{place}]")
    for name in OBJECTS:
        if name in release and not isinstance(release[name], dict):
            yield _wrong_kind(release, name, _("an object {…}"))
    yield from _slips(release.get("tender"))
    yield from _without_buyer(release.get("buyer"))


def _wrong_kind(release: Mapping[str, Any], name: str, wanted: str) -> Problem:
    words = {"name": name, "kind": kind_of(release[name]), "wanted": wanted}
    return Problem(name, _("“%(name)s” is %(kind)s; OCDS 1.1 asks for %(wanted)s.") % words, name)


def _slips(tender: Any) -> Iterator[Problem]:
    for name in tender if isinstance(tender, dict) else ():
        close = get_close_matches(name, TENDER_MEMBERS, 1, SAME_WORD)
        if name not in TENDER_MEMBERS and close and close[0] not in tender:
            sentence = _("OCDS has no “%(name)s” here; “%(close)s” is probably meant. Rename it.")
            yield Problem(name, sentence % {"name": name, "close": close[0]}, f"tender.{name}")


def _without_buyer(buyer: Any) -> Iterator[Problem]:
    if buyer is None:
        yield Problem("buyer", _("The release names no buyer."), "buyer")
    elif isinstance(buyer, dict) and not buyer.get("name"):
        yield Problem("name", _("The buyer has no “name”. OCDS asks for it beside the id."), "buyer")
