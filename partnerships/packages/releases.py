"""Contracts as OCDS 1.1: one contracting process, one release and one record for each contract that stands.

What an import reads back (parties, number, title, method, classification, days, value) comes back as it was. Source of
the form: https://standard.open-contracting.org/1.1/en/ and the extension in `static/ocds`.
"""

import json
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from partnerships.datasets import data_tables
from partnerships.models import Contract, Organization, OrganizationIdentifier, User

from .archive import Archive

Json = dict[str, Any]
Method, Scheme = Contract.Method, OrganizationIdentifier.Scheme
AT_ONCE = 500
FROM_OCDS = re.compile(r"ocds:(?P<ocid>.+?):(?P<award>[^:]+):(?P<supplier>[^:]+)")
CODES: Mapping[str, str] = {
    Method.OPEN_TENDER: "open",
    Method.INVITED: "selective",
    Method.NEGOTIATION: "limited",
    Method.CONSULTATION: "limited",
    Method.INQUIRY: "limited",
    Method.FRAMEWORK: "limited",
    Method.SINGLE_SOURCE: "direct",
    Method.DIRECT: "direct",
    Method.VENTURE: "open",
    Method.ENTRUSTED: "direct",
}
# Stands before numbers that must keep all their digits; no text of anybody can begin like it.
EXACT = secrets.token_hex(16)
AS_NUMBER = re.compile(f'"{EXACT}(-?[0-9.]+)"')


def contracts_of(user: User) -> Iterator[Json]:
    """The releases of all contracts the person may see, some hundreds at a time."""
    rows = (
        Contract.objects.visible_to(user)
        .standing()
        .order_by("pk")
        .select_related("partnership__government", "partnership__ngo")
        .prefetch_related(
            "partnership__government__identifiers", "partnership__ngo__identifiers", "amendments", "milestones",
            "payments",
        )
    )  # fmt: skip
    contracts = rows.iterator(chunk_size=AT_ONCE)
    while part := list(islice(contracts, AT_ONCE)):
        judged = _judgements(user, {contract.partnership_id for contract in part})
        for contract in part:
            yield release(contract, judged.get(contract.partnership_id))


def write_ocds(archive: Archive, user: User, told: Callable[[Iterable[Json]], Iterator[Json]]) -> None:
    """A package of releases and one of records; each reads the contracts anew rather than hold them all."""
    archive.add("releases.json", packaged("releases", told(contracts_of(user))))
    archive.add("records.json", packaged("records", map(as_record, contracts_of(user))))


def release(contract: Contract, judgement: Json | None) -> Json:
    """What is on record of one contract as a release."""
    body, ngo = contract.partnership.government, contract.partnership.ngo
    ids = _Ids(contract, ngo)
    buyer = {"id": _id(body), "name": body.name}
    supplier = {"id": ids.supplier, "name": ngo.name}
    found: Json = {
        "ocid": ids.ocid,
        "id": f"{ids.ocid}-{contract.pk}",
        "date": timezone.localtime(contract.recorded_at).isoformat(timespec="seconds"),
        "tag": ["award", "contract"],
        "initiationType": "tender",
        "language": "zh",
        "parties": [
            {**buyer, "roles": ["buyer"], **_registered(body)},
            {**supplier, "roles": ["supplier"], **_registered(ngo), "details": {"vcse": True}},
        ],
        "buyer": buyer,
        "tender": _tender(contract, ids),
        "awards": [_award(contract, ids, supplier)],
        "contracts": [_contract(contract, ids, buyer, supplier)],
    }
    return {**found, "relationshipAssessment": judgement} if judgement else found


class _Ids:
    """Ids of one process: those it came with, where it was imported from OCDS, else our own."""

    def __init__(self, contract: Contract, ngo: Organization) -> None:
        came = FROM_OCDS.fullmatch(contract.source_key)
        self.ocid = came["ocid"] if came else f"{settings.OCDS_PREFIX}-{contract.pk}"
        self.award = came["award"] if came else contract.number or f"award-{contract.pk}"
        self.supplier = came["supplier"] if came else _id(ngo)


def _judgements(user: User, partnerships: set[int]) -> dict[int, Json]:
    """The present judgement on each partnership, in the words of the extension."""
    rows = data_tables()["assessments"].rows(user).filter(current__isnull=False, partnership__in=partnerships)
    return {
        row["as_partnership_id"]: {
            "id": str(row["as_id"]),
            "asOf": _moment(row["as_as_of"]),
            "stage": row["as_stage"],
            "reason": row["as_reason"] or None,
            "atLeastDependence": row["as_at_least_dependence"],
            "atLeastContractual": row["as_at_least_contractual"],
            "atLeastEqual": row["as_at_least_equal"],
        }
        for row in rows
    }


def _tender(contract: Contract, ids: _Ids) -> Json:
    with override("en"):
        details = str(Method(contract.method).label)
    scheme, _space, code = contract.catalogue_code.rpartition(" ")
    classification = {**({"scheme": scheme} if scheme else {}), "id": code}
    return {
        "id": f"{ids.ocid}-tender",
        "status": "complete",
        "procurementMethod": CODES[contract.method],
        "procurementMethodDetails": details,
        **({"classification": classification} if code else {}),
    }


