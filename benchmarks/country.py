"""A country for the benchmarks of lists and dashboards: 100 districts, with facts, judgements, spells and people.

By default 100,000 organizations and two million facts, always the same. Organizations and partnerships are those of
`benchmarks.search`; what hangs on them is made inside the database, which takes a minute or two where COPY of the same
rows would take several. Foreign keys are not checked on the way, for the keys are right by construction.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from .search import DISTRICTS, FIELDS, INDEXES, copy_in, make_districts, organization_of

CONTRACTS_EACH, PAYMENTS_PER_CONTRACT, EVENTS_EACH, STANDINGS_EACH = 3, 3, 7, 2  # per organization
MONTHS, FIRST_YEAR = 120, 2015  # a path takes 86 months at most
LENGTHS = (5, 11, 17, 8, 23, 14, 29)
PATHS = ((0, 1, 2, 3), (0, 1, 2, 1), (0, 1, 0, 2), (1, 2, 3, 2), (0, 2, 4, 1), (1, 2, 4), (0, 1, 2, 3, 2))
SPELLS = (
    "partnership_id",
    "stage",
    "reason",
    "started_on",
    "ended_on",
    "last_on",
    "next_stage",
    "next_reason",
    "dimension_means",
)
FACT = "'official', 'registry', '2025-01-15 08:00+08'::timestamptz + n * interval '1 second', '', ''"
FACT_COLUMNS = "verification, recorded_side, recorded_at, void_reason, source_key"

# Every statement counts `n` from 1 over its facts; `pairs` holds the keys of partnerships by place from 0.
FACTS = {
    "partnerships_contract": f"""
        INSERT INTO partnerships_contract ({FACT_COLUMNS}, partnership_id, number, title, title_en, method,
            catalogue_code, signed_on, starts_on, ends_on, value, currency, termination_party, termination_fault,
            termination_reason, termination_verification, termination_side, closing_note)
        SELECT {FACT}, pairs.key, 'HT-' || 2015 + n %% 10 || '-' || to_char(n, 'FM000000'),
            2015 + n %% 10 || '年度' || (ARRAY['居家养老', '社区矫正', '青少年成长', '心理疏导'])[1 + n %% 4],
            'Services ' || n %% 977, (ARRAY['open_tender', 'consultation', 'single_source'])[1 + n %% 3],
            '', day, day, day + 365, n %% 900 * 1000, 'CNY', '', '', '', '', '', ''
        FROM generate_series(1, %(contracts)s) n JOIN pairs ON pairs.place = n * 7919::bigint %% %(pairs)s,
            LATERAL (SELECT '2016-01-01'::date + n %% 3900 AS day) days
    """,
    "partnerships_payment": f"""
        INSERT INTO partnerships_payment ({FACT_COLUMNS}, contract_id, stage, due_on, amount_due, paid_on, amount_paid,
            paid_recorded_at)
        SELECT {FACT}, contract.id, 'interim', due, contract.value / 3,
            CASE WHEN paid THEN due + (n %% 50)::int END, CASE WHEN paid THEN contract.value / 3 END,
            CASE WHEN paid THEN '2025-01-15 08:00+08'::timestamptz END
        FROM partnerships_contract contract
            CROSS JOIN LATERAL (SELECT contract.id * 3 + part AS n, contract.starts_on + 100 * part AS due
                                FROM generate_series(1, %(payments)s) part) parts,
            LATERAL (SELECT due < current_date - 30 AND n %% 40 > 0 AS paid) made
    """,
    "partnerships_interactionevent": f"""
        INSERT INTO partnerships_interactionevent ({FACT_COLUMNS}, partnership_id, type_id, occurred_on, outcome, party,
            currency, note)
        SELECT {FACT}, pairs.key, (ARRAY['REC_JOINT_PLAN', 'REC_JOINT_BODY', 'CUL_OFFICIAL_VISIT'])[1 + n %% 3],
            '2015-01-01'::date + n %% 3900, '', '', 'CNY',
            (ARRAY['召开季度联席会议', '走访服务现场', '交流心理服务案例'])[1 + n %% 3] || '，第' || n || '次'
        FROM generate_series(1, %(events)s) n JOIN pairs ON pairs.place = n * 7919::bigint %% %(pairs)s
    """,
    "partnerships_standing": f"""
        INSERT INTO partnerships_standing ({FACT_COLUMNS}, organization_id, kind, result, effective_on, reference, note)
        SELECT {FACT}, organization.id, 'CMP_ANNUAL', 'pass', '2023-06-30'::date + 365 * year, '', ''
        FROM partnerships_organization organization
            CROSS JOIN LATERAL (SELECT year, organization.id * 2 + year AS n
                                FROM generate_series(1, %(standings)s) year) years
        WHERE sector = 'ngo'
    """,
}
# One judgement for each spell, as of its first month; one more for the spell that goes on, which is the present one.
JUDGEMENTS = """
    INSERT INTO trust_assessment (run_id, partnership_id, as_of, since_on, stage, reason, flags, at_least_dependence,
        at_least_contractual, at_least_equal, dimension_means, dimension_deviations, indicator_values,
        indicator_deviations, indicator_facts, conditions, evidence_digest)
    SELECT %(run)s, partnership_id, day, started_on, stage, reason, 0, 0.9, 0.6, 0.2, array_fill(0.6::real, ARRAY[4]),
        array_fill(0.1::real, ARRAY[4]), array_fill(0.6::real, ARRAY[%(indicators)s]),
        array_fill(0.1::real, ARRAY[%(indicators)s]), array_fill(3::smallint, ARRAY[%(indicators)s]),
        array_fill(0.8::real, ARRAY[%(conditions)s]), md5(id::text)::uuid
    FROM trust_stagespell CROSS JOIN LATERAL
        (SELECT started_on AS day UNION SELECT last_on WHERE ended_on IS NULL) days
