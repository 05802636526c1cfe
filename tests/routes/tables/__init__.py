"""The expectations, one table per part of the site."""

from . import accounts, administration, api, records, trust, verification

ROWS = (*accounts.ROWS, *records.ROWS, *verification.ROWS, *trust.ROWS, *api.ROWS, *administration.ROWS)
