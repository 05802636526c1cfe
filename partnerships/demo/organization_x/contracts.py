"""The contracts of organization X, their amendments, instalments and evaluations."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ..book import Book
from ..corrections import WRONG_ENTRY
from ..phrases import EVALUATORS
from ..world import ENDS_AT, Agreement, Change, Deliverable, Instalment, Label, Pair, Review
from .cast import MAIN, WITH_STREET, moment, stamped


class Deal(NamedTuple):
    """A contract: key, days signed, begun and ended, sum, method, title, and the contract it renews."""

    pair: Pair
    key: str
    signed: str
    starts: str
    ends: str
    value: int
    method: str
    title: Label
    renews: str | None = None


DEALS = (
    Deal(MAIN, "x-1", "2018-08-20", "2018-09-01", "2019-06-30", 80_000, "venture",
         Label("公益创投·独居长者探访", "Visits to elders living alone (public venture)")),
    Deal(MAIN, "x-2", "2019-07-22", "2019-08-01", "2020-07-31", 260_000, "consultation",
         Label("居家养老服务", "Home-based elder care"), "x-1"),
    Deal(MAIN, "x-3", "2020-09-18", "2020-10-01", "2021-09-30", 280_000, "consultation",
         Label("居家养老服务二期", "Home-based elder care, second phase"), "x-2"),
    Deal(MAIN, "x-4", "2021-09-22", "2021-10-01", "2023-09-30", 720_000, "open_tender",
         Label("综合为老服务（两年期）", "Comprehensive elder services, two years"), "x-3"),
    Deal(MAIN, "x-5", "2023-09-20", "2023-10-01", "2026-09-30", 1_350_000, "open_tender",
         Label("综合为老服务（三年期）", "Comprehensive elder services, three years"), "x-4"),
    Deal(MAIN, "x-6", "2026-09-22", "2026-10-01", "2029-09-30", 1_440_000, "open_tender",
         Label("综合为老服务（第二个三年期）", "Comprehensive elder services, second three years"), "x-5"),
    Deal(WITH_STREET, "xs-1", "2021-03-10", "2021-03-15", "2022-03-14", 150_000, "direct_below_threshold",
         Label("长者日间照料站运营", "Running an elder day-care station")),
    Deal(WITH_STREET, "xs-2", "2022-04-11", "2022-04-15", "2023-04-14", 160_000, "direct_below_threshold",
         Label("长者日间照料站运营二期", "Running an elder day-care station, second year"), "xs-1"),
    Deal(WITH_STREET, "xs-3", "2023-05-16", "2023-05-20", "2024-05-19", 160_000, "direct_below_threshold",
         Label("长者日间照料站运营三期", "Running an elder day-care station, third year"), "xs-2"),
    Deal(WITH_STREET, "xs-4", "2024-07-09", "2024-07-15", "2025-07-14", 130_000, "direct_below_threshold",
         Label("长者日间照料站运营四期", "Running an elder day-care station, fourth year"), "xs-3"),
    Deal(WITH_STREET, "xs-5", "2025-08-19", "2025-09-01", "2026-12-31", 170_000, "consultation",
         Label("长者日间照料站运营五期", "Running an elder day-care station, fifth year"), "xs-4"),
)  # fmt: skip

# Contract, instalment, sum, day due, day paid.
INSTALMENTS = (
    ("x-1", "first", 48_000, "2018-09-30", "2018-09-21"),
    ("x-1", "balance", 32_000, "2019-07-31", "2019-08-09"),
    ("x-2", "first", 130_000, "2019-08-31", "2019-09-06"),
    ("x-2", "interim", 78_000, "2020-02-29", "2020-03-27"),
    ("x-2", "balance", 52_000, "2020-10-31", "2020-11-20"),
    ("x-3", "first", 140_000, "2020-10-31", "2020-11-27"),
    ("x-3", "interim", 84_000, "2021-01-15", "2021-04-19"),
    ("x-3", "balance", 56_000, "2021-10-31", "2021-11-12"),
    ("x-4", "first", 288_000, "2021-10-31", "2021-10-27"),
    ("x-4", "interim", 288_000, "2022-10-31", "2022-10-26"),
    ("x-4", "balance", 144_000, "2023-10-31", "2023-10-25"),
    ("x-5", "first", 540_000, "2023-10-31", "2023-10-30"),
    ("x-5", "interim", 270_000, "2024-10-31", "2024-10-25"),
    ("x-5", "interim", 270_000, "2025-10-31", "2025-10-24"),
    ("x-5", "balance", 270_000, "2026-11-15", None),
    ("x-6", "first", 576_000, "2026-10-20", "2026-10-16"),
    ("x-6", "interim", 432_000, "2027-10-31", None),
    ("xs-1", "first", 90_000, "2021-04-15", "2021-06-22"),
    ("xs-1", "balance", 60_000, "2022-04-15", "2022-07-26"),
    ("xs-2", "first", 96_000, "2022-05-15", "2022-08-30"),
    ("xs-2", "balance", 64_000, "2023-05-15", "2023-11-14"),
    ("xs-3", "first", 96_000, "2023-06-20", "2023-10-17"),
    ("xs-3", "balance", 64_000, "2024-06-20", "2025-01-14"),
    ("xs-4", "first", 78_000, "2024-08-15", "2024-12-20"),
    ("xs-4", "balance", 52_000, "2025-08-15", None),
    ("xs-5", "first", 102_000, "2025-10-01", "2026-02-10"),
    ("xs-5", "interim", 34_000, "2026-05-01", None),
    ("xs-5", "balance", 34_000, "2027-01-31", None),
)  # fmt: skip

# Contract, phase, day, result, score out of 100.
REVIEWS = (
    ("x-1", "final", "2019-07-11", "good", 84),
    ("x-2", "mid", "2020-01-14", "good", 86),
    ("x-2", "final", "2020-10-15", "good", 88),
    ("x-3", "final", "2021-10-14", "excellent", 91),
    ("x-4", "mid", "2022-10-12", "excellent", 92),
    ("x-4", "final", "2023-10-12", "excellent", 94),
    ("x-5", "mid", "2025-03-18", "excellent", 93),
    ("x-5", "final", "2026-10-14", "excellent", 95),
    ("xs-1", "final", "2022-03-25", "good", 82),
    ("xs-3", "final", "2024-05-30", "good", 81),
)  # fmt: skip

# Contract, title, day due, day reached.
DELIVERABLES = (
    ("x-5", Label("完成认知症友好社区建设指南", "Guide to a dementia-friendly community"), "2024-12-31", "2024-12-18"),
    ("x-5", Label("提交三年期总结报告", "Report on the three years"), "2026-09-30", "2026-09-28"),
    ("x-6", Label("完成年度需求评估", "Yearly assessment of needs"), "2026-11-30", None),
    ("xs-5", Label("提交中期服务报告", "Mid-term report"), "2026-04-30", "2026-05-12"),
)


def write_contracts(book: Book) -> None:
    """Writes all of it."""
    for deal in DEALS:
        book.write(book.agreements, _agreement(deal))
    book.write(book.changes, _extension())
    for contract, stage, amount, due, paid in INSTALMENTS:
        for instalment in _instalments(contract, stage, amount, date.fromisoformat(due), paid):
            book.write(book.instalments, instalment)
    for contract, phase, held, result, score in REVIEWS:
        day = date.fromisoformat(held)
        stamp = stamped(day, "third", "third", 12)
        review = Review(contract, phase, day, result, score, EVALUATORS[0], "government", stamp)
        book.write(book.reviews, review)
    for contract, title, due, reached in DELIVERABLES:
        book.write(book.deliverables, _deliverable(contract, title, date.fromisoformat(due), reached))


def _agreement(deal: Deal) -> Agreement:
    signed_on = date.fromisoformat(deal.signed)
    document = Label("合同文本", "Contract")
    return Agreement(
        key=deal.key,
        pair=deal.pair.key,
        number=f"TL102-{signed_on.year}-{deal.key.upper()}",
        title=deal.title,
        method=deal.method,
        signed_on=signed_on,
        starts_on=date.fromisoformat(deal.starts),
        ends_on=date.fromisoformat(deal.ends),
        value=deal.value,
        catalogue_code="TL-01",
        stamp=stamped(signed_on, "official", "registry", 9, document),
        renews=deal.renews,
    )


def _extension() -> Change:
    signed_on = date(2020, 6, 29)
    text = Label("因疫情顺延两个月", "Two months longer because of the epidemic")
    return Change("x-2", "TL102-2019-X-2-1", signed_on, text, stamped(signed_on, "dual", "gov", 7), date(2020, 9, 30))


def _signed(contract: str) -> date:
    return next(date.fromisoformat(deal.signed) for deal in DEALS if deal.key == contract)


def _instalments(contract: str, stage: str, amount: int, due_on: date, paid: str | None) -> list[Instalment]:
    """The instalment; before that of February 2020, the row in which its sum was mistyped and which was voided."""
    stamp = stamped(_signed(contract), "dual", "gov", 9)
    instalment = Instalment(contract, stage, due_on, amount, stamp)
    if paid is None or moment(date.fromisoformat(paid), 5) > ENDS_AT:
        return [instalment]
    paid_on = date.fromisoformat(paid)
    right = replace(instalment, paid_on=paid_on, amount_paid=amount, paid_recorded_at=moment(paid_on, 5))
    if (contract, stage) != ("x-2", "interim"):
        return [right]
    noticed_at = moment(paid_on, 33)
    wrong = replace(
        right, amount_paid=amount // 10, stamp=replace(stamp, voided_at=noticed_at, void_reason=WRONG_ENTRY)
    )
    return [wrong, replace(right, paid_recorded_at=noticed_at, stamp=replace(stamp, recorded_at=noticed_at))]


def _deliverable(contract: str, title: Label, due_on: date, reached: str | None) -> Deliverable:
    deliverable = Deliverable(contract, title, due_on, stamped(_signed(contract), "dual", "gov", 9))
    if reached is None:
        return deliverable
    reached_on = date.fromisoformat(reached)
    return replace(deliverable, reached_on=reached_on, reached_recorded_at=moment(reached_on, 4))
