"""What a trust profile says."""

import re
from datetime import date

from django.urls import reverse

from partnerships.services.verification import contest_fact
from tests.api.evidence import AS_OF, Both
from tests.api.judgements import judge, run_known_at
from tests.cast import Cast
from tests.trust.views.conftest import SignIn
from trust.services import assess_partnerships


def profile_of(both: Both, client: object, query: str = "") -> str:
    """The text of the bureau's partnership's page."""
    response = client.get(reverse("partnership-detail", args=[both.bureau.partnership.pk]) + query)  # type: ignore[attr-defined]
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_stage_is_one_sentence_with_since_when_and_how_sure(cast: Cast, both: Both, signed_in: SignIn) -> None:
    page = profile_of(both, signed_in(cast.staff))
    assert "Contractual trust since June 2025, with 88% certainty that it has come at least this far." in page


def test_the_day_and_the_moment_of_knowledge_are_named(cast: Cast, both: Both, signed_in: SignIn) -> None:
    page = profile_of(both, signed_in(cast.staff))
    assert "2025-06-30" in page
    assert "2025-08-01 08:00" in page
    assert "2026.1" in page


def test_odds_of_each_stage_are_whole_percentages(cast: Cast, both: Both, signed_in: SignIn) -> None:
    page = profile_of(both, signed_in(cast.staff))
    odds = page[page.index("Odds of each stage") : page.index("The stage through time")]
    assert re.findall(r'<td class="number">(\d+%)</td>', odds) == ["25%", "63%", "8%", "4%"]


def test_scores_are_whole_points_with_a_range_and_a_number_of_facts(cast: Cast, both: Both, signed_in: SignIn) -> None:
    page = profile_of(both, signed_in(cast.staff))
    dimensions = page[page.index("What carries the relationship") : page.index("The conditions of each stage")]
    assert '<span class="points">60</span> <span class="secondary">(52–68)</span>' in dimensions
    text = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", dimensions, flags=re.DOTALL)
    assert not re.search(r"\d\.\d", text)
    assert re.search(r"\d+ facts", text)


def test_an_indicator_without_evidence_is_left_out_and_not_zero(cast: Cast, both: Both, signed_in: SignIn) -> None:
    page = profile_of(both, signed_in(cast.staff))
    row = page[page.index("Alignment") : page.index("Attention and recognition")]
    assert "No evidence: left out" in row
    assert '<td class="number none">–</td>' in row


def test_flags_are_sentences(cast: Cast, both: Both, signed_in: SignIn) -> None:
    assert "The burden of this contract relationship lies with the NGO" in profile_of(both, signed_in(cast.staff))


def test_too_little_evidence_is_an_outcome_of_its_own(cast: Cast, both: Both, signed_in: SignIn) -> None:
    judge(run_known_at(), both.bureau.partnership, date(2025, 7, 31), stage=0, reason=1)
    page = profile_of(both, signed_in(cast.staff))
    assert "Not enough evidence yet: a stage needs at least 3 facts" in page
    assert "No odds are given" in page


def test_a_stage_whose_odds_have_fallen_says_that_it_may_fall(cast: Cast, both: Both, signed_in: SignIn) -> None:
    judge(run_known_at(), both.bureau.partnership, date(2025, 7, 31), at_least_contractual=0.3, at_least_equal=0.0)
    assert "the certainty has fallen to 30%" in profile_of(both, signed_in(cast.staff))


def test_the_past_is_read_as_of_a_day_and_marked_as_past(cast: Cast, both: Both, signed_in: SignIn) -> None:
    judge(run_known_at(), both.bureau.partnership, date(2025, 7, 31), stage=3)
    client = signed_in(cast.staff)
    assert "Equal cooperation since" in profile_of(both, client)
    past = profile_of(both, client, "?as_of=2025-07-30")
    assert "Contractual trust since" in past
    assert "You are reading the past" in past


