"""The SQL of each evidence frame. Column names and meanings are those of `trust.scoring.evidence.SCHEMAS`.

Each statement may use `subjects` (partnership, ngo, government, sources, bodies), `sources` (partnership, source), and
`known_<table>`: the rows of a table of facts known at the moment, with `verification` and `contested` as they stood
then.
"""

from collections.abc import Mapping

FACT_TABLES = (
    "interactionevent",
    "standing",
    "evaluation",
    "contract",
    "amendment",
    "payment",
    "request",
    "annualfinance",
    "servicetie",
    "networkmembership",
)


def subjects(*, inherits: bool) -> str:
    """The partnerships asked for: with `sources`, the partnerships whose own facts count for them, and `bodies`, the
    organizations that are, or were, the government body. Mostly these are the one partnership and the one body.
    """
    return (_HEIRS if inherits else _ALONE) + _SOURCES


_ASKED = "WHERE %(keys)s::bigint[] IS NULL OR p.id = ANY(%(keys)s::bigint[])"
_ALONE = f"""
        subjects AS (
            SELECT p.id AS partnership, p.ngo_id AS ngo, p.government_id AS government,
                   ARRAY[p.id] AS sources, ARRAY[p.government_id] AS bodies
            FROM partnerships_partnership p {_ASKED}
        )"""
_HEIRS = f"""
        subjects AS (
            SELECT p.id AS partnership, p.ngo_id AS ngo, p.government_id AS government,
                   p.id || COALESCE(gone.sources, '{{}}') AS sources,
                   p.government_id || COALESCE(gone.bodies, '{{}}') AS bodies
            FROM partnerships_partnership p
            LEFT JOIN (
                SELECT heir, array_agg(source) FILTER (WHERE source IS NOT NULL) AS sources, array_agg(body) AS bodies
                FROM unnest(%(heirs)s::bigint[], %(sources)s::bigint[], %(bodies)s::bigint[]) AS row(heir, source, body)
                GROUP BY heir
            ) gone ON gone.heir = p.id
            {_ASKED}
        )"""
_SOURCES = """,
        sources AS (SELECT partnership, unnest(sources) AS source FROM subjects)"""


def known_rows() -> str:
    """Common table expressions, one per table of facts; PostgreSQL leaves out those a statement does not use."""
    return ", ".join(_known(table) for table in FACT_TABLES)


def _known(table: str) -> str:
    return f"""
        known_{table} AS NOT MATERIALIZED (
            SELECT fact.*, COALESCE(earlier.from_level, fact.verification) AS level_then,
                   objection.object_id IS NOT NULL AS contested_then
            FROM partnerships_{table} fact
            LEFT JOIN (
                SELECT DISTINCT ON (object_id) object_id, from_level FROM partnerships_verificationchange
                WHERE content_type_id = %({table}_kind)s AND changed_at > %(known_at)s
                ORDER BY object_id, changed_at, id
            ) earlier ON earlier.object_id = fact.id
            LEFT JOIN (
                SELECT DISTINCT object_id FROM partnerships_contest
                WHERE content_type_id = %({table}_kind)s AND opened_at <= %(known_at)s
                  AND (closed_at IS NULL OR closed_at > %(known_at)s)
            ) objection ON objection.object_id = fact.id
            WHERE fact.recorded_at <= %(known_at)s AND (fact.voided_at IS NULL OR fact.voided_at > %(known_at)s)
        )"""


_EVENT = """occurred_on AS day, recorded_side AS side, outcome, amount::float8, currency, closes_id AS closes,
            level_then AS verification, contested_then AS contested"""
_NO_AMOUNT = "NULL::float8 AS amount, '' AS currency, NULL::bigint AS closes"

EVENTS = f"""
    SELECT s.partnership, e.id AS fact, 'interactionevent' AS "table", true AS own, type_id AS type, {_EVENT}
    FROM known_interactionevent e JOIN sources s ON s.source = e.partnership_id
    UNION ALL
    SELECT s.partnership, e.id, 'interactionevent', false, type_id, {_EVENT}
    FROM known_interactionevent e JOIN subjects s ON s.ngo = e.organization_id
    UNION ALL
    SELECT s.partnership, e.id, 'standing', false, kind, effective_on, recorded_side,
           COALESCE(level::text, result), {_NO_AMOUNT}, level_then, contested_then
    FROM known_standing e JOIN subjects s ON s.ngo = e.organization_id
    UNION ALL
    SELECT s.partnership, e.id, 'evaluation', true, 'RES_EVALUATION', e.held_on, e.recorded_side, e.result,
           {_NO_AMOUNT}, e.level_then, e.contested_then
    FROM known_evaluation e JOIN known_contract c ON c.id = e.contract_id
    JOIN sources s ON s.source = c.partnership_id
    UNION ALL
    SELECT s.partnership, c.id, 'contract', true, 'RES_TERMINATION', terminated_on, termination_side, termination_fault,
           {_NO_AMOUNT},
           CASE WHEN termination_confirmed_at <= %(known_at)s THEN 'dual' ELSE termination_verification END,
           contested_then
    FROM known_contract c JOIN sources s ON s.source = c.partnership_id
    WHERE termination_recorded_at <= %(known_at)s
"""

