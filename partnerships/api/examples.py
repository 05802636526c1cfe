"""Examples of what is sent and answered, by operation: real ones, kept beside this module for the schema."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("examples.json")
JSON = "application/json"


@cache
def examples() -> Mapping[str, Mapping[str, Any]]:
    """By the id of the operation: `answered`, and `sent` where something is."""
    found: Mapping[str, Mapping[str, Any]] = json.loads(FILE.read_text())
    return found


def add_examples(result: dict[str, Any], **_generator: Any) -> dict[str, Any]:
    """Puts them into the schema: the last step of its making."""
    for operations in result["paths"].values():
        for operation in operations.values():
            found = examples().get(operation["operationId"], {})
            if "answered" in found:
                done = next(each for status, each in operation["responses"].items() if status.startswith("2"))
                done["content"][JSON]["example"] = found["answered"]
            if "sent" in found:
                operation["requestBody"]["content"][JSON]["example"] = found["sent"]
    return result
