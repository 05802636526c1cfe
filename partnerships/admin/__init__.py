"""The administration, for administrators only: plain lists of every record.

Facts are read here and voided with a reason; they are entered on the pages, by imports and by the API.
"""

from . import accounts, contracts, finance, interactions, lineage, networks, organizations, people, surveys, trail

__all__ = [
    "accounts",
    "contracts",
    "finance",
    "interactions",
    "lineage",
    "networks",
    "organizations",
    "people",
    "surveys",
    "trail",
]
