"""The facts that the conditions of the gates, the overrides and the sufficiency rule count.

Each is a frame of dated rows like the indicators' contributions, with `level` (who stands behind the fact) in place of
masses: the gates ask how many of these facts are true, not how much they weigh.
"""

import math
from collections.abc import Callable, Mapping

import polars as pl

from .contributions import open_states
from .facts import NEVER, Facts
from .methodology import Methodology

REGISTRY = "official"  # nobody but a registry puts an organization on a list

COLUMNS = ("p", "table", "fact", "first", "last", "level")

Find = Callable[[Facts, Methodology], pl.DataFrame]


def _rows(
    frame: pl.DataFrame, table: str | None, first: pl.Expr, last: pl.Expr, methodology: Methodology, months: float = 0
) -> pl.DataFrame:
    """Dated rows; with `months`, none stays longer than that after `first`."""
    expires = first + math.floor(methodology.days(months)) if months else pl.lit(NEVER)
    return frame.select(
        p=pl.col("p"),
        table=pl.lit(table) if table else pl.col("table"),
        fact=pl.col("fact"),
        first=first.cast(pl.Int64),
        last=pl.min_horizontal(last, expires).cast(pl.Int64),
        level=pl.col("level"),
    ).filter(pl.col("first") <= pl.col("last"))


def _events(facts: Facts, condition: pl.Expr, months: float, methodology: Methodology) -> pl.DataFrame:
    return _rows(facts.events.filter(condition), None, pl.col("day"), pl.lit(NEVER), methodology, months)


def _of_types(types: tuple[str, ...]) -> pl.Expr:
    return pl.col("type").is_in(list(types))


