"""The only ways to write records. Each is one transaction, typed, keyword-only, and refuses with a sentence."""
