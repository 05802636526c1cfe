"""An evaluation where no contract exists is an event, and names its result."""

from typing import Any

from django.db import migrations

from partnerships.taxonomy import load_event_types


def load(apps: Any, _schema_editor: Any) -> None:
    """Renew the table from the file."""
    load_event_types(apps.get_model("partnerships", "EventType"))


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0004_one_rule_for_roles")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
