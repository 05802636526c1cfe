"""The 45 event types, kept as data in `data/event_types.toml` and copied into the database by migrations."""

import tomllib
from pathlib import Path
from typing import Any

from django.db.models import F

FILE = Path(__file__).parent / "data" / "event_types.toml"
# Positions are unique; while the rows are renewed the old ones stand far beyond the new ones.
OUT_OF_THE_WAY = 1000


def read_event_types() -> list[dict[str, Any]]:
    """The rows of the file in their order, under the names of the `EventType` columns."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["event_type"]
    return [
        {"name_en": row.pop("en"), "name_zh": row.pop("zh"), "position": position, **row}
        for position, row in enumerate(rows, start=1)
    ]


def load_event_types(event_type: Any) -> int:
    """Makes the table equal to the file and returns how many types it holds. Safe to call again.

    `event_type` is the model: the historical one when a migration calls. A type that left the file stays in the table,
    after the others, because events may point to it.
    """
    rows = read_event_types()
    event_type.objects.update(position=F("position") + OUT_OF_THE_WAY)
    event_type.objects.bulk_create(
        [event_type(**row) for row in rows],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[name for name in rows[0] if name != "code"],
    )
    left = event_type.objects.filter(position__gt=OUT_OF_THE_WAY).order_by("position")
    for position, code in enumerate(left.values_list("pk", flat=True), start=len(rows) + 1):
        event_type.objects.filter(pk=code).update(position=position)
    return len(rows)
