"""Organization identifiers as org-id.guide has them: a register's code, a hyphen, the number in the register."""

from collections.abc import Mapping

from .parties import Scheme

# Registers whose members are charities or companies, so not government bodies.
OF_CHARITIES = ("GB-CHC", "GB-SC", "GB-NIC")
OF_COMPANIES = ("GB-COH",)
KNOWN: Mapping[str, Scheme] = {
    "GB-CHC": Scheme.GB_CHC,
    "GB-COH": Scheme.GB_COH,
    "GB-LAE": Scheme.GB_LAE,
    "CN-USCC": Scheme.USCC,
    "BR-CNPJ": Scheme.CNPJ,
}


def as_identifier(text: str, source: str) -> tuple[Scheme, str]:
    """Scheme and value. An id of a register not known here is kept whole, as the source's own."""
    if text.startswith("360G-"):
        return Scheme.THREESIXTY, text
    for prefix, scheme in KNOWN.items():
        if text.startswith(f"{prefix}-"):
            return scheme, number_in(scheme, text.removeprefix(f"{prefix}-"))
    return Scheme.LOCAL, f"{source}:{text}"


def number_in(scheme: Scheme, number: str) -> str:
    """The number as the register writes it: charity numbers have no leading zeros."""
    return number.lstrip("0") if scheme == Scheme.GB_CHC else number


def is_in(text: str, registers: tuple[str, ...]) -> bool:
    """Whether the id is one of a register."""
    return text.startswith(tuple(f"{register}-" for register in registers))
