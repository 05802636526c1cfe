"""The pages of drafts: propose, watch, see who would move and why, decide."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnerships.models import Role, User
from tests.cast import Cast
from tests.trust.contracts_of_today import contractual_partnership, first_of_a_coming_month, next_version
from tests.trust.views.conftest import SignIn
from trust.models import Methodology, MethodologyDraft
from trust.services.previews import preview_waiting

pytestmark = pytest.mark.django_db
NEW = reverse("methodology-draft-new")
STRICT = ("resources_floor = 0.45", "resources_floor = 0.99")


@pytest.fixture
def second() -> User:
    """Another administrator."""
    return User.objects.create_user("second", role=Role.ADMINISTRATOR)


def test_a_version_goes_from_a_file_to_a_day_in_force(cast: Cast, second: User, signed_in: SignIn) -> None:
    contractual_partnership(cast.partnership)
    proposer = signed_in(cast.administrator)
    file = SimpleUploadedFile("2090.1.toml", next_version(STRICT).encode())
    sent = proposer.post(NEW, {"file": file, "source": "", "purpose": "The panel asks for it."})
    draft = MethodologyDraft.objects.get()
    address = reverse("methodology-draft", args=[draft.pk])
    assert sent["Location"] == address
    assert "0 of 2 partnerships" in proposer.get(address).content.decode()
    preview_waiting()
    page = proposer.get(address)
    text = unescape(page.content.decode())
    assert "1 of 1 partnerships would stand elsewhere" in text
    assert "Resources read at least 99 points: <strong>Met → Not met</strong>" in text
    assert "(before: Resources read at least 45 points)" in text
    assert ("gates.contractual", "resources_floor", "0.45", "0.99") in page.context["changes"]
    assert "another administrator has to confirm" in text
    assert reverse("methodology-draft-confirm", args=[draft.pk]) not in text
    confirm = reverse("methodology-draft-confirm", args=[draft.pk])
    refused = proposer.post(confirm, {"effective_on": first_of_a_coming_month()})
    assert refused.status_code == 422
    assert not Methodology.objects.filter(version="2090.1").exists()
    confirmer = signed_in(second)
    assert "Draft 2090.1 waits for your confirmation." in confirmer.get(reverse("methodology")).content.decode()
    assert "waits for your confirmation" not in proposer.get(reverse("methodology")).content.decode()
    assert confirm in confirmer.get(address).content.decode()
    assert confirmer.post(confirm, {"effective_on": first_of_a_coming_month()})["Location"] == address
    assert "waits for your confirmation" not in confirmer.get(reverse("methodology")).content.decode()
    overview = signed_in(cast.ngo_manager).get(reverse("methodology"))
    assert [each.version for each in overview.context["upcoming"]] == ["2090.1"]
    assert "Version 2090.1 comes into force on" in overview.content.decode()


def test_moves_are_narrowed_to_one_and_taken_as_a_file(cast: Cast, signed_in: SignIn) -> None:
    contractual_partnership(cast.partnership)
    browser = signed_in(cast.administrator)
    browser.post(NEW, {"source": next_version(STRICT), "purpose": "–"})
    preview_waiting()
    address = reverse("methodology-draft", args=[MethodologyDraft.objects.get().pk])
    assert len(browser.get(address, {"before": "contractual", "after": "not-established"}).context["movers"]) == 1
    assert not browser.get(address, {"before": "equal"}).context["movers"]
    file = browser.get(address, {"download": "moves"}).content.decode("utf-8-sig")
    assert "Contractual trust" in file
    assert "Met → Not met" in file
    assert browser.get(address, {"before": "warm"}).status_code == 400


def test_every_problem_is_said_in_the_readers_language_and_the_text_is_kept(cast: Cast, signed_in: SignIn) -> None:
    wrong = next_version(("partners = 3", "partners = -3"), ("balance = 0.5", 'balance = "half"'))
    file = SimpleUploadedFile("wrong.toml", wrong.encode())
    page = signed_in(cast.administrator).post(
        NEW, {"file": file, "source": "", "purpose": "试算"}, headers={"accept-language": "zh-hans"}
    )
    text = unescape(page.content.decode())
    assert page.status_code == 422
    assert "[gates.equal] partners：" in text
    assert "[priors] balance：" in text
    assert "partners = -3" in text
    assert "试算" in text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"source": "  ", "purpose": "–"}, "paste its text"),
        ({"file": SimpleUploadedFile("a.toml", "é".encode("latin-1")), "purpose": "–"}, "UTF-8"),
        ({"source": "a = 1"}, "This field is required"),
        ({"source": "a = ", "purpose": "–"}, "cannot be read as TOML"),
    ],
)
def test_what_is_no_methodology_is_refused_with_a_remedy(
    cast: Cast, signed_in: SignIn, sent: dict[str, object], said: str
) -> None:
    page = signed_in(cast.administrator).post(NEW, sent)
    assert page.status_code == 422
    assert said in unescape(page.content.decode())


def test_a_draft_is_laid_aside_with_its_reason(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.administrator)
    browser.post(NEW, {"source": next_version(), "purpose": "–"})
    draft = MethodologyDraft.objects.get()
    browser.post(reverse("methodology-draft-discard", args=[draft.pk]), {"reason": "Too strict for small NGOs."})
    page = browser.get(reverse("methodology-draft", args=[draft.pk])).content.decode()
    assert "Too strict for small NGOs." in page
    assert "Decision" not in page
    assert "discarded" in browser.get(reverse("methodology-drafts")).content.decode()


def test_the_progress_alone_is_asked_for_and_ends_in_a_new_page(cast: Cast, signed_in: SignIn) -> None:
    browser = signed_in(cast.administrator)
    browser.post(NEW, {"source": next_version(), "purpose": "–"})
    address = reverse("methodology-draft", args=[MethodologyDraft.objects.get().pk])
    htmx = {"HX-Request": "true", "HX-Target": "progress"}
    assert "<h1>" not in browser.get(address, headers=htmx).content.decode()
    preview_waiting()
    assert browser.get(address, headers=htmx)["HX-Refresh"] == "true"


def test_nobody_but_administrators_sees_a_draft(cast: Cast, signed_in: SignIn) -> None:
    for person in (cast.staff, cast.ngo_manager, cast.analyst):
        assert signed_in(person).get(reverse("methodology-drafts")).status_code == 403
