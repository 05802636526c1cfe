"""What concerns a partnership concerns those that inherit from it; successions and merges mark whom they concern."""

from django.db import migrations

# What a body did concerns the partnership of whoever took over from it with the same NGO, at any remove.
MARK = """
CREATE OR REPLACE FUNCTION trust_mark_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concerned text := 'SELECT DISTINCT partnership FROM (' || TG_ARGV[0] || ') AS marked(partnership)';
BEGIN
    IF EXISTS (SELECT 1 FROM partnerships_succession) THEN
        concerned := 'WITH RECURSIVE line(ngo, body) AS (
                SELECT p.ngo_id, p.government_id FROM partnerships_partnership p
                WHERE p.id IN (' || concerned || ')
                UNION
                SELECT line.ngo, s.successor_id FROM line JOIN partnerships_succession s ON s.organization_id = line.body
            )
            SELECT p.id AS partnership FROM line
            JOIN partnerships_partnership p ON p.ngo_id = line.ngo AND p.government_id = line.body';
    END IF;
    EXECUTE 'INSERT INTO trust_reassessment (partnership_id, marked_at) SELECT DISTINCT partnership, now() FROM ('
        || concerned || ') AS marked WHERE partnership IS NOT NULL ORDER BY partnership '
        || 'ON CONFLICT (partnership_id) DO UPDATE SET marked_at = excluded.marked_at';
    RETURN NULL;
END $$;
"""
MARK_BEFORE = """
CREATE OR REPLACE FUNCTION trust_mark_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'INSERT INTO trust_reassessment (partnership_id, marked_at) SELECT DISTINCT partnership, now() FROM ('
        || TG_ARGV[0] || ') AS marked(partnership) WHERE partnership IS NOT NULL ORDER BY partnership '
        || 'ON CONFLICT (partnership_id) DO UPDATE SET marked_at = excluded.marked_at';
    RETURN NULL;
END $$;
"""

OF_BOTH = (
    "SELECT p.id FROM changed c JOIN partnerships_partnership p "
    "ON p.ngo_id IN (c.kept_id, c.duplicate_id) OR p.government_id IN (c.kept_id, c.duplicate_id)"
)
OF_SUCCESSOR = "SELECT p.id FROM changed c JOIN partnerships_partnership p ON p.government_id = c.successor_id"
OF_HEIR = "SELECT c.id FROM changed c JOIN partnerships_succession s ON s.successor_id = c.government_id"
CHANGES = (
    ("succession", "insert", "NEW", OF_SUCCESSOR),
    ("succession", "update", "NEW", OF_SUCCESSOR),
    ("succession", "delete", "OLD", OF_SUCCESSOR),
    ("partnership", "insert", "NEW", OF_HEIR),
    ("organizationmerge", "insert", "NEW", OF_BOTH),
    ("organizationmerge", "update", "NEW", OF_BOTH),
)
TRIGGERS = "\n".join(
    f"CREATE TRIGGER mark_{table}_{act} AFTER {act.upper()} ON partnerships_{table} "
    f"REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT "
    f"EXECUTE FUNCTION trust_mark_changed($sql${concerned}$sql$);"
    for table, act, rows, concerned in CHANGES
)
UNDO_TRIGGERS = "\n".join(f"DROP TRIGGER mark_{table}_{act} ON partnerships_{table};" for table, act, _r, _c in CHANGES)


class Migration(migrations.Migration):
    dependencies = [
        ("trust", "0002_append_only_and_marks"),
        ("partnerships", "0012_successors_and_merges"),
    ]
    operations = [migrations.RunSQL(MARK + TRIGGERS, UNDO_TRIGGERS + MARK_BEFORE)]
