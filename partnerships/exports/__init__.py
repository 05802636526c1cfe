"""Files made of records."""

from .spreadsheets import LARGEST_SHEET, SPREADSHEET, as_spreadsheet
from .text_files import TEXT, as_csv

__all__ = ["LARGEST_SHEET", "SPREADSHEET", "TEXT", "as_csv", "as_spreadsheet"]
