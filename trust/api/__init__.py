"""The REST API over the judgement, read-only."""
