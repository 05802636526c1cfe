"""The courses a partnership takes."""
