"""What is told to whoever cannot install, and the key and the locks of an installation."""

import re
import subprocess
import sys
import threading
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

from config import install
from config.folders import PROJECT
from config.secret import kept_secret_key


def test_a_python_without_venv_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(install.InstallError, match=r"install its venv module .*apt install python3-venv"):
        install._check_machine()


def test_too_little_space_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install.shutil, "disk_usage", lambda _: SimpleNamespace(free=7 * 1024**2))
    with pytest.raises(install.InstallError, match=r"^Not enough space: .* has 7 MB free and needs 1500 MB\.$"):
        install._check_machine()


def test_a_package_that_would_need_a_compiler_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "LOG", tmp_path / "install.log")
    failing = [sys.executable, "-c", "print('ERROR: No matching distribution found for scipy==1'); raise SystemExit(1)"]
    with pytest.raises(install.InstallError, match=r"^Packages failed on Python .*: ERROR: No matching .* scipy==1 \("):
        install._run("Packages", failing)


@pytest.mark.parametrize(
    ("python", "sentence"),
    [
        ("no-such-python", "Gongxin needs Python 3.11 or later; there is no no-such-python here."),
        ("./old-python", "Gongxin needs Python 3.11 or later; this is Python 3.9.2. Name another with"),
    ],
)
def test_a_missing_or_old_python_is_told_in_a_sentence(tmp_path: Path, python: str, sentence: str) -> None:
    old = tmp_path / "old-python"
    old.write_text('#!/bin/sh\ntest "$1" = -V && echo Python 3.9.2 && exit 0\nexit 1\n')
    old.chmod(0o755)
    run = subprocess.run(
        ["make", "-f", str(PROJECT / "Makefile"), "install", f"PYTHON={python}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert run.stderr.startswith(sentence)
    assert "Traceback" not in run.stderr


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    keys: list[str] = []
    threads = [threading.Thread(target=lambda: keys.append(kept_secret_key(tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_locks_hold_every_package_with_a_hash_and_no_address() -> None:
    locks = sorted(PROJECT.glob("requirements*.txt"))
    assert len(locks) == 4
    for lock in locks:
        text = lock.read_text()
        assert "http" not in text
        assert "index-url" not in text
        entries = re.split(r"\n(?=\S)", text.strip())
        assert all(
            re.match(r"[a-z0-9._-]+(\[[a-z0-9,._-]+\])?==\S+( ; .+?)? \\\n\s+--hash=sha256:", one) for one in entries
        )


def test_every_dependency_says_what_it_is_for() -> None:
    text = (PROJECT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    names = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    lines = [line.strip() for line in text.splitlines()]
    unexplained = [name for name in names if not lines[lines.index(f'"{name}",') - 1].startswith("# ")]
    assert unexplained == []


def test_the_front_end_lock_has_no_download_addresses() -> None:
    assert '"resolved"' not in (PROJECT / "package-lock.json").read_text()
