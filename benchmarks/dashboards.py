"""`python -m benchmarks.dashboards [ORGANIZATIONS]`: what people wait for the dashboards, in how many queries.

By default the country of `benchmarks.country`: 100,000 organizations, 95,000 partnerships and four spells for each.
Every page whole, for an administrator who sees all, an analyst with a grant for each of a hundred districts, staff of
one of them, and the manager of one NGO, who is told what the dashboards are. With `DATABASE_URL` it measures that
server, otherwise the embedded one.
"""

import argparse
import logging
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

PAGES = {
    "stages": "/dashboards/",
    "divisions and fields": "/dashboards/groups/",
    "time in a stage": "/dashboards/time/",
    "cohorts": "/dashboards/cohorts/",
    "rates": "/dashboards/rates/",
    "home": "/",
    "the list behind a flow": "/partnerships/?was=dependence&was_on=2023-11-30&then=contractual&then_on=2025-10-31",
    "the list behind a quarter": "/partnerships/?change=up&change_from=2024-01-01&change_before=2024-04-01",
    "the to-do mark": "/todo/count/",
}


def main() -> None:
    """Makes the country, measures, and prints a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dashboards", description=__doc__)
    parser.add_argument("organizations", nargs="?", type=int, default=100_000)
    size = parser.parse_args().organizations
    import django

    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    logging.disable(logging.WARNING)
    from .country import described, populate
    from .databases import database, drop
    from .waits import print_waits

    try:
        with database("dashboards"):
            people = populate(size, with_facts=True)
            print(described())
            print_waits(dict.fromkeys(people, PAGES), people)
    finally:
        drop("dashboards")


if __name__ == "__main__":
    main()