def alignment_acts(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Acts by which the NGO aligned itself."""
    gate = methodology.gates.dependence
    return _events(facts, _of_types(gate.alignment_events), gate.alignment_months, methodology)


def recognition_acts(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Acts by which this body recognised the NGO, other than contracts."""
    gate = methodology.gates.dependence
    rated = (pl.col("type") == "CUL_RATING") & (
        pl.col("outcome").cast(pl.Int64, strict=False) >= gate.recognition_rating_from
    )
    return _events(facts, _of_types(gate.recognition_events) | rated, gate.recognition_months, methodology)


def recognition_contracts(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Contracts signed; one ended early no longer counts."""
    ended = pl.col("ended").fill_null(NEVER) - 1
    months = methodology.gates.dependence.recognition_months
    return _rows(facts.contracts, "contract", pl.col("signed"), ended, methodology, months)


def live_agreements(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Agreements in force, or ended so recently that the next budget is still being decided."""
    gate = methodology.gates.contractual
    after_term = pl.col("ends") + math.floor(methodology.days(gate.ended_months))
    after_ending = pl.col("ended") + math.floor(methodology.days(gate.terminated_months))
    began = pl.max_horizontal("valid_from", "starts")
    terms = facts.terms.filter(~pl.col("method").is_in(list(methodology.contract.opens_no_gate)))
    running = _rows(
        terms, "contract", began, pl.min_horizontal(pl.col("until") - 1, after_term, pl.col("ended") - 1), methodology
    )
    early = terms.filter(pl.col("ended") < NEVER).unique(["p", "fact"])
    return pl.concat(
        [running, _rows(early, "contract", pl.max_horizontal("ended", "signed", "starts"), after_ending, methodology)]
    )


def payments_made(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Payments the government made."""
    made = facts.payments.filter(pl.col("paid").is_not_null())
    months = methodology.gates.contractual.performance_months
    return _rows(made, "payment", pl.col("paid"), pl.lit(NEVER), methodology, months)


def passed_evaluations(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Evaluations the NGO did not fail."""
    passed = (pl.col("type") == "RES_EVALUATION") & (pl.col("outcome") != "fail")
    return _events(facts, passed, methodology.gates.contractual.performance_months, methodology)


def seasoned_agreements(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Agreements that began long enough ago to count as performed without an evaluation."""
    kept = facts.contracts.filter(~pl.col("method").is_in(list(methodology.contract.opens_no_gate)))
    after = pl.col("starts") + math.ceil(methodology.days(methodology.gates.contractual.running_months))
    return _rows(kept, "contract", pl.max_horizontal("signed", after), pl.lit(NEVER), methodology)


def open_mutual_states(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Joint bodies and agreements that are open."""
    states = open_states(facts, methodology).filter(_of_types(methodology.gates.equal.state_events))
    return _rows(states, None, pl.col("day"), pl.col("closed") - 1, methodology, methodology.window_months)


def joint_acts(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Joint plans and joint evaluations."""
    gate = methodology.gates.equal
    return _events(facts, _of_types(gate.joint_events), gate.joint_months, methodology)


def reciprocal_acts(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Acts by which the government gave something back."""
    gate = methodology.gates.equal
    adopted = (pl.col("type") == gate.reciprocity_adopted) & (pl.col("outcome") == "adopted")
    return _events(facts, _of_types(gate.reciprocity_events) | adopted, gate.reciprocity_months, methodology)


def network_roles(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Roles in the network that the government did not assign."""
    gate = methodology.gates.equal
    own = _of_types(gate.network_role_events) & (pl.col("side") != "gov")
    return _events(facts, own, gate.network_role_months, methodology)


def verified_partners(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Partners to whom a tie is open that both sides, a registry or a third party stand behind, each once."""
    solid = (
        facts.ties.filter(pl.col("weight") >= methodology.verification.solid_weight)
        .with_columns(ends=pl.col("ends").fill_null(NEVER))
        .sort("p", "alter", "starts", "ends", "fact")
    )
    apart = pl.col("starts") > pl.col("ends").cum_max().shift(1).over("p", "alter").fill_null(-NEVER)
    stretches = (
        solid.with_columns(stretch=apart.cum_sum())
        .group_by("p", "alter", "stretch")
        .agg(pl.first("table", "fact", "kind", "level"), pl.min("starts"), pl.max("ends"))
    )
    rows = _rows(stretches, None, pl.col("starts"), pl.col("ends") - 1, methodology)
    return rows.join(stretches.select("p", "table", "fact", "kind"), on=["p", "table", "fact"], how="left")


def sufficient_facts(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Dyadic facts that count towards "enough evidence", with `solid`: more than one side stands behind the fact."""
    counted = pl.col("weight") >= methodology.verification.counted_weight
    dyadic = ~pl.any_horizontal(
        [pl.col("type").str.starts_with(prefix) for prefix in methodology.sufficiency.not_dyadic]
    )
    parts = [
        (facts.events.filter(dyadic & counted), None, "day"),
        (facts.contracts.filter(counted), "contract", "signed"),
        (facts.payments.filter(counted & pl.col("paid").is_not_null()), "payment", "paid"),
        (facts.requests.filter(counted), "request", "opened"),
    ]
    solid_levels = [
        level
        for level, weight in methodology.verification.weight.items()
        if weight >= methodology.verification.solid_weight
    ]
    return pl.concat(
        [
            _rows(frame, table, pl.col(day), pl.lit(NEVER), methodology, methodology.window_months)
            for frame, table, day in parts
        ]
    ).with_columns(solid=pl.col("level").is_in(solid_levels))


def contracts_in_force(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Contracts of any method that are running: while one is, the relationship has not lapsed."""
    counted = facts.terms.filter(pl.col("weight") >= methodology.verification.counted_weight)
    last = pl.min_horizontal(pl.col("until") - 1, "ends", "ended")
    return _rows(counted, "contract", pl.max_horizontal("valid_from", "starts"), last, methodology)


def listed(facts: Facts, methodology: Methodology, kind: str, outcome: str) -> pl.DataFrame:
    """While the latest standing of this kind that a registry has published has this outcome."""
    published = (pl.col("type") == kind) & (pl.col("level") == REGISTRY)
    entries = facts.events.filter(published).sort("p", "day", "fact")
    until = pl.col("day").shift(-1).over("p").fill_null(NEVER) - 1
    on = entries.with_columns(until=until).filter(pl.col("outcome") == outcome)
    return _rows(on, None, pl.col("day"), pl.col("until"), methodology)


def suspensions(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """On the serious-violation list, or registration revoked."""
    rules = methodology.overrides
    return pl.concat(
        [
            listed(facts, methodology, rules.suspending_list, "on"),
            listed(facts, methodology, rules.suspending_registration, "revoked"),
        ]
    )


def abnormal_listings(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """On the abnormal-activity list."""
    return listed(facts, methodology, methodology.overrides.capping_list, "on")


def severe_acts(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Solid acts so grave that the relationship is marked as eroding."""
    flags = methodology.flags
    solid = pl.col("weight") >= methodology.verification.solid_weight
    return _events(facts, _of_types(flags.severe_events) & solid, flags.severe_months, methodology)


def extra_tasks(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Administrative tasks outside the contract, for the one-sided flag."""
    counted = pl.col("weight") >= methodology.verification.counted_weight
    months = methodology.flags.one_sided_months
    return _events(facts, (pl.col("type") == "RES_EXTRA_TASK") & counted, months, methodology)


def scope_cuts(facts: Facts, methodology: Methodology) -> pl.DataFrame:
    """Unilateral cuts, for the one-sided flag."""
    counted = pl.col("weight") >= methodology.verification.counted_weight
    months = methodology.flags.one_sided_months
    return _events(facts, (pl.col("type") == "RES_SCOPE_CUT") & counted, months, methodology)


COUNTED: Mapping[str, Find] = {
    find.__name__: find
    for find in (
        alignment_acts,
        recognition_acts,
        recognition_contracts,
        live_agreements,
        payments_made,
        passed_evaluations,
        seasoned_agreements,
        open_mutual_states,
        joint_acts,
        reciprocal_acts,
        network_roles,
        verified_partners,
        sufficient_facts,
        contracts_in_force,
        suspensions,
        abnormal_listings,
        severe_acts,
        extra_tasks,
        scope_cuts,
    )
}
