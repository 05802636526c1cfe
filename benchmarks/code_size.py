"""`python -m benchmarks.code_size`: lines per file and per function of the product and of its tests."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np

GROUPS = {"product": ("config", "partnerships", "trust"), "tests": ("tests",), "benchmarks": ("benchmarks",)}


def main() -> None:
    """Prints a table over the files git knows, migrations left out."""
    listed = subprocess.run(["git", "ls-files", "*.py"], check=True, capture_output=True, text=True)  # noqa: S607
    files = [Path(name) for name in listed.stdout.split() if "migrations" not in name]
    print(f"{'':<12}{'files':>7}{'lines':>8}  {'per file: median':>17}{'p90':>6}{'most':>6}", end="")
    print(f"  {'functions':>10}{'median':>8}{'p90':>6}{'most':>6}")
    for group, folders in GROUPS.items():
        chosen = [file for file in files if file.parts[0] in folders and file.exists()]
        per_file = [len(file.read_text(encoding="utf-8").splitlines()) for file in chosen]
        per_file = [lines for lines in per_file if lines]
        per_function = [length for file in chosen for length in _functions(file)]
        print(f"{group:<12}{len(per_file):>7}{sum(per_file):>8}  {np.median(per_file):>17.0f}", end="")
        print(f"{np.percentile(per_file, 90):>6.0f}{max(per_file):>6}  {len(per_function):>10}", end="")
        print(f"{np.median(per_function):>8.0f}{np.percentile(per_function, 90):>6.0f}{max(per_function):>6}")


def _functions(file: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1


if __name__ == "__main__":
    main()
