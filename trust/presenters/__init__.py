"""The same explanation for page, API and print: stored assessments and traces in, words and shapes out. No queries for
assessments here; the few that fetch the records behind a reading are in `evidence`.
"""
