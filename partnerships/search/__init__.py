"""One search over all records a person may see: organizations, contracts, interaction events, service networks."""

from .finding import Group, Hit, direct_hit, search

__all__ = ["Group", "Hit", "direct_hit", "search"]
