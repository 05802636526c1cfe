"""Bringing database and files to the state the demo shows. Each step does nothing where it was done before."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import ERROR
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from django.utils import timezone

from config.checks import server_problems
from config.demo.errors import DemoError
from config.demo.voices import speak_up


def check_server() -> None:
    """Raise `DemoError` where the database server does not answer or does not fit."""
    try:
        problems = server_problems(connection)
    except DatabaseError as problem:
        raise DemoError(f"The database cannot be used: {' '.join(str(problem).split())}") from None
    for found in problems:
        if found.level >= ERROR:
            raise DemoError(str(found.msg))


def migrate() -> None:
    """Bring the tables up to date."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False)


def load_and_assess_world() -> None:
    """Fill an empty database with the demo world and judge it; an interrupted run is taken up where it stopped."""
    from partnerships.audit import acting
    from partnerships.demo.loading import world_is_loaded
    from trust.models import AssessmentRun
    from trust.services import last_month_end

    with acting(None, "command demo"):
        if not world_is_loaded():
            call_command("load_demo_world")
        if not AssessmentRun.objects.filter(finished_at__isnull=False).exists():
            # The history is issued as it stands; what the last month changed is laid before both sides, as in use.
            month_before = last_month_end(last_month_end(timezone.localdate()))
            call_command("assess", issue=True, as_of=month_before)
            call_command("assess")
        speak_up()


def collect_static_files() -> None:
    """Collect the served files anew where one of them changed."""
    stamp = settings.STATIC_ROOT.with_name("static.collected")
    state = _state_of_static_files()
    if not stamp.exists() or stamp.read_text() != state:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(state)


def _state_of_static_files() -> str:
    """Return a digest of the names, sizes and times of all files that would be collected."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
