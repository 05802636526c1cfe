"""The expectations, one table per part of the site."""

from . import accounts, administration, api, records, trust

ROWS = (*accounts.ROWS, *records.ROWS, *trust.ROWS, *api.ROWS, *administration.ROWS)
