"""Every route of the site, read from the URL resolver itself."""

from collections.abc import Iterator

from django.urls import URLResolver, get_resolver


def routes() -> set[str]:
    """The name of every route, with its namespace; the whole pattern of those that have no name."""
    return set(_below(get_resolver(), "", ()))


def _below(resolver: URLResolver, prefix: str, namespaces: tuple[str, ...]) -> Iterator[str]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _below(entry, pattern, inner)
        else:
            yield ":".join((*namespaces, entry.name)) if entry.name else pattern


def undeclared(found: set[str], declared: set[str]) -> list[str]:
    """What is wrong between the routes of the site and those of the tables, one sentence each."""
    return [
        *(f"“{route}” has no expectation: add a row in tests/routes/." for route in sorted(found - declared)),
        *(f"“{route}” is no route any more: remove its row." for route in sorted(declared - found)),
    ]
