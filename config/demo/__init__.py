"""`make demo`: the whole system on one machine, from nothing to a served page, and cleanly down again."""
