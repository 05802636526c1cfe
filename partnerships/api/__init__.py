"""The REST API over the records."""