"""
PRESENT = """
    INSERT INTO trust_latestassessment (partnership_id, assessment_id, stage, reason, since_on)
    SELECT DISTINCT ON (partnership_id) partnership_id, id, stage, reason, since_on
    FROM trust_assessment ORDER BY partnership_id, as_of DESC
"""


def populate(size: int, *, with_facts: bool) -> dict[str, Any]:
    """Fills an empty, migrated database. Returns one person of each kind, by what they are."""
    from django.db import connection

    places = make_districts()
    with _bare():
        copy_in(_placed(number, places) for number in range(size))
        copy_in(_pairs())
        with connection.cursor() as cursor:
            _make_judgements(cursor)
            if with_facts:
                _make_facts(cursor, size)
            cursor.execute("DELETE FROM trust_reassessment")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return _people(places)


def described() -> str:
    """The server, what is in the country, and how busy the machine is, for the head of a table."""
    from django.db import connection

    from partnerships.models import Contract, Evaluation, InteractionEvent, Organization, Partnership, Payment, Standing
    from trust.models import Assessment, StageSpell

    facts = sum(model.objects.count() for model in (Contract, Payment, Evaluation, InteractionEvent, Standing))
    counted = ", ".join(
        f"{model.objects.count():,} {model._meta.verbose_name_plural}"
        for model in (Organization, Partnership, StageSpell, Assessment)
    )
    version = connection.pg_version // 10_000  # type: ignore[attr-defined]
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"\nPostgreSQL {version}: {counted}, {facts:,} facts. Load of the machine: {load}"


@contextmanager
def _bare() -> Iterator[None]:
    """Without the indexes of the search, which are made afterwards, and without checks of foreign keys."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(INDEXES)])
        definitions = [definition for (definition,) in cursor.fetchall()]
        cursor.execute(f"DROP INDEX {', '.join(INDEXES)}")
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("SET maintenance_work_mem = '256MB'")
        for definition in definitions:
            cursor.execute(definition)


