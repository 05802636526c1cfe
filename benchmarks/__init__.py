"""Reproducible measurements: `python -m benchmarks`, or `make bench`. Every figure is a ratio within one run."""
