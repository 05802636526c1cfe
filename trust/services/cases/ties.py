"""The ties of a case: to single partners, and memberships of networks."""

from datetime import date, datetime

from partnerships.models import NetworkMembership, Organization, Partnership, ServiceTie
from partnerships.services import networks, organizations
from partnerships.services.provenance import Provenance

from . import spellings

SIZE_UNSTATED = 1  # a network of unknown size counts as one partner

End = tuple[date, datetime] | None  # the first day no longer open, and the moment that became known


class Ties:
    """Records the ties of one NGO. `kinds`: of each, by table and key, the kind of partner as the file names it."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        self.partners: dict[str, Organization] = {}
        self.kinds: dict[tuple[str, int], str] = {}

    def record(
        self, row: spellings.Row, started: date, end: End, provenance: Provenance
    ) -> ServiceTie | NetworkMembership:
        """Records one row: as membership of a network if it is an alliance or has a size, else as a tie."""
        in_network = row["kind"] == "alliance" or row.get("size")
        recorded = self._membership if in_network else self._tie
        tie = recorded(row, started, end, provenance)
        self.kinds["networkmembership" if in_network else "servicetie", tie.pk] = str(row["kind"])
        return tie

    def _tie(self, row: spellings.Row, started: date, end: End, provenance: Provenance) -> ServiceTie:
        tie: ServiceTie = networks.record_tie(
            by=None,
            organization=self.partnership.ngo,
            partner=self._partner(row["org"], row["kind"]),
            started_on=started,
            with_body=self.partnership.government if row.get("with_government") else None,
            provenance=provenance,
        )
        if end:
            tie = networks.end_tie(by=None, tie=tie, ended_on=end[0], recorded_at=end[1])
        return tie

    def _membership(self, row: spellings.Row, started: date, end: End, provenance: Provenance) -> NetworkMembership:
        network = networks.found_network(by=None, name=row["org"], declared_size=int(row.get("size") or SIZE_UNSTATED))
        members = [(self.partnership.ngo, "lead" if row.get("role") == "lead" else "member")]
        if row.get("with_government"):
            members.append((self.partnership.government, "member"))
        joined = [
            networks.join_network(
                by=None,
                network=network,
                organization=organization,
                role=role,
                started_on=started,
                provenance=provenance,
            )
            for organization, role in members
        ]
        if end:
            for membership in joined:
                networks.leave_network(by=None, membership=membership, ended_on=end[0], recorded_at=end[1])
        return joined[0]

    def _partner(self, name: str, kind: str) -> Organization:
        if name not in self.partners:
            known = spellings.organization_kind(kind)
            sector = "government" if known == "government_body" else "other"
            self.partners[name] = organizations.register_organization(by=None, name=name, sector=sector, kind=known)
        return self.partners[name]
