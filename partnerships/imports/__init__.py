"""Imports: one path from files to records, whatever the source: read, turn into rows, validate, commit."""
