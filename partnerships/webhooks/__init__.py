"""Webhooks after the Standard Webhooks convention (https://www.standardwebhooks.com/): signed, retried, replayable."""
