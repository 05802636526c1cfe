"""Every life that is told, with its share of NGOs and what it asks of the NGO around it."""

from collections.abc import Callable
from typing import NamedTuple

from ..biographies import Compliance, Income, Network
from ..story import Story
from ..world import Label
from . import contractual, cooperation, dependence, endings, quiet


class Life(NamedTuple):
    """A course a partnership takes.

    `share` is its weight among lives; `network`, `compliance` and `income` are what the NGO's biography must offer when
    this is its main partnership; `begins` are the first and last year of first contact; `strained` prefers bodies short
    of money.
    """

    code: str
    title: Label
    share: float
    tell: Callable[[Story], None]
    network: Network = "small"
    compliance: Compliance = "clean"
    income: Income = "mixed"
    begins: tuple[int, int] = (2016, 2022)
    strained: bool = False


LIVES = (
    Life("equal_cooperation", Label("平等合作", "Equal cooperation"), 17, cooperation.equal_cooperation, "strong",
         income="diverse", begins=(2016, 2020)),
    Life("paid_on_time", Label("按时付款", "Paid on time"), 9, contractual.paid_on_time, begins=(2016, 2023)),
    Life("recognised_not_bought", Label("有认可无购买", "Recognised, not bought from"), 11,
         dependence.recognised_not_bought, begins=(2016, 2024)),
    Life("paid_late", Label("履约中的拖欠", "Working on while unpaid"), 4, contractual.paid_late, income="dependent",
         begins=(2016, 2021), strained=True),
    Life("one_sided", Label("单向契约", "One-sided contract"), 5, contractual.one_sided, income="dependent",
         begins=(2016, 2021), strained=True),
    Life("government_withdraws", Label("政府退出", "Government withdraws"), 5, endings.government_withdraws,
         begins=(2016, 2019)),
    Life("scandal", Label("失信名单", "Serious-violation list"), 2, endings.scandal, compliance="serious",
         begins=(2016, 2018)),
    Life("network_declines", Label("网络衰落", "Network declines"), 3, cooperation.network_declines, "declining",
         income="diverse", begins=(2016, 2017)),
    Life("recovery", Label("跌落后恢复", "Recovery after a fall"), 4, cooperation.recovery, "strong", income="diverse",
         begins=(2016, 2018)),
    Life("hardly_any_contact", Label("几无往来", "Hardly any contact"), 5, quiet.hardly_any_contact, "none",
         begins=(2016, 2025)),
    Life("unconfirmed_claims", Label("无人印证", "Claims nobody confirms"), 3, quiet.unconfirmed_claims, "none",
         begins=(2017, 2023)),
    Life("beginner", Label("初次接触", "Beginner"), 5, quiet.beginner, "none", income="undisclosed",
         begins=(2025, 2026)),
    Life("contact_fades", Label("往来中断", "Contact fades"), 6, quiet.contact_fades, begins=(2016, 2021)),
    Life("signals_unheard", Label("示好未获回应", "Signals unheard"), 3, quiet.signals_unheard, begins=(2017, 2023)),
    Life("leaves_over_arrears", Label("欠款退出", "Leaves over arrears"), 3, endings.leaves_over_arrears,
         income="dependent", begins=(2016, 2019), strained=True),
    Life("retaliation", Label("投诉后受不利对待", "Retaliation"), 3, endings.retaliation, begins=(2016, 2019),
         strained=True),
    Life("ended_for_failure", Label("因未达标终止", "Ended for failure"), 2, endings.ended_for_failure,
         compliance="modest", begins=(2016, 2020)),
    Life("entrusted_only", Label("只有委托拨款", "Entrusted only"), 4, dependence.entrusted_only, begins=(2016, 2022)),
    Life("network_without_exchange", Label("有网络无交换", "Network without exchange"), 3,
         dependence.network_without_exchange, "strong", income="diverse", begins=(2016, 2020)),
    Life("agreement_without_purchase", Label("有共建无购买", "Agreement without purchase"), 3,
         dependence.agreement_without_purchase, "strong", income="diverse", begins=(2016, 2021)),
    Life("first_grant", Label("一次公益创投", "A first grant"), 4, dependence.first_grant, begins=(2016, 2022)),
    Life("recent_hopeful", Label("近年起步", "Recent hopeful"), 6, dependence.recent_hopeful, income="undisclosed",
         begins=(2023, 2025)),
    Life("paid_as_usual", Label("常态购买", "Paid as usual"), 7, contractual.paid_as_usual, begins=(2016, 2024)),
    Life("contract_without_courtship", Label("跳过依附", "First stage skipped"), 3,
         contractual.contract_without_courtship, begins=(2016, 2024)),
    Life("weak_delivery", Label("履约欠佳", "Weak delivery"), 3, contractual.weak_delivery, compliance="modest",
         begins=(2016, 2022)),
    Life("listed_abnormal", Label("异常名录", "Abnormal-activity list"), 3, contractual.listed_abnormal, "strong",
         "abnormal", "diverse", begins=(2016, 2019)),
    Life("disputed", Label("证据争议", "Contested evidence"), 3, contractual.disputed, begins=(2016, 2021)),
    Life("old_friends", Label("高度依赖的伙伴", "Partners, but dependent"), 3, cooperation.old_friends, "strong",
         income="dependent", begins=(2016, 2019)),
)  # fmt: skip


def beside(main: Life) -> list[tuple[Life, float]]:
    """The courses a further partnership of an NGO can take beside its main one, with their weights.

    An NGO with a network of its own is three times as likely to take a course that needs one.
    """
    fitting = [life for life in LIVES if _fits(life, main)]
    return [(life, life.share * (3 if life.network == "strong" else 1)) for life in fitting]


def _fits(life: Life, main: Life) -> bool:
    needs_network = life.network in ("strong", "declining")
    if life.compliance in ("abnormal", "serious") or (needs_network and main.network != life.network):
        return False
    if life.code == "old_friends":  # one body alone feeds the NGO
        return False
    return not (main.begins[0] >= 2023 and life.begins[1] < 2023)
