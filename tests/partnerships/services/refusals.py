"""How tests state a refusal: the field, and a sentence that names the value and what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError


@contextmanager
def refused(field: str, *parts: str) -> Iterator[None]:
    """The write is refused on the field, in a sentence that holds the parts and is filled in."""
    with pytest.raises(ValidationError) as refusal:
        yield
    messages = refusal.value.message_dict
    assert field in messages, messages
    sentence = " ".join(messages[field])
    assert "%(" not in sentence
    assert sentence.rstrip().endswith(".")
    for part in parts:
        assert part in sentence, sentence