def _award(contract: Contract, ids: _Ids, supplier: Json) -> Json:
    return {
        "id": ids.award,
        "number": contract.number,
        "title": contract.title,
        "status": "active",
        "date": _moment(contract.signed_on),
        "value": _value(contract.value, contract.currency),
        "suppliers": [supplier],
        "contractPeriod": _period(contract),
    }


def _contract(contract: Contract, ids: _Ids, buyer: Json, supplier: Json) -> Json:
    has_ended = contract.closed_on or contract.terminated_on or contract.ends_on < timezone.localdate()
    amendments = [_amendment(each) for each in contract.amendments.all() if not each.is_voided]
    milestones = [_milestone(each) for each in contract.milestones.all() if not each.is_voided]
    paid = [each for each in contract.payments.all() if not each.is_voided and each.amount_paid is not None]
    transactions = [
        {
            "id": f"payment-{each.pk}",
            "date": _moment(each.paid_on),
            "value": _value(each.amount_paid, contract.currency),
            "payer": buyer,
            "payee": supplier,
        }
        for each in paid
    ]
    implementation = {name: rows for name, rows in (("transactions", transactions), ("milestones", milestones)) if rows}
    return {
        "id": f"contract-{contract.pk}",
        "awardID": ids.award,
        "title": contract.title,
        "status": "terminated" if has_ended else "active",
        "period": _period(contract),
        "value": _value(contract.value, contract.currency),
        "dateSigned": _moment(contract.signed_on),
        **({"amendments": amendments} if amendments else {}),
        **({"implementation": implementation} if implementation else {}),
    }


def _amendment(amendment: Any) -> Json:
    return {
        "id": f"amendment-{amendment.pk}",
        "date": _moment(amendment.signed_on),
        **({"description": amendment.description} if amendment.description else {}),
    }


def _milestone(milestone: Any) -> Json:
    return {
        "id": f"milestone-{milestone.pk}",
        "title": milestone.title,
        "type": "delivery",
        "dueDate": _moment(milestone.due_on),
        "status": "met" if milestone.reached_on else "scheduled",
        **({"dateMet": _moment(milestone.reached_on)} if milestone.reached_on else {}),
    }


def _period(contract: Contract) -> Json:
    return {"startDate": _moment(contract.starts_on), "endDate": _moment(contract.ends_on)}


def _value(amount: Decimal | None, currency: str) -> Json:
    return {**({"amount": amount} if amount is not None else {}), "currency": currency}


def _moment(day: date) -> str:
    """The beginning of a day here; OCDS knows no days without a time."""
    return timezone.make_aware(datetime.combine(day, time())).isoformat()


def _id(organization: Organization) -> str:
    """The id by which an import finds the organization again: of a register, else its own."""
    found = _identifiers(organization)
    if not found:
        return f"gongxin-{organization.pk}"
    first = found[0]
    if first.scheme in (Scheme.LOCAL, Scheme.THREESIXTY):
        return str(first.value.removeprefix("ocds:"))
    return f"{first.scheme}-{first.value}"


def _registered(organization: Organization) -> Json:
    """The register's entry, where a register knows it."""
    for each in _identifiers(organization):
        if each.scheme not in (Scheme.LOCAL, Scheme.THREESIXTY):
            return {"identifier": {"scheme": each.scheme, "id": each.value, "legalName": organization.name}}
    return {}


def _identifiers(organization: Organization) -> list[OrganizationIdentifier]:
    """Numbers of registers first, always in the same order."""
    local = (Scheme.LOCAL, Scheme.THREESIXTY)
    return sorted(organization.identifiers.all(), key=lambda each: (each.scheme in local, each.scheme, each.value))


def as_json(value: Any) -> str:
    """JSON in which amounts keep all their digits."""
    text = json.dumps(value, ensure_ascii=False, default=lambda number: f"{EXACT}{number}")
    return AS_NUMBER.sub(r"\1", text)


def packaged(name: str, items: Iterator[Json]) -> Iterator[bytes]:
    """A package of releases or records, written item by item."""
    head = {
        "uri": f"{settings.SITE_URL}/data/",
        "version": "1.1",
        "publishedDate": timezone.localtime().isoformat(timespec="seconds"),
        "publisher": {"name": "Gongxin 共信"},
        "extensions": [f"{settings.SITE_URL}{settings.STATIC_URL}ocds/extension.json"],
    }
    yield f'{as_json(head)[:-1]}, "{name}": [\n'.encode()
    for number, item in enumerate(items):
        yield f"{',' if number else ''}{as_json(item)}\n".encode()
    yield b"]}\n"


def as_record(found: Json) -> Json:
    """The record of a process that has one release: the release, and what it comes to."""
    return {"ocid": found["ocid"], "releases": [found], "compiledRelease": {**found, "tag": ["compiled"]}}
