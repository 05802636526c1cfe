"""Writes a generated world into the database, through the services of the records, in one transaction."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db import transaction

from partnerships.models import Fact, IncomeLine, Jurisdiction, Organization
from partnerships.services.batches import record_facts
from partnerships.services.documents import attach_document
from partnerships.services.networks import found_network
from partnerships.services.organizations import register_organization
from partnerships.services.partnerships import open_partnership
from partnerships.services.verification import contest_fact, rule_on_contest

from .book import Stamped
from .rows import Shelf
from .world import Agreement, Label, Objection, World

BATCH = 1000
ARCHIVE = "https://archive.tinglan.example/"

S = TypeVar("S", bound=Stamped)


class Writer:
    """Writes one world; calls `watch` with the number of records after each portion."""

    def __init__(self, world: World, watch: Callable[[int], None]) -> None:
        self.world = world
        self.watch = watch
        self.shelf = Shelf()
        self.documents = 0

    @transaction.atomic
    def write(self) -> Shelf:
        """Writes everything, or nothing."""
        world, shelf = self.world, self.shelf
        self._write_divisions()
        self._write_parties()
        self._write_pairs()
        self._write_networks()
        self._write_agreements()
        self._write_facts(world.changes, shelf.amendment_row)
        self._write_facts(world.deliverables, shelf.milestone_row)
        self._write_facts(world.instalments, shelf.payment_row)
        self._write_facts(world.reviews, shelf.evaluation_row)
        self._write_facts(world.happenings, shelf.event_row)
        self._write_facts(world.petitions, shelf.request_row)
        self._write_facts(world.registry, shelf.standing_row)
        self._write_facts(world.memberships, shelf.membership_row)
        self._write_facts(world.ties, shelf.tie_row)
        self._write_accounts()
        return shelf

    def _write_divisions(self) -> None:
        for division in self.world.divisions:
            self.shelf.jurisdictions[division.code] = Jurisdiction.objects.create(
                code=division.code,
                name=division.name.zh,
                name_en=division.name.en,
                level=division.level,
                parent=self.shelf.jurisdictions[division.parent] if division.parent else None,
            )
        self.watch(len(self.world.divisions))

    def _write_parties(self) -> None:
        for party in self.world.parties:
            self.shelf.organizations[party.key] = register_organization(
                by=None,
                name=party.name.zh,
                name_en=party.name.en,
                sector=party.sector,
                kind=party.kind,
                jurisdiction=self.shelf.jurisdictions[party.division],
                service_field=party.service_field.both if party.service_field else "",
                mission=party.mission.both if party.mission else "",
                registered_on=party.registered_on,
                identifiers={"CN-USCC": party.uscc},
            )
            self.watch(1)
        for party in self.world.parties:
            if party.dissolved_on and party.succeeded_by:
                Organization.objects.filter(pk=self.shelf.organizations[party.key].pk).update(
                    dissolved_on=party.dissolved_on, succeeded_by=self.shelf.organizations[party.succeeded_by]
                )

    def _write_pairs(self) -> None:
        organizations = self.shelf.organizations
        for pair in self.world.pairs:
            self.shelf.partnerships[pair.key] = open_partnership(
                by=None, government=organizations[pair.government], ngo=organizations[pair.ngo]
            )
            self.watch(1)

    def _write_networks(self) -> None:
        for network in self.world.networks:
            self.shelf.networks[network.key] = found_network(
                by=None,
                name=network.name.zh,
                name_en=network.name.en,
                convened_by=self.shelf.organizations[network.convened_by],
                declared_size=network.declared_size,
                founded_on=network.founded_on,
                purpose=network.purpose.both,
            )
            self.watch(1)

    def _write_agreements(self) -> None:
        """Contracts, those that renew another after the one they renew."""
        written = self.shelf.contracts
        waiting: Sequence[Agreement] = self.world.agreements
        while waiting:
            ready = [one for one in waiting if one.renews is None or one.renews in written]
            waiting = [one for one in waiting if one.renews and one.renews not in written]
            rows = self._write_facts(ready, self.shelf.contract_row)
            written.update((one.key, row) for one, row in zip(ready, rows, strict=True))

    def _write_accounts(self) -> None:
        rows = self._write_facts(self.world.accounts, self.shelf.finance_row)
        IncomeLine.objects.bulk_create(
            [
                IncomeLine(finance=row, partnership=self.shelf.partnerships[pair], amount=amount)
                for accounts, row in zip(self.world.accounts, rows, strict=True)
                for pair, amount in accounts.lines
            ]
        )

    def _write_facts(self, facts: Sequence[S], row_of: Callable[[S], Fact]) -> list[Any]:
        """Writes facts of one kind in batches, then the objections to them and their documents."""
        rows: list[Any] = []
        for start in range(0, len(facts), BATCH):
            batch = facts[start : start + BATCH]
            rows += record_facts(by=None, facts=[row_of(fact) for fact in batch])
            self.watch(len(batch))
        for fact, row in zip(facts, rows, strict=True):
            if fact.stamp.objection:
                _object(row, fact.stamp.objection)
            if fact.stamp.document:
                self._attach(row, fact.stamp.document)
        return rows

    def _attach(self, row: Fact, title: Label) -> None:
        self.documents += 1
        attach_document(by=None, fact=row, title=title.both, url=f"{ARCHIVE}{self.documents:05d}")


def _object(row: Fact, objection: Objection) -> None:
    """Raises the objection and, where it was, has it ruled on."""
    contest = contest_fact(by=None, fact=row, grounds=objection.grounds, at=objection.opened_at)
    if objection.closed_at:
        rule_on_contest(
            by=None, contest=contest, outcome=objection.outcome, ruling=objection.ruling, at=objection.closed_at
        )
