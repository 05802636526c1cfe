"""The feed of changes: what was entered, changed, voided and deleted, in an order a copy can follow without loss."""
