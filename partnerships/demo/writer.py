"""Writes a generated world into the database, through the services of the records, in one transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from partnerships.models import (
    Document,
    DocumentLink,
    Fact,
    IncomeLine,
    Jurisdiction,
    ServiceNetwork,
)
from partnerships.services.batches import record_facts, record_income_lines
from partnerships.services.copying import copy_rows
from partnerships.services.jurisdictions import JurisdictionRow, load_jurisdictions
from partnerships.services.networks import found_network
from partnerships.services.successions import record_succession

from .book import Stamped
from .rows import Shelf, confirmation_row, contest_row
from .world import TIME_ZONE, Agreement, World

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
        self._write_successions()
        return shelf

    def _write_divisions(self) -> None:
        divisions = self.world.divisions
        rows = [JurisdictionRow(one.code, one.name.zh, one.level, one.parent or "", one.name.en) for one in divisions]
        load_jurisdictions(by=None, rows=rows)
        written = Jurisdiction.objects.filter(code__in=[one.code for one in divisions])
        self.shelf.jurisdictions.update((place.code, place) for place in written)
        self.watch(len(divisions))

    def _write_parties(self) -> None:
        """Organizations with their codes."""
        shelf, parties = self.shelf, self.world.parties
        rows = [shelf.organization_row(party) for party in parties]
        copy_rows(rows)
        copy_rows([shelf.identifier_row(party, row) for party, row in zip(parties, rows, strict=True)])
        shelf.organizations.update((party.key, row) for party, row in zip(parties, rows, strict=True))
        self.watch(len(parties))

    def _write_successions(self) -> None:
        """Who took over from whom, known from the day on; last, since what goes on is seen by its contracts."""
        for party in self.world.parties:
            if party.succeeded_by and party.dissolved_on:
                record_succession(
                    by=None,
                    organization=self.shelf.organizations[party.key],
                    successor=self.shelf.organizations[party.succeeded_by],
                    happened_on=party.dissolved_on,
                    recorded_at=datetime.combine(party.dissolved_on, time(9), TIME_ZONE),
                )

    def _write_pairs(self) -> None:
        rows = [self.shelf.partnership_row(pair) for pair in self.world.pairs]
        copy_rows(rows)
        self.shelf.partnerships.update((pair.key, row) for pair, row in zip(self.world.pairs, rows, strict=True))
        self.watch(len(rows))

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
            if network.ended_on:
                ended = ServiceNetwork.objects.filter(pk=self.shelf.networks[network.key].pk)
                ended.update(ended_on=network.ended_on)
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
        lines = [
            IncomeLine(finance=row, partnership=self.shelf.partnerships[pair], amount=Decimal(amount))
            for accounts, row in zip(self.world.accounts, rows, strict=True)
            for pair, amount in accounts.lines
        ]
        record_income_lines(by=None, lines=lines)

    def _write_facts(self, facts: Sequence[S], row_of: Callable[[S], Fact]) -> list[Any]:
        """Writes facts of one kind in batches, then the objections to them and their documents, all by COPY."""
        rows: list[Any] = []
        for start in range(0, len(facts), BATCH):
            batch = facts[start : start + BATCH]
            rows += record_facts(by=None, facts=[row_of(fact) for fact in batch])
            self.watch(len(batch))
        if rows:
            _attach_confirmations(facts, rows)
            _attach_objections(facts, rows)
            self._attach_documents(facts, rows)
        return rows

    def _attach_documents(self, facts: Sequence[S], rows: Sequence[Fact]) -> None:
        """The facts' documents: addresses in an archive that does not exist."""
        kind = ContentType.objects.get_for_model(rows[0])
        documented = [(fact.stamp, row) for fact, row in zip(facts, rows, strict=True) if fact.stamp.document]
        documents = [
            Document(title=stamp.document.both, url=f"{ARCHIVE}{number:05d}", uploaded_at=stamp.recorded_at)
            for number, (stamp, _row) in enumerate(documented, start=self.documents + 1)
            if stamp.document
        ]
        if documents:
            copy_rows(documents)
            pairs = zip(documents, documented, strict=True)
            copy_rows([DocumentLink(document=one, content_type=kind, object_id=row.pk) for one, (_s, row) in pairs])
            self.documents += len(documents)


def _attach_confirmations(facts: Sequence[Stamped], rows: Sequence[Fact]) -> None:
    """The steps from one side's word to both sides'."""
    kind = ContentType.objects.get_for_model(rows[0])
    confirmed = [(row, fact.stamp.confirmed_at) for fact, row in zip(facts, rows, strict=True)]
    changes = [confirmation_row(kind, row, moment) for row, moment in confirmed if moment]
    if changes:
        copy_rows(changes)


def _attach_objections(facts: Sequence[Stamped], rows: Sequence[Fact]) -> None:
    """The objections to the facts; a fact whose objection was upheld is voided by its own columns."""
    kind = ContentType.objects.get_for_model(rows[0])
    objected = [(row, fact.stamp.objection) for fact, row in zip(facts, rows, strict=True)]
    contests = [contest_row(kind, row, objection) for row, objection in objected if objection]
    if contests:
        copy_rows(contests)
