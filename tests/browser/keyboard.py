"""A keyboard that counts keys and seconds, by default at the pace of somebody who types five keys a second."""

import time

from playwright.sync_api import Page


class Keyboard:
    """Types into whatever has the focus; nothing is clicked."""

    def __init__(self, page: Page, keys_a_second: int = 5) -> None:
        self.page, self.keys, self.began = page, 0, time.monotonic()
        self.pause = 1000 / keys_a_second  # milliseconds

    def type(self, text: str) -> None:
        """Types the text."""
        self.page.keyboard.type(text, delay=self.pause)
        self.keys += len(text)

    def press(self, *keys: str) -> None:
        """Presses the keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key, delay=self.pause / 2)
            self.page.wait_for_timeout(self.pause / 2)
            self.keys += 1

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self.began
