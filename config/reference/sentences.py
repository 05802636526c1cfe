"""x"""

SENTENCES: tuple[str, ...] = ()
