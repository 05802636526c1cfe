"""The indicators, one row each: the function that finds its evidence, and for measures the one that reads it.

A row's code, dimension, weight and shape must match the methodology file; a test proves the two complete. Question,
direction of improvement and labels render the methodology page.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from .facts import Facts
from .grid import Columns, Floats, Grid
from .indicators import culture, network, reciprocity, resources
from .methodology import IndicatorSettings, Methodology

PART = re.compile(r"\b(Unit|Window|Evidence|Source): (.*?)(?=\s*\b(?:Unit|Window|Evidence|Source): |\Z)")

Find = Callable[[Facts, IndicatorSettings, Methodology], pl.DataFrame]
Read = Callable[[Columns, Grid, IndicatorSettings, Methodology], Floats]


@dataclass(frozen=True)
class Indicator:
    """One measured question. `accountable`: whose conduct it reads (ngo, government or both)."""

    code: str
    name_en: str
    name_zh: str
    accountable: str
    find: Find
    read: Read | None = None

    @property
    def documentation(self) -> str:
        """Question, unit, window, evidence and source, as written beside the rule, in one line."""
        return " ".join((self.find.__doc__ or "").split())

    @property
    def parts(self) -> Mapping[str, str]:
        """The labelled sentences of the documentation: Unit, Source and, where there are any, Window and Evidence."""
        return {name: text.strip().rstrip(".") for name, text in PART.findall(self.documentation)}


INDICATORS: tuple[Indicator, ...] = (
    Indicator("C1", "Alignment", "理念契合", "ngo", culture.alignment),
    Indicator("C2", "Attention and recognition", "关注与认可", "government", culture.recognition),
    Indicator("C3", "Standing", "合规信誉", "ngo", culture.standing),
    Indicator("C4", "Mission integrity", "使命坚守", "both", culture.mission_integrity),
    Indicator("R1", "Contract continuity", "合同连续性", "both", resources.continuity, resources.continuity_reading),
    Indicator("R2", "Delivery reliability", "履约可靠度", "ngo", resources.delivery),
    Indicator("R3", "Payment timeliness", "付款及时度", "government", resources.payment_timeliness),
    Indicator("R4", "Exchange volume", "资源交换量", "both", resources.volume, resources.volume_reading),
    Indicator("R5", "Continuation", "续约延续度", "government", resources.continuation),
    Indicator("R6", "Breadth of exchange", "资源种类", "both", resources.breadth, resources.breadth_reading),
    Indicator("N1", "Partners", "网络规模", "ngo", network.partners, network.partners_reading),
    Indicator("N2", "Diversity", "伙伴多样性", "ngo", network.diversity, network.diversity_reading),
    Indicator("N3", "Brokerage", "结构洞位置", "ngo", network.brokerage, network.brokerage_reading),
    Indicator("N4", "Network building", "网络共建", "ngo", network.network_building),
    Indicator("N5", "Shared network", "政社同网", "both", network.shared_network),
    Indicator("M1", "Balance of initiative", "互动均衡度", "both", reciprocity.initiative),
    Indicator("M2", "Joint decisions", "共同决策", "both", reciprocity.joint_decisions),
    Indicator("M3", "Responsiveness", "回应及时度", "government", reciprocity.responsiveness),
    Indicator("M4", "Uptake of proposals", "建议采纳度", "government", reciprocity.uptake),
    Indicator("M5", "Balance of power", "权力均衡", "both", reciprocity.power),
    Indicator(
        "M6",
        "NGO's contribution",
        "自有投入度",
        "ngo",
        reciprocity.contribution_of_own,
        reciprocity.contribution_of_own_reading,
    ),
)

INDICATOR_CODES: tuple[str, ...] = tuple(indicator.code for indicator in INDICATORS)
