"""Data packages: copies of everything a person may see, with a dictionary in both languages (datapackage.json)."""
