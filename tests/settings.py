"""Settings of the tests: an embedded server of their own that may forget, quick passwords, tasks in this process."""

import os

from config.folders import PROJECT

os.environ.setdefault("GONGXIN_DATA", str(PROJECT / ".data" / "tests"))

from config.settings import *  # noqa: F403 (everything but what follows)
from config.settings import DATABASES, STATIC_ROOT, STORAGES

DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["SERVER_SETTINGS"] = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_wal_size": "4GB",
}
# Runs side by side on one server each need a database of their own.
DATABASES["default"].setdefault("TEST", {})["NAME"] = (
    f"test_{DATABASES['default']['NAME']}{os.environ.get('TEST_DATABASE_SUFFIX', '')}"
)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
# WhiteNoise warns of a folder that is not there, and warnings are errors here.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