CONTRACTS = """
    SELECT s.partnership, c.id AS fact, signed_on AS signed, starts_on AS starts,
           CASE WHEN termination_recorded_at <= %(known_at)s THEN terminated_on END AS ended,
           method, value::float8, currency, level_then AS verification, contested_then AS contested
    FROM known_contract c JOIN sources s ON s.source = c.partnership_id
"""

# The original term, then one for each amendment that moved the end, from the day it was signed. Of several amendments
# signed on one day the last recorded rules.
TERMS = """
    SELECT partnership, fact, valid_from,
           LEAD(valid_from) OVER (PARTITION BY fact ORDER BY valid_from) AS valid_until, starts, ends
    FROM (
        SELECT DISTINCT ON (fact, valid_from) partnership, fact, valid_from, starts, ends
        FROM (
            SELECT s.partnership, c.id AS fact, c.signed_on AS valid_from, c.starts_on AS starts, c.ends_on AS ends,
                   0::bigint AS amendment
            FROM known_contract c JOIN sources s ON s.source = c.partnership_id
            UNION ALL
            SELECT s.partnership, c.id, GREATEST(a.signed_on, c.signed_on), c.starts_on, a.new_ends_on, a.id
            FROM known_amendment a JOIN known_contract c ON c.id = a.contract_id
            JOIN sources s ON s.source = c.partnership_id
            WHERE a.new_ends_on >= c.starts_on AND NOT a.contested_then
        ) versions
        ORDER BY fact, valid_from, amendment DESC
    ) terms
"""

PAYMENTS = """
    SELECT s.partnership, p.id AS fact, p.due_on AS due,
           CASE WHEN p.paid_recorded_at <= %(known_at)s THEN p.paid_on END AS paid,
           p.amount_due::float8,
           CASE WHEN p.paid_recorded_at <= %(known_at)s THEN p.amount_paid::float8 END AS amount_paid,
           c.currency, p.level_then AS verification, p.contested_then OR c.contested_then AS contested
    FROM known_payment p JOIN known_contract c ON c.id = p.contract_id
    JOIN sources s ON s.source = c.partnership_id
    WHERE p.due_on IS NOT NULL OR p.paid_recorded_at <= %(known_at)s
"""

# A tie between the NGO and the partnership's own body is the partnership itself, not a partner in a network. A
# membership is cut where the body's own membership of the same network begins or ends.
TIES = """
    SELECT s.partnership, t.id AS fact, 'servicetie' AS "table", other.id AS alter, other.kind, 1::float8 AS size,
           t.started_on AS starts, CASE WHEN t.end_recorded_at <= %(known_at)s THEN t.ended_on END AS ends,
           COALESCE(t.with_body_id = ANY(s.bodies), false) AS with_body,
           t.level_then AS verification, t.contested_then AS contested
    FROM known_servicetie t
    JOIN subjects s ON s.ngo IN (t.organization_id, t.partner_id)
    JOIN partnerships_organization other
      ON other.id = CASE WHEN s.ngo = t.organization_id THEN t.partner_id ELSE t.organization_id END
    WHERE other.id <> ALL(s.bodies)
    UNION ALL
    SELECT m.partnership, m.id, 'networkmembership', -m.network_id, 'alliance', m.size, piece.starts, piece.ends,
           piece.with_body, m.level_then, m.contested_then
    FROM (
        SELECT s.partnership, s.bodies, k.*,
               COALESCE(n.declared_size, members.number, 1)::float8 AS size, n.convened_by_id,
               COALESCE(CASE WHEN k.end_recorded_at <= %(known_at)s THEN k.ended_on END, 'infinity') AS until,
               body.starts AS body_from, body.until AS body_until
        FROM known_networkmembership k
        JOIN subjects s ON s.ngo = k.organization_id
        JOIN partnerships_servicenetwork n ON n.id = k.network_id
        LEFT JOIN (
            SELECT network_id, COUNT(DISTINCT organization_id) AS number
            FROM known_networkmembership GROUP BY network_id
        ) members ON members.network_id = k.network_id
        LEFT JOIN LATERAL (
            SELECT MIN(b.started_on) AS starts,
                   MAX(COALESCE(CASE WHEN b.end_recorded_at <= %(known_at)s THEN b.ended_on END, 'infinity')) AS until
            FROM known_networkmembership b
            WHERE b.network_id = k.network_id AND b.organization_id = ANY(s.bodies) AND NOT b.contested_then
        ) body ON true
    ) m
    CROSS JOIN LATERAL (
        SELECT m.started_on AS starts, NULLIF(m.until, 'infinity') AS ends,
               m.convened_by_id = ANY(m.bodies) AS with_body
        WHERE m.body_from IS NULL OR m.body_from >= m.until OR m.body_until <= m.started_on
           OR m.convened_by_id = ANY(m.bodies)
        UNION ALL
        SELECT starts, NULLIF(ends, 'infinity'), with_body
        FROM (VALUES
            (m.started_on, LEAST(m.body_from, m.until), false),
            (GREATEST(m.started_on, m.body_from), LEAST(m.until, m.body_until), true),
            (GREATEST(m.body_until, m.started_on), m.until, false)
        ) AS cut(starts, ends, with_body)
        WHERE starts < ends AND m.body_from < m.until AND m.body_until > m.started_on
          AND (m.convened_by_id = ANY(m.bodies)) IS NOT TRUE
    ) piece
"""