def test_the_past_is_read_as_it_was_known(cast: Cast, both: Both, signed_in: SignIn) -> None:
    client = signed_in(cast.staff)
    assert "Contractual trust since" in profile_of(both, client, "?known_on=2025-08-01")
    before = profile_of(both, client, "?known_on=2025-07-31")
    assert "No assessment of this partnership has been made yet." in before


def test_nothing_is_shown_before_the_first_assessment(cast: Cast, both: Both, signed_in: SignIn) -> None:
    assert "Nothing had been assessed by that day." in profile_of(both, signed_in(cast.staff), "?as_of=2025-06-29")


def test_every_reading_opens_the_facts_it_came_from(cast: Cast, both: Both, signed_in: SignIn) -> None:
    address = reverse("indicator-evidence", args=[both.bureau.partnership.pk, "R3"])
    client = signed_in(cast.ngo_manager)
    assert f'href="{address}"' in profile_of(both, client)
    page = client.get(address).content.decode()
    assert "33 days late" in page
    payment = both.bureau.contract.payments.get()
    assert f'href="{reverse("contract-detail", args=[both.bureau.contract.pk])}#payment-{payment.pk}"' in page


def test_htmx_gets_the_facts_alone(cast: Cast, both: Both, signed_in: SignIn) -> None:
    address = reverse("indicator-evidence", args=[both.bureau.partnership.pk, "R3"])
    response = signed_in(cast.staff).get(address, headers={"HX-Request": "true"})
    assert "33 days late" in response.content.decode()
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_a_condition_opens_the_facts_it_counts(cast: Cast, both: Both, signed_in: SignIn) -> None:
    address = reverse("condition-evidence", args=[both.bureau.partnership.pk, "gov_paid"])
    client = signed_in(cast.staff)
    assert f'href="{address}"' in profile_of(both, client)
    assert "First instalment" in client.get(address).content.decode()


def test_a_condition_that_counts_no_facts_has_no_page(cast: Cast, both: Both, signed_in: SignIn) -> None:
    address = reverse("condition-evidence", args=[both.bureau.partnership.pk, "R_floor"])
    assert signed_in(cast.staff).get(address).status_code == 404


def test_what_the_engine_assesses_is_what_the_page_shows(cast: Cast, both: Both, signed_in: SignIn) -> None:
    """The words stand for all arrays the engine writes, not only for those written by hand here."""
    assess_partnerships(by=None, partnerships=[both.bureau.partnership.pk], as_of=AS_OF)
    page = profile_of(both, signed_in(cast.staff))
    assert page.count('class="dimension"') == 4
    assert page.count('class="gate') == 4  # the frame and the three gates
    assert page.count("evidence-link") >= 21


def test_a_contested_fact_is_shown_and_counts_for_nothing(cast: Cast, both: Both, signed_in: SignIn) -> None:
    client = signed_in(cast.staff)
    assert "Contested facts" not in profile_of(both, client)
    contest_fact(by=cast.ngo_manager, fact=both.bureau.contract.payments.get(), grounds="It came earlier")
    contested = profile_of(both, client).partition("Contested facts")[2]
    assert "First instalment" in contested


def test_what_is_contested_in_another_partnership_is_not_shown(cast: Cast, both: Both, signed_in: SignIn) -> None:
    contest_fact(by=cast.other_manager, fact=both.street.contract.payments.get(), grounds="It came earlier")
    assert "Contested facts" not in profile_of(both, signed_in(cast.staff))


def test_the_context_is_shown_beside_the_stage(cast: Cast, both: Both, signed_in: SignIn) -> None:
    context = profile_of(both, signed_in(cast.staff)).partition('id="context"')[2]
    assert re.search(r'comes through this partnership</dt><dd><a href="[^"]+/indicators/M5/">40%<', context)
    assert re.search(r"from all government bodies</dt><dd><a href=\"[^\"]+/indicators/M5/\">not on record<", context)
    assert re.search(r"won in competition</dt><dd><a href=\"[^\"]+\">100%<", context)
