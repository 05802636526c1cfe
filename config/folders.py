"""Where things lie: the project, and the data folder that holds everything a run creates."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """Return the folder for the database, the message queue, uploads and logs, created for this user alone."""
    folder = Path(os.environ.get("GONGXIN_DATA") or PROJECT / ".data").resolve()
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    return folder
