"""Two promises kept by the database itself, whoever writes and however.

An assessment, a run and a methodology are facts of the past: UPDATE, DELETE and TRUNCATE are refused (a run may be
closed once). And every change of a record that counts as evidence marks its partnerships for reassessment in the same
transaction; the triggers fire once per statement, so COPY and bulk inserts are caught and stay fast.
"""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION trust_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: it is a record of the past. Write a new one instead.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER assessment_append_only BEFORE UPDATE OR DELETE ON trust_assessment
    FOR EACH ROW EXECUTE FUNCTION trust_refuse_change();
CREATE TRIGGER assessment_not_truncated BEFORE TRUNCATE ON trust_assessment
    FOR EACH STATEMENT EXECUTE FUNCTION trust_refuse_change();
CREATE TRIGGER methodology_append_only BEFORE UPDATE OR DELETE ON trust_methodology
    FOR EACH ROW EXECUTE FUNCTION trust_refuse_change();
CREATE TRIGGER methodology_not_truncated BEFORE TRUNCATE ON trust_methodology
    FOR EACH STATEMENT EXECUTE FUNCTION trust_refuse_change();
CREATE TRIGGER assessment_run_closed_once BEFORE UPDATE ON trust_assessmentrun
    FOR EACH ROW WHEN (OLD.finished_at IS NOT NULL) EXECUTE FUNCTION trust_refuse_change();
CREATE TRIGGER assessment_run_kept BEFORE DELETE ON trust_assessmentrun
    FOR EACH ROW EXECUTE FUNCTION trust_refuse_change();
CREATE TRIGGER assessment_run_not_truncated BEFORE TRUNCATE ON trust_assessmentrun
    FOR EACH STATEMENT EXECUTE FUNCTION trust_refuse_change();
"""

UNDO_APPEND_ONLY = "DROP FUNCTION trust_refuse_change() CASCADE;"

# Partnerships concerned by a change of rows `changed` of each table of evidence.
OF_ORGANIZATION = "SELECT p.id FROM changed c JOIN partnerships_partnership p ON p.ngo_id = c.organization_id"
OF_CONTRACT = "SELECT k.partnership_id FROM changed c JOIN partnerships_contract k ON k.id = c.contract_id"
CONCERNED = {
    "contract": "SELECT partnership_id FROM changed",
    "request": "SELECT partnership_id FROM changed",
    "incomeline": "SELECT partnership_id FROM changed",
    "amendment": OF_CONTRACT,
    "payment": OF_CONTRACT,
    "evaluation": OF_CONTRACT,
    "standing": OF_ORGANIZATION,
    "annualfinance": OF_ORGANIZATION,
    "interactionevent": f"SELECT partnership_id FROM changed UNION ALL {OF_ORGANIZATION}",
    "servicetie": f"{OF_ORGANIZATION} UNION ALL SELECT p.id FROM changed c "
    "JOIN partnerships_partnership p ON p.ngo_id = c.partner_id",
    "networkmembership": "SELECT p.id FROM changed c "
    "JOIN partnerships_networkmembership m ON m.network_id = c.network_id "
    "JOIN partnerships_partnership p ON p.ngo_id = m.organization_id",
    "contest": "SELECT concerned FROM changed c, trust_partnerships_of(c.content_type_id, c.object_id) AS concerned",
    "verificationchange": "SELECT concerned FROM changed c, "
    "trust_partnerships_of(c.content_type_id, c.object_id) AS concerned",
}

# A fact reached by its content type, for objections and confirmations, which may concern any kind of fact.
PARTNERSHIPS_OF = """
CREATE FUNCTION trust_partnerships_of(kind integer, fact bigint) RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    name text := (SELECT model FROM django_content_type WHERE id = kind AND app_label = 'partnerships');
BEGIN
    IF name IN ('contract', 'request') THEN
        RETURN QUERY EXECUTE format('SELECT partnership_id FROM partnerships_%s WHERE id = $1', name) USING fact;
    ELSIF name IN ('amendment', 'payment', 'evaluation', 'milestone') THEN
        RETURN QUERY EXECUTE format(
            'SELECT k.partnership_id FROM partnerships_%s f JOIN partnerships_contract k ON k.id = f.contract_id '
            'WHERE f.id = $1', name) USING fact;
    ELSIF name IN ('standing', 'annualfinance', 'networkmembership', 'servicetie') THEN
        RETURN QUERY EXECUTE format(
            'SELECT p.id FROM partnerships_%s f JOIN partnerships_partnership p ON p.ngo_id = f.organization_id '
            'WHERE f.id = $1', name) USING fact;
        IF name = 'servicetie' THEN
            RETURN QUERY SELECT p.id FROM partnerships_servicetie f
                JOIN partnerships_partnership p ON p.ngo_id = f.partner_id WHERE f.id = fact;
        END IF;
    ELSIF name = 'interactionevent' THEN
        RETURN QUERY SELECT e.partnership_id FROM partnerships_interactionevent e
            WHERE e.id = fact AND e.partnership_id IS NOT NULL
            UNION ALL SELECT p.id FROM partnerships_interactionevent e
            JOIN partnerships_partnership p ON p.ngo_id = e.organization_id WHERE e.id = fact;
    END IF;
END $$;
"""

MARK = """
CREATE FUNCTION trust_mark_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'INSERT INTO trust_reassessment (partnership_id, marked_at) SELECT DISTINCT partnership, now() FROM ('
        || TG_ARGV[0] || ') AS marked(partnership) WHERE partnership IS NOT NULL ORDER BY partnership '
        || 'ON CONFLICT (partnership_id) DO UPDATE SET marked_at = excluded.marked_at';
    RETURN NULL;
END $$;
"""


def _triggers() -> str:
    statements = []
    for table, concerned in CONCERNED.items():
        for act, rows in (("insert", "NEW"), ("update", "NEW"), ("delete", "OLD")):
            statements.append(
                f"CREATE TRIGGER mark_{table}_{act} AFTER {act.upper()} ON partnerships_{table} "
                f"REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT "
                f"EXECUTE FUNCTION trust_mark_changed($sql${concerned}$sql$);"
            )
    return "\n".join(statements)


class Migration(migrations.Migration):
    dependencies = [
        ("trust", "0001_initial"),
        ("partnerships", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunSQL(APPEND_ONLY, UNDO_APPEND_ONLY),
        migrations.RunSQL(
            PARTNERSHIPS_OF + MARK + _triggers(),
            "DROP FUNCTION trust_mark_changed() CASCADE; DROP FUNCTION trust_partnerships_of(integer, bigint) CASCADE;",
        ),
    ]
