"""Every kind of duty about records, in the order they are shown."""

from django.utils.translation import gettext_lazy as _

from partnerships.models import Role

from . import contracts, requests, surveys, verification
from .kinds import Kind
from .telling import tell_contract, tell_milestone

GOVERNMENT = frozenset({Role.STAFF, Role.ADMINISTRATOR})
BOTH_SIDES = frozenset({Role.STAFF, Role.NGO_MANAGER})
ALL = GOVERNMENT | BOTH_SIDES

KINDS: tuple[Kind, ...] = (
    Kind("payment", _("Payments"), GOVERNMENT, contracts.payments_due, lambda row: row.due_on, "payment-pay"),
    Kind("request", _("Requests to answer"), GOVERNMENT, requests.to_answer, requests.answer_due, "request-answer"),
    Kind(
        "ruling",
        _("Objections to rule on"),
        GOVERNMENT,
        verification.to_rule_on,
        verification.ruling_due,
        "contest-rule",
        is_outside=True,
    ),
    Kind(
        "grounds",
        _("Objections without grounds"),
        ALL,
        verification.to_give_grounds,
        verification.grounds_due,
        "contest-grounds",
    ),
    Kind(
        "milestone",
        _("Milestones"),
        ALL,
        contracts.milestones_due,
        lambda row: row.due_on,
        "milestone-reach",
        tell=tell_milestone,
    ),
    Kind(
        "final",
        _("Final evaluations"),
        GOVERNMENT,
        contracts.final_evaluations_due,
        lambda row: row.present_end_on,
        "evaluation-new",
        tell=tell_contract,
    ),
    Kind(
        "mid-term",
        _("Mid-term evaluations"),
        GOVERNMENT,
        contracts.mid_terms_due,
        contracts.middle_of,
        "evaluation-new",
        tell=tell_contract,
    ),
    Kind(
        "ending",
        _("Contracts ending without a successor"),
        ALL,
        contracts.contracts_ending,
        lambda row: row.present_end_on,
        "contract-renew",
        tell=tell_contract,
    ),
    Kind(
        "closing",
        _("Contracts that have run out and are not closed"),
        GOVERNMENT,
        contracts.contracts_run_out,
        lambda row: row.present_end_on,
        "contract-close",
        tell=tell_contract,
    ),
    Kind(
        "confirmation",
        _("Entries of the other side, to confirm or contest"),
        BOTH_SIDES,
        verification.to_confirm,
        verification.recorded_day,
        "record-confirm",
        has_limit=False,
    ),
    Kind(
        "survey",
        _("Surveys to answer"),
        BOTH_SIDES,
        surveys.to_answer,
        lambda row: row.answer_by,
        "survey-answer",
        tell=surveys.tell_survey,
    ),
    Kind(
        "survey-released",
        _("Surveys released in the last 30 days"),
        BOTH_SIDES,
        surveys.released,
        surveys.released_day,
        has_limit=False,
        is_news=True,
        tell=surveys.tell_released,
    ),
)