ALTER_TIES = """
    SELECT DISTINCT ego.ngo, LEAST(t.organization_id, t.partner_id) AS first,
           GREATEST(t.organization_id, t.partner_id) AS second, t.started_on AS starts,
           CASE WHEN t.end_recorded_at <= %(known_at)s THEN t.ended_on END AS ends
    FROM (SELECT DISTINCT ngo FROM subjects) ego
    JOIN LATERAL (
        SELECT partner_id AS alter FROM known_servicetie WHERE organization_id = ego.ngo
        UNION SELECT organization_id FROM known_servicetie WHERE partner_id = ego.ngo
    ) one ON true
    JOIN known_servicetie t ON t.organization_id = one.alter
    JOIN LATERAL (
        SELECT partner_id AS alter FROM known_servicetie WHERE organization_id = ego.ngo
        UNION SELECT organization_id FROM known_servicetie WHERE partner_id = ego.ngo
    ) other ON other.alter = t.partner_id
    WHERE t.level_then IN ('official', 'dual', 'third') AND NOT t.contested_then
"""

REQUESTS = """
    SELECT s.partnership, r.id AS fact, r.kind, r.opened_on AS opened,
           CASE WHEN r.answer_recorded_at <= %(known_at)s THEN r.answered_on END AS answered,
           r.level_then AS verification, r.contested_then AS contested
    FROM known_request r JOIN sources s ON s.source = r.partnership_id
"""

# Income through the partnership: the line stated in the accounts, else what is on record as paid that year.
FINANCE = """
    SELECT s.partnership, f.id AS fact, f.year, COALESCE(line.amount, paid.amount)::float8 AS income,
           f.total_income::float8 AS total_income, f.level_then AS verification, f.contested_then AS contested
    FROM known_annualfinance f
    JOIN subjects s ON s.ngo = f.organization_id
    LEFT JOIN LATERAL (
        SELECT SUM(l.amount) AS amount FROM partnerships_incomeline l
        WHERE l.finance_id = f.id AND l.partnership_id = ANY(s.sources)
    ) line ON true
    LEFT JOIN LATERAL (
        SELECT SUM(p.amount_paid) AS amount FROM known_payment p JOIN known_contract c ON c.id = p.contract_id
        WHERE line.amount IS NULL AND c.partnership_id = ANY(s.sources) AND c.currency = f.currency
          AND p.paid_recorded_at <= %(known_at)s AND EXTRACT(year FROM p.paid_on) = f.year
    ) paid ON true
    WHERE COALESCE(line.amount, paid.amount) IS NOT NULL
"""

FRAMES: Mapping[str, str] = {
    "subjects": "SELECT * FROM subjects",
    "events": EVENTS,
    "contracts": CONTRACTS,
    "terms": TERMS,
    "payments": PAYMENTS,
    "ties": TIES,
    "alter_ties": ALTER_TIES,
    "requests": REQUESTS,
    "finance": FINANCE,
}
