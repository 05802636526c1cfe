"""A network, its members, the ties between them, and the lead agency's partnerships with those it works through."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.imports.cells import UnreadableError, read_day
from partnerships.imports.files import examine_file
from partnerships.imports.findings import Problem, RawRow, RowRefusedError, UnusableFileError
from partnerships.imports.ledger import Ledger
from partnerships.imports.parties import Parties, Party, Scheme
from partnerships.imports.run import ImportRun, Part
from partnerships.imports.shape import Shape
from partnerships.imports.tables import read_csv
from partnerships.models import NetworkMembership, Organization, ServiceNetwork, ServiceTie
from partnerships.services.networks import found_network

from .rows import EDGES, NODES, Agency, Tie, parse_agency, parse_tie

NODES_END, EDGES_END = "_nodes.csv", "_edges.csv"


@dataclass(slots=True)
class Study:
    """The network under import: its key, the days it holds, and its organizations by name."""

    slug: str
    name: str
    started_on: date
    ended_on: date | None
    organizations: dict[str, Organization] = field(default_factory=dict)

    def period(self, run: ImportRun) -> dict[str, Any]:
        """The days of a membership or tie."""
        return {
            "started_on": self.started_on,
            "ended_on": self.ended_on,
            "end_recorded_at": run.moment if self.ended_on else None,
        }


def recognises(shape: Shape) -> bool:
    """Whether it is a folder with nodes and edges."""
    return all(any(name.endswith(end) for name in shape.names) for end in (NODES_END, EDGES_END))


def load_network(run: ImportRun, path: Path, options: Mapping[str, str]) -> None:
    """Imports the folder. Raises UnusableFileError where it does not hold exactly one network."""
    nodes, edges = _only(path, NODES_END), _only(path, EDGES_END)
    study = _study(nodes.name.removesuffix(NODES_END), options)
    nodes_file, edges_file = examine_file(nodes), examine_file(edges)
    nodes_part, edges_part = run.open_part(nodes_file), run.open_part(edges_file)
    agencies = list(nodes_part.parsed(read_csv(nodes_file, NODES), parse_agency))
    network = _load_agencies(nodes_part, agencies, study, Parties.of_run(run, options))
    _load_ties(edges_part, edges_part.parsed(read_csv(edges_file, EDGES), parse_tie), study, network)


def _only(path: Path, end: str) -> Path:
    found = sorted(path.glob(f"*{end}")) if path.is_dir() else []
    if len(found) != 1:
        words = {"end": end, "found": ", ".join(file.name for file in found) or _("none")}
        reason = _("The folder must hold exactly one file that ends in %(end)s. Found: %(found)s.") % words
        raise UnusableFileError(reason, file=path.name)
    return found[0]


def _study(slug: str, options: Mapping[str, str]) -> Study:
    name = options.get("name") or slug.replace("_", " ").capitalize()
    started_on, ended_on = _day(options, "started_on"), _day(options, "ended_on")
    if started_on is None or (ended_on and ended_on <= started_on):
        raise UnusableFileError(_("The option “ended_on” must lie after “started_on”."))
    if max(started_on, ended_on or started_on) > timezone.localdate():
        raise UnusableFileError(_("The options “started_on” and “ended_on” must not lie in the future."))
    return Study(slug, name, started_on, ended_on)


def _day(options: Mapping[str, str], name: str) -> date | None:
    try:
        return read_day(options.get(name))
    except UnreadableError as error:
        raise UnusableFileError(_("The option “%(name)s”: %(error)s") % {"name": name, "error": error}) from error


def _load_agencies(part: Part, agencies: list[tuple[RawRow, Agency]], study: Study, parties: Parties) -> ServiceNetwork:
    """Organizations, memberships, the network itself, and the lead agency's partnerships."""
    memberships = Ledger(part, NetworkMembership)
    members: list[tuple[RawRow, Agency]] = []
    for row, agency in agencies:
        identifiers: dict[str, str] = {Scheme.LOCAL: f"service_network:{study.slug}:{agency.name}"}
        try:
            with part.attempt(row):
                party = Party(agency.name, agency.type.sector, agency.type.kind, identifiers)
                study.organizations[agency.name], remarks = parties.settle(party)
        except RowRefusedError:
            parties.forget()
            continue
        part.remark(row, remarks)
        members.append((row, agency))
    lead = next((study.organizations[agency.name] for _row, agency in members if agency.is_lead), None)
    network = _network(part, study, lead)
    for row, agency in members:
        role = NetworkMembership.MemberRole.LEAD if agency.is_lead else NetworkMembership.MemberRole.MEMBER
        organization = study.organizations[agency.name]
        fields = {"network_id": network.pk, "organization_id": organization.pk, "role": role}
        memberships.put(row, f"{network.source_key}:member:{agency.name}", fields | study.period(part.run))
        if lead and agency.type.has_partnership:
            parties.partnership(lead, organization)
    memberships.flush()
    _remark_on_members(part, lead)
    return network


def _network(part: Part, study: Study, lead: Organization | None) -> ServiceNetwork:
    key = f"service_network:{study.slug}"
    known = ServiceNetwork.objects.filter(source_key=key).first()
    part.run.report.record("servicenetwork", "unchanged" if known else "created")
    return known or found_network(
        by=part.run.by, name=study.name, convened_by=lead, founded_on=study.started_on, source_key=key
    )


def _remark_on_members(part: Part, lead: Organization | None) -> None:
    if lead is None:
        part.remark_on_file("is_lead_agency", _("No lead agency is marked, so no partnership was opened."))
    reason = _(
        "The table does not say who is non-profit; contractors, coalitions and advocacy groups are taken as NGOs."
    )
    part.remark_on_file("agency_type", reason)


def _load_ties(part: Part, rows: Any, study: Study, network: ServiceNetwork) -> None:
    ties = Ledger(part, ServiceTie)
    for row, tie in rows:
        try:
            first, second = (_organization(study, name, field) for name, field in _ends(tie))
        except RowRefusedError as refusal:
            part.refuse(row, refusal.problems)
            continue
        fields = {
            "organization_id": first.pk,
            "partner_id": second.pk,
            "kind": tie.kind,
            "strength": tie.strength,
            "network_id": network.pk,
        }
        key = f"{network.source_key}:{tie.kind}:{':'.join(tie.pair)}"
        ties.put(row, key, fields | study.period(part.run))
    ties.flush()


def _ends(tie: Tie) -> list[tuple[str, str]]:
    """The two ends in alphabetical order, each with the column it stands in: a tie given twice has one key."""
    return sorted(((tie.first, "a"), (tie.second, "b")))


def _organization(study: Study, name: str, column: str) -> Organization:
    if name not in study.organizations:
        reason = _("“%(name)s” is not among the organizations of the network.") % {"name": name}
        raise RowRefusedError([Problem(column, reason)])
    return study.organizations[name]
