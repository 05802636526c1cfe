"""Why the demo cannot run, in one sentence."""


class DemoError(Exception):
    """The demo cannot go on. The message says why, and what to do."""
