"""The trail of changes: triggers write it (`triggers`), requests and tasks say who acts (`acting`), pages read it."""

from .acting import acting, signed

__all__ = ["acting", "signed"]