def _placed(number: int, places: Sequence[Any]) -> Any:
    organization = organization_of(number, places)
    organization.service_field = FIELDS[number // 7 % len(FIELDS)]
    return organization


def _pairs() -> Iterator[Any]:
    """Every NGO with a body of its district: half of them with the first, the others with all of them in turn."""
    from partnerships.models import Organization, Partnership

    bodies: dict[int, list[int]] = {}
    rows = list(Organization.objects.order_by("pk").values_list("pk", "sector", "jurisdiction"))
    for key, sector, place in rows:
        if sector == "government":
            bodies.setdefault(place, []).append(key)
    for number, (key, sector, place) in enumerate(rows):
        if sector == "ngo":
            turn = number // DISTRICTS
            chosen = 0 if turn % 2 else turn // 2 % len(bodies[place])
            yield Partnership(government_id=bodies[place][chosen], ngo_id=key)


def _make_facts(cursor: Any, size: int) -> None:
    cursor.execute(
        "CREATE TEMPORARY TABLE pairs AS SELECT id AS key, row_number() OVER (ORDER BY id) - 1 AS place "
        "FROM partnerships_partnership"
    )
    cursor.execute("SELECT count(*) FROM pairs")
    numbers = {
        "pairs": cursor.fetchone()[0],
        "contracts": size * CONTRACTS_EACH,
        "payments": PAYMENTS_PER_CONTRACT,
        "events": size * EVENTS_EACH,
        "standings": STANDINGS_EACH,
    }
    for table, statement in FACTS.items():
        cursor.execute(statement, numbers)
        cursor.execute(f"ANALYZE {table}")


def _make_judgements(cursor: Any) -> None:
    """Spells, the judgements they were made of, and the present one of each partnership."""
    from django.utils import timezone

    from partnerships.models import Partnership
    from trust.models import AssessmentRun
    from trust.scoring.gates import CONDITION_CODES
    from trust.services import current_methodology
    from trust.services.methodologies import numbers_of

    keys = list(Partnership.objects.order_by("pk").values_list("pk", flat=True))
    with cursor.copy(f"COPY trust_stagespell ({', '.join(SPELLS)}) FROM STDIN") as copy:
        for row in _spells(keys):
            copy.write_row(row)
    methodology = current_methodology()
    run = AssessmentRun.objects.create(methodology=methodology, known_at=timezone.now())
    sizes = {"indicators": len(numbers_of(methodology).indicators), "conditions": len(CONDITION_CODES)}
    cursor.execute(JUDGEMENTS, {"run": run.pk, **sizes})
    cursor.execute(PRESENT)


def _spells(keys: Sequence[int]) -> Iterator[Sequence[Any]]:
    ends = [date(FIRST_YEAR + at // 12, at % 12 + 1, 1) - timedelta(days=1) for at in range(1, MONTHS + 12)]
    last = ends[-2]
    for key in keys:
        path, at = PATHS[key % len(PATHS)], key * 31 % (MONTHS // 4)
        for place, state in enumerate(path):
            if place + 1 == len(path):
                means = [(key % 97 + 7 * dimension) / 120 for dimension in range(4)]
                yield key, *_outcome(state, key), ends[at], None, last, None, None, means
                continue
            until = at + LENGTHS[(key // 7 + place) % len(LENGTHS)]
            yield key, *_outcome(state, key), ends[at], ends[until], ends[until], *_outcome(path[place + 1], key), None
            at = until


def _outcome(state: int, key: int) -> tuple[int, int]:
    """The stage and the reason."""
    return (0 if state == 4 else state), {0: 1 + key % 2, 4: 3}.get(state, 0)


def _people(places: Sequence[Any]) -> dict[str, Any]:
    from partnerships.models import AnalystGrant, Organization, Partnership, User

    analyst = User.objects.create_user("analyst", role="analyst")
    for place in places:
        AnalystGrant.objects.create(
            user=analyst, jurisdiction=place, starts_on=date(2020, 1, 1), ends_on=date(2100, 1, 1), purpose="benchmark"
        )
    body = Organization.objects.filter(sector="government").order_by("pk")[3]  # of the fourth district, its largest
    ngo = Partnership.objects.filter(government=body).order_by("pk")[0].ngo
    return {
        "administrator": User.objects.create_user("administrator", role="administrator"),
        "analyst": analyst,
        "staff": User.objects.create_user("staff", role="staff", organization=body),
        "NGO manager": User.objects.create_user("manager", role="ngo_manager", organization=ngo),
    }
