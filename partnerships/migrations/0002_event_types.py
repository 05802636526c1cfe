"""Copies the event types into their table. When the file changes, a new migration calls the same function again."""

from typing import Any

from django.db import migrations

from partnerships.taxonomy import load_event_types


def load(apps: Any, _schema_editor: Any) -> None:
    """Fill the table of the moment."""
    load_event_types(apps.get_model("partnerships", "EventType"))


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
