"""Awards to NGOs become contracts. Awards to others are read, checked and left out: they make no partnership."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from partnerships.imports.files import SourceFile, examine_file
from partnerships.imports.findings import Problem, RawRow, RowRefusedError
from partnerships.imports.json_items import list_in, read_items
from partnerships.imports.ledger import Ledger
from partnerships.imports.org_ids import as_identifier
from partnerships.imports.parties import Kind, Parties, Party, Sector
from partnerships.imports.run import ImportRun, Part
from partnerships.imports.shape import Shape
from partnerships.models import Contract

from .compiling import Process, compiled
from .rows import IN_FORCE, Award, award_rows, parse_award
from .structure import check_release, is_sound

NAME = "ocds"
LISTS = ("releases", "records")


def recognises(shape: Shape) -> bool:
    """Whether it is a package of releases or records, or a bare list of releases."""
    return shape.list in LISTS or "ocid" in shape.members


def load_awards(run: ImportRun, path: Path, options: Mapping[str, str]) -> None:
    """Imports one file. Raises UnusableFileError where it is no JSON or holds no releases."""
    file = examine_file(path)
    part = run.open_part(file)
    parties = Parties.of_run(run, options)
    contracts = Ledger(part, Contract)
    if not list_in(file, LISTS):
        part.remark_on_file("", _("The file is a bare list and no release package; its items are read as releases."))
    counts = Counter(row.values["ocid"] for row in _releases(file) if is_sound(row))
    for process in compiled(_sound(part, _releases(file)), counts):
        _load_process(part, process, parties, contracts)
    contracts.flush()


def _releases(file: SourceFile) -> Iterator[RawRow]:
    """The releases; of a record its compiled release, else the releases it embeds."""
    for row in read_items(file, LISTS):
        state = row.values.get("compiledRelease")
        embedded = row.values.get("releases")
        if isinstance(state, dict):
            yield RawRow(f"{row.location}.compiledRelease", state)
        elif isinstance(embedded, list):
            for number, release in enumerate(embedded):
                if isinstance(release, dict):
                    yield RawRow(f"{row.location}.releases[{number}]", release)
        else:
            yield row


def _sound(part: Part, rows: Iterator[RawRow]) -> Iterator[RawRow]:
    """The releases that have the form the standard asks for; the others are refused."""
    for row in rows:
        try:
            check_release(row)
        except RowRefusedError as refusal:
            part.take(row)
            part.refuse(row, refusal.problems)
            continue
        yield row


def _load_process(part: Part, process: Process, parties: Parties, contracts: Ledger) -> None:
    if not process.state.get("awards"):
        part.take(process.row)
        part.leave_out(process.row, "awards", _("Nothing has been awarded yet."))
        return
    for row, award in part.parsed(award_rows(process), lambda row: parse_award(row, process)):
        if award.status not in IN_FORCE:
            part.leave_out(row, "status", _("The award is “%(status)s”, not in force.") % {"status": award.status})
            continue
        if not award.supplier.is_ngo:
            sentence = _("%(name)s is not marked as a voluntary organization and has no charity number.")
            part.leave_out(row, "suppliers", sentence % {"name": award.supplier.name})
            continue
        _load_award(row, award, parties, contracts)


def _load_award(row: RawRow, award: Award, parties: Parties, contracts: Ledger) -> None:
    part = contracts.part
    try:
        with part.attempt(row):
            fields, remarks = _contract(award, parties)
    except RowRefusedError:
        parties.forget()
        return
    if contracts.put(row, award.key, fields):
        part.remark(row, [*award.remarks, *remarks])


def _contract(award: Award, parties: Parties) -> tuple[dict[str, Any], list[Problem]]:
    """The contract's fields, and what is to be said about its parties."""
    supplier = award.supplier
    buyer, about_buyer = parties.settle(
        _party(award.buyer_name, [award.buyer_id or award.buyer_name], Sector.GOVERNMENT, Kind.GOVERNMENT_BODY)
    )
    ngo, about_ngo = parties.settle(
        _party(supplier.name, [supplier.registered or supplier.id, supplier.id], Sector.NGO, Kind.SOCIAL_SERVICE)
    )
    fields = {
        "partnership_id": parties.partnership(buyer, ngo),
        "number": award.number,
        "title": award.title,
        "method": award.method,
        "catalogue_code": award.classification,
        "signed_on": award.signed_on,
        "starts_on": award.starts_on,
        "ends_on": award.ends_on,
        "value": award.value,
        "currency": award.currency,
    }
    return fields, [*about_buyer, *about_ngo]


def _party(name: str, ids: list[str], sector: Sector, kind: Kind) -> Party:
    """Ids of the notice portal are given out anew for the same organization, so its exact name recognises it too."""
    identifiers: dict[str, str] = dict(as_identifier(one, NAME) for one in ids)
    return Party(name, sector, kind, identifiers, known_by_name=True)
