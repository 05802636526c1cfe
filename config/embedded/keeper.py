"""The keeper stops the embedded server when the last process that uses it has ended, however that process ended.

Every user of the server holds a shared lock on one file; the kernel releases it even after `kill -9`. The keeper waits
for the exclusive lock, which it gets when nobody is left. Run as a file with the standard library alone, to stay small:

    python -I keeper.py USERS_LOCK KEEPER_LOCK UID GID -- COMMAND...

UID and GID, both -1 to leave them, are those of COMMAND, which stops the server.
"""

import fcntl
import os
import subprocess
import sys


def main() -> None:
    """Go on duty, let the caller go on, wait until the server has no user, then stop it."""
    users_lock, keeper_lock, uid, gid, _, *command = sys.argv[1:]
    with open(users_lock) as users, open(keeper_lock) as keeper:  # noqa: PTH123 (pathlib doubles the keeper's size)
        fcntl.flock(keeper, fcntl.LOCK_SH)
        if os.fork():
            os._exit(0)
        fcntl.flock(users, fcntl.LOCK_EX)
        account = {"user": int(uid), "group": int(gid), "extra_groups": []} if uid != "-1" else {}
        subprocess.run(command, check=False, stdin=subprocess.DEVNULL, **account)  # type: ignore[call-overload]  # noqa: S603


if __name__ == "__main__":
    main()
