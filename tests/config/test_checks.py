"""Checks of the installation."""

import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connection

from config import checks
from config.folders import PROJECT


@pytest.mark.django_db
def test_the_server_of_the_tests_passes() -> None:
    assert checks.server_problems(connection) == []
    call_command("check", databases=["default"])


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ((14, "14.9", "UTF8", "C.UTF-8", False), "PostgreSQL 15 or later is needed; this server is 14.9."),
        ((15, "15.1", "LATIN1", "de_DE", False), "The database is encoded in LATIN1: create it with ENCODING 'UTF8'."),
        (
            (15, "15.1", "UTF8", "C", True),
            "LC_CTYPE is C: search would find no Chinese text. Create the database with LC_CTYPE 'C.UTF-8'.",
        ),
    ],
)
def test_a_server_that_does_not_fit_is_told_in_a_sentence(facts: tuple, sentence: str) -> None:
    assert [str(found.msg) for found in checks._judged(*facts)] == [sentence]


@pytest.mark.parametrize("facts", [(15, "15.0", "UTF8", "C.UTF-8", True), (18, "18.4", "UTF8", "C", False)])
def test_the_oldest_server_and_the_embedded_one_fit(facts: tuple) -> None:
    assert checks._judged(*facts) == []


def check_deployment(**environment: str) -> "subprocess.CompletedProcess[str]":
    names = ("DATABASE_URL", "CELERY_BROKER_URL", "EMAIL_URL", "SECRET_KEY", "ALLOWED_HOSTS", "GONGXIN_PRODUCTION")
    clean = {name: value for name, value in os.environ.items() if name not in names}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=PROJECT,
        env={**clean, "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_without_a_key_does_not_start() -> None:
    run = check_deployment(GONGXIN_PRODUCTION="on")
    assert run.returncode == 1
    assert run.stderr == "GONGXIN_PRODUCTION is on: set SECRET_KEY and ALLOWED_HOSTS in the environment.\n"


def test_production_on_the_demo_parts_is_warned_of() -> None:
    run = check_deployment(
        GONGXIN_PRODUCTION="on", SECRET_KEY="x" * 25 + "0123456789abcdefghijklmnopqrstuvw", ALLOWED_HOSTS="a.example"
    )
    assert run.returncode == 1
    assert "gongxin.W003" in run.stderr
    assert "gongxin.W004" in run.stderr
    assert "gongxin.W005" in run.stderr
