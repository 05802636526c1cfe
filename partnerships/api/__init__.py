"""The REST API over the records, read-only."""
