#!/usr/bin/env python
"""Command line of Gongxin: `manage.py help` lists what it can do."""

import os
import sys


def main() -> None:
    """Run one management command; what is wrong with the installation is told in a sentence (or with --traceback)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db.utils import OperationalError

    from partnerships.audit import acting

    try:
        with acting(None, f"command {' '.join(sys.argv[1:2])}"):
            execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, OperationalError) as problem:
        if "--traceback" in sys.argv:
            raise
        sys.exit(" ".join(str(problem).split()))


if __name__ == "__main__":
    main()
