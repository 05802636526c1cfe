"""Pages that show records and judgement together."""
