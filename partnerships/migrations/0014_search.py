"""Texts are found by any part of them: an index of pairs of neighbouring characters (see `models/searching.py`).

Their cost, some ten times that of other functions, is declared, so that an index is used rather than the function for
every row. They do not call each other: a dump is restored without a search path, where they would not be found.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

# Spaces and punctuation of ASCII and of Chinese, which nobody types twice the same way.
LEFT_OUT = (
    " \t\r\u200b!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    "\u3001\u3002\u3008\u3009\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011\u3014\u3015\u00b7\u2014\u2026\u201c\u201d\u2018\u2019"
)
# The texts of a row, one after the other: ^one$^two$.
TEXT = """'^' || replace(
        translate(lower(normalize(array_to_string(texts, E'\\n'), NFKC)), %s, ''), E'\\n', '$^') || '$'""" % (
    "'" + LEFT_OUT.replace("'", "''") + "'"
)
# Its pairs, from the first character and from the second, with what is left over at one of the ends.
PAIRS = (
    """regexp_replace(folded, '(..)', '\\1 ', 'g') || ' ' || regexp_replace(substr(folded, 2), '(..)', '\\1 ', 'g')"""
)

FUNCTIONS = f"""
CREATE FUNCTION partnerships_search_text(VARIADIC texts text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 2000 AS $$
BEGIN
    RETURN {TEXT};
END $$;

CREATE FUNCTION partnerships_search_pairs(VARIADIC texts text[]) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 2000 AS $$
DECLARE
    folded text := {TEXT};
BEGIN
    RETURN array_to_tsvector(array_remove(string_to_array({PAIRS}, ' '), ''));
END $$;

-- All pairs of what is asked for; of a single character, every pair that begins with it. Null for nothing.
CREATE FUNCTION partnerships_search_query(folded text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF length(folded) = 1 THEN
        RETURN (quote_literal(folded) || ':*')::tsquery;
    END IF;
    RETURN (
        SELECT string_agg(quote_literal(pair), ' & ')::tsquery
        FROM unnest(string_to_array({PAIRS}, ' ')) AS pair
        WHERE length(pair) = 2
    );
END $$;
"""

UNDO = """
DROP FUNCTION partnerships_search_text(VARIADIC text[]);
DROP FUNCTION partnerships_search_pairs(VARIADIC text[]);
DROP FUNCTION partnerships_search_query(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0013_waiting_requests"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, UNDO),
        migrations.AddIndex(
            model_name="contract",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func("number", "title", "title_en", function="partnerships_search_pairs"), name="contract_search"
            ),
        ),
        migrations.AddIndex(
            model_name="interactionevent",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func("note", function="partnerships_search_pairs"), name="event_search"
            ),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func("name", "name_en", function="partnerships_search_pairs"), name="organization_search"
            ),
        ),
        migrations.AddIndex(
            model_name="organizationidentifier",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func("value", function="partnerships_search_pairs"), name="identifier_search"
            ),
        ),
        migrations.AddIndex(
            model_name="organizationname",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func("name", function="partnerships_search_pairs"), name="other_name_search"
            ),
        ),
        migrations.AddIndex(
            model_name="servicenetwork",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func("name", "name_en", function="partnerships_search_pairs"), name="service_network_search"
            ),
        ),
    ]
