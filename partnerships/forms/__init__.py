"""Forms that people fill in: one module per noun. A form reads and checks what was typed; services decide the rest.

The fields bear the names of the service's arguments, so that a refusal stands beside the field it is about.
"""
