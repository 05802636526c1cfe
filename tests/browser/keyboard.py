"""A keyboard that counts keys and seconds, at the pace of somebody who types five keys a second."""

import time

from playwright.sync_api import Page


class Keyboard:
    """Types into whatever has the focus; nothing is clicked."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.began = page, 0, time.monotonic()

    def type(self, text: str) -> None:
        """Types the text."""
        self.page.keyboard.type(text, delay=200)
        self.keys += len(text)

    def press(self, *keys: str) -> None:
        """Presses the keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key, delay=100)
            self.page.wait_for_timeout(100)
            self.keys += 1

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self.began
