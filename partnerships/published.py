"""Records that go out as data, table by table: what a copy of the whole needs, and no account of any person.

Names of people, who recorded what, and uploaded files stay inside; so do free notes of accounts and imports.
"""

from collections.abc import Iterator

from django.db.models import Case, DecimalField, F, When
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from partnerships.datasets.columns import Column, column_of
from partnerships.datasets.tables import DataTable, table_of
from partnerships.models import (
    Amendment,
    AnnualFinance,
    Contest,
    Contract,
    Evaluation,
    EventType,
    IncomeLine,
    InteractionEvent,
    Jurisdiction,
    Milestone,
    NetworkMembership,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    Partnership,
    Payment,
    Request,
    ServiceNetwork,
    ServiceTie,
    Standing,
    Succession,
    SurveyResult,
    Suspension,
)
from partnerships.models.languages import in_reader_language
from partnerships.questionnaires import statements

FACT = ("verification", "recorded_side", "recorded_at", "voided_at", "void_reason", "source_key")
OF_CONTRACT = ("id", "contract_id")
MONEY = _("the unit of money named in the column currency")
OF_CURRENCY = "contract__currency currency"


def _survey_results() -> Iterator[Column]:
    """What was told of a body in a year, a column for each statement of any version of the questionnaire."""
    yield from (column_of(SurveyResult, path) for path in ("id", "body_id", "year", "questionnaire"))
    yield column_of(SurveyResult, "ngos", unit=_("NGOs"))
    for code, versions in statements().items():
        whens = [When(questionnaire=version, then=F(f"means__{place}")) for version, (place, _item) in versions.items()]
        item = next(reversed(versions.values()))[1]
        output = DecimalField(max_digits=2, decimal_places=1)
        yield Column(
            f"{code}_mean",
            Case(*whens, output_field=output),
            "number",
            lazy(in_reader_language, str)(item.short_zh, item.short_en),
            lazy(in_reader_language, str)(item.zh, item.en),
            _("points from 1 to 5 in halves; 2.0 is “2 or less”, 4.0 is “4 or more”"),
            places=1,
        )
    yield column_of(SurveyResult, "published_at")


TABLES = (
    table_of("jurisdictions", Jurisdiction, ("id", "code", "name", "name_en", "level", "parent_id", "path")),
    table_of(
        "organizations",
        Organization,
        (
            "id",
            "name",
            "name_en",
            "sector",
            "kind",
            "jurisdiction_id",
            "service_field",
            "mission",
            "registered_on",
            "dissolved_on",
            "merged_into_id",
            "created_at",
        ),
    ),
    table_of("organization_identifiers", OrganizationIdentifier, ("id", "organization_id", "scheme", "value")),
    table_of("organization_names", OrganizationName, ("id", "organization_id", "name", "used_until")),
    table_of(
        "successions",
        Succession,
        (
            "id",
            "organization_id",
            "successor_id",
            "happened_on",
            "is_whole",
            "functions",
            "recorded_at",
            "voided_at",
            "void_reason",
        ),
    ),
    table_of(
        "standings",
        Standing,
        (
            "id",
            "organization_id",
            "kind",
            "result",
            "level",
            "effective_on",
            "valid_until",
            "reference",
            "note",
            *FACT,
        ),
    ),
    table_of(
        "annual_finances",
        AnnualFinance,
        ("id", "organization_id", "year", "total_income", "government_income", "currency", *FACT),
        units={"total_income": MONEY, "government_income": MONEY},
    ),
    table_of(
        "income_lines",
        IncomeLine,
        ("id", "finance_id", "partnership_id", "amount", "finance__currency currency"),
        units={"amount": MONEY},
    ),
    table_of("partnerships", Partnership, ("id", "government_id", "ngo_id", "joined_into_id", "created_at")),
    table_of(
        "contracts",
        Contract,
        (
            "id",
            "partnership_id",
            "number",
            "title",
            "title_en",
            "method",
            "catalogue_code",
            "signed_on",
            "starts_on",
            "ends_on",
            "value",
            "currency",
            "renews_id",
            "terminated_on",
            "termination_party",
            "termination_fault",
            "termination_reason",
            "termination_verification",
            "termination_recorded_at",
            "termination_side",
            "termination_confirmed_at",
            "closed_on",
            "closing_note",
            "closing_recorded_at",
            "corrects_id",
            *FACT,
        ),
        units={"value": MONEY},
    ),
    table_of(
        "amendments",
        Amendment,
        (*OF_CONTRACT, "number", "signed_on", "new_ends_on", "new_value", OF_CURRENCY, "description", *FACT),
        units={"new_value": MONEY},
    ),
    table_of("milestones", Milestone, (*OF_CONTRACT, "title", "due_on", "reached_on", "reached_recorded_at", *FACT)),
    table_of("suspensions", Suspension, (*OF_CONTRACT, "started_on", "ended_on", "end_recorded_at", "reason", *FACT)),
    table_of(
        "payments",
        Payment,
        (
            *OF_CONTRACT,
            "stage",
            "due_on",
            "amount_due",
            "paid_on",
            "amount_paid",
            OF_CURRENCY,
            "paid_recorded_at",
            *FACT,
        ),
        units={"amount_due": MONEY, "amount_paid": MONEY},
    ),
    table_of(
        "evaluations",
        Evaluation,
        (*OF_CONTRACT, "phase", "held_on", "result", "score", "score_maximum", "evaluator", "paid_for_by", *FACT),
        units={"score": _("points"), "score_maximum": _("points")},
    ),
    table_of(
        "event_types",
        EventType,
        ("code", "name_en", "name_zh", "evidence_for", "direction", "polarity", "recorders", "scope", "position"),
        in_feed=False,  # no number; the taxonomy comes with a release
    ),
    table_of(
        "events",
        InteractionEvent,
        (
            "id",
            "partnership_id",
            "organization_id",
            "type_id",
            "occurred_on",
            "outcome",
            "party",
            "amount",
            "currency",
            "contract_id",
            "closes_id",
            "note",
            *FACT,
        ),
        units={"amount": MONEY},
    ),
    table_of(
        "requests",
        Request,
        (
            "id",
            "partnership_id",
            "kind",
            "subject",
            "opened_on",
            "answered_on",
            "answer",
            "answer_recorded_at",
            *FACT,
        ),
    ),
    table_of(
        "networks",
        ServiceNetwork,
        ("id", "name", "name_en", "convened_by_id", "declared_size", "founded_on", "ended_on", "purpose"),
        units={"declared_size": _("organizations")},
    ),
    table_of(
        "memberships",
        NetworkMembership,
        ("id", "network_id", "organization_id", "role", "started_on", "ended_on", "end_recorded_at", *FACT),
    ),
    table_of(
        "ties",
        ServiceTie,
        (
            "id",
            "organization_id",
            "partner_id",
            "kind",
            "strength",
            "network_id",
            "with_body_id",
            "started_on",
            "ended_on",
            "end_recorded_at",
            *FACT,
        ),
    ),
    table_of(
        "objections",
        Contest,
        (
            "id",
            "content_type__model model",
            "object_id record_id",
            "opened_at",
            "grounds",
            "closed_at",
            "outcome",
            "ruling",
        ),
    ),
    DataTable("survey_results", SurveyResult, lambda: list(_survey_results()), SurveyResult._meta.verbose_name_plural),
)
