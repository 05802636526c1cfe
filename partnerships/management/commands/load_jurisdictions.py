"""manage.py load_jurisdictions FOLDER: administrative divisions of China from CSV files."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerships.models import Jurisdiction
from partnerships.services.jurisdictions import JurisdictionRow, load_jurisdictions

COUNTRY = JurisdictionRow("100000", "中华人民共和国", Jurisdiction.Level.COUNTRY, name_en="China")
# File -> (level, column with the code of the division above; none for provinces).
FILES = {
    "provinces.csv": (Jurisdiction.Level.PROVINCE, ""),
    "cities.csv": (Jurisdiction.Level.CITY, "provinceCode"),
    "areas.csv": (Jurisdiction.Level.DISTRICT, "cityCode"),
}


def _six_places(code: str) -> str:
    """GB/T 2260 codes have six places; the files leave the trailing zeros out."""
    return code.ljust(6, "0")


def _rows(folder: Path) -> Iterator[JurisdictionRow]:
    yield COUNTRY
    for name, (level, parent) in FILES.items():
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                above = _six_places(row[parent]) if parent else COUNTRY.code
                # A city without districts stands once more among the districts, under its own code.
                if _six_places(row["code"]) != above:
                    yield JurisdictionRow(_six_places(row["code"]), row["name"], level, above)


class Command(BaseCommand):
    """Loads the divisions; loading again changes nothing."""

    help = "Load the administrative divisions from provinces.csv, cities.csv and areas.csv in a folder."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder with the three files."""
        parser.add_argument("folder", type=Path)

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:
        """Parse, load, say how many were new."""
        try:
            new = load_jurisdictions(by=None, rows=_rows(folder))
        except FileNotFoundError as error:
            raise CommandError(
                f"{error.filename} is missing. Name the folder that holds {', '.join(FILES)}."
            ) from error
        except KeyError as error:
            raise CommandError(f"A file in {folder} has no column {error}. Use the published files.") from error
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{new} new divisions, {Jurisdiction.objects.count()} in all.")
