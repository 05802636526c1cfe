"""Organization X as such: its standings, its income besides public money, its network and its partners."""

from datetime import date

from ..book import Book
from ..world import Accounts, Alliance, Label, Membership, RegistryEntry, Tie
from .cast import (
    BUREAU,
    CANTEEN,
    CHARITY,
    COLLEGE,
    COMMUNITY,
    HEALTH_CENTRE,
    KEY,
    MAIN,
    ORGANIZATION_X,
    SCHOOL,
    WITH_STREET,
    stamped,
)

INSPECTIONS = {2017: "basic"}
RATINGS = (("2019-11-28", 3), ("2024-11-29", 5))
# What X has from members, foundations and fees, by year. Public money comes from the instalments paid.
OTHER_INCOME = {
    2016: 38_000,
    2017: 52_000,
    2018: 46_000,
    2019: 41_000,
    2020: 68_000,
    2021: 150_000,
    2022: 420_000,
    2023: 510_000,
    2024: 560_000,
    2025: 640_000,
}
NETWORK = Alliance(
    key="x-network",
    name=Label("云埠长者服务网络", "Yunbu Elder Service Network"),
    convened_by=KEY,
    founded_on=date(2021, 11, 12),
    purpose=Label(
        "让长者在一处求助，得到医、食、伴、学的服务", "One place to ask, and care, meals, company and learning in reach"
    ),
    declared_size=9,
)
MEMBERS = (
    (KEY, "lead", "2021-11-12"),
    (HEALTH_CENTRE.key, "member", "2021-11-12"),
    (COMMUNITY.key, "member", "2021-11-12"),
    (CANTEEN.key, "member", "2022-04-20"),
    (COLLEGE.key, "member", "2022-09-01"),
    (BUREAU, "member", "2022-06-01"),
)
TIES = (
    (COMMUNITY.key, "cooperation", "2017-09-11", None),
    (COLLEGE.key, "cooperation", "2019-09-02", None),
    (HEALTH_CENTRE.key, "referral", "2020-11-16", BUREAU),
    (CHARITY.key, "cooperation", "2022-05-09", None),
    (CANTEEN.key, "referral", "2023-06-14", None),
    (SCHOOL.key, "contact", "2024-03-12", None),
)


def write_surroundings(book: Book) -> None:
    """Writes standings, network and ties; the accounts wait for the payments."""
    for kind, on, result, level in _standings():
        day = date.fromisoformat(on)
        until = date(day.year + 5, day.month, day.day) if level else None
        stamp = stamped(day, "official", "registry", 20)
        book.write(book.registry, RegistryEntry(KEY, kind, day, stamp, result, level, until))
    book.networks.append(NETWORK)
    for organization, role, on in MEMBERS:
        day = date.fromisoformat(on)
        book.write(book.memberships, Membership(NETWORK.key, organization, role, day, stamped(day, "dual", "ngo", 8)))
    for partner, kind, on, body in TIES:
        day = date.fromisoformat(on)
        book.write(book.ties, Tie(KEY, partner, kind, day, stamped(day, "dual", "ngo", 8), body))


def _standings() -> list[tuple[str, str, str, int | None]]:
    registered_on = str(ORGANIZATION_X.registered_on)
    entries: list[tuple[str, str, str, int | None]] = [("CMP_REGISTRATION", registered_on, "granted", None)]
    entries += [("CMP_ANNUAL", f"{year}-06-15", INSPECTIONS.get(year, "pass"), None) for year in range(2017, 2027)]
    return entries + [("CUL_RATING", on, "granted", level) for on, level in RATINGS]


def write_accounts_of_x(book: Book, paid: dict[str, dict[int, int]]) -> None:
    """Writes the yearly accounts from the payments made and the other income."""
    for year, other in OTHER_INCOME.items():
        lines = tuple((pair.key, paid[pair.key][year]) for pair in (MAIN, WITH_STREET) if year in paid[pair.key])
        government = sum(amount for _, amount in lines)
        stamp = stamped(date(year + 1, 4, 20), "third", "third", 14, Label("年度审计报告", "Audit report"))
        book.write(book.accounts, Accounts(KEY, year, government + other, government, lines, stamp))
