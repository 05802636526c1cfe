"""Where things lie: the project, and the data folder that holds everything a run creates."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """Return the folder for the database, the message queue, uploads and logs.

    Others may pass through it, because the database may run under another account, but not list it.
    """
    folder = Path(os.environ.get("GONGXIN_DATA") or PROJECT / ".data").resolve()
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    return folder
