"""New versions of the method: proposed by one administrator, previewed on every partnership, confirmed by another."""

import re
import tomllib
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships.models import EventType, Partnership, User
from trust.models import Methodology, MethodologyDraft
from trust.presenters.methodology_problems import not_toml, problem_words
from trust.scoring.methodology import Methodology as Numbers
from trust.scoring.methodology import MethodologyError
from trust.scoring.methodology_consistency import unknown_codes
from trust.scoring.methodology_file import parse_methodology

from .assessing import last_month_end
from .judging import month_end
from .methodologies import current_methodology, known_versions, numbers_of
from .queueing import send_to_preview

LONGEST_VERSION = 30
DATE_LINE = re.compile(r"^(effective_on\s*=\s*)\d{4}-\d{2}-\d{2}", re.MULTILINE)


def check_administrator(user: User | None) -> None:
    """Refuses with a sentence who is no administrator. The method is one for all, so no narrower right is known."""
    if user is not None and not (user.is_active and user.is_administrator):
        raise PermissionDenied(_("Only administrators may change the methodology or see a draft of it."))


def submit_draft(*, by: User, source: str, purpose: str) -> MethodologyDraft:
    """Keeps a file as a draft and has it previewed. Raises ValidationError with everything that is wrong with it."""
    check_administrator(by)
    numbers = checked_numbers(source)
    _check_version(numbers.version)
    with transaction.atomic():
        draft: MethodologyDraft = MethodologyDraft.objects.create(
            source=source,
            version=numbers.version,
            purpose=purpose,
            submitted_by=by,
            base=current_methodology(),
            **_upon(),
        )
        send_to_preview(draft)
    return draft


@transaction.atomic
def repeat_preview(*, by: User, draft: MethodologyDraft) -> MethodologyDraft:
    """Judges anew, on what is known now and against the version in force now."""
    check_administrator(by)
    draft = _open(draft)
    draft.readings.all().delete()
    columns = {"base": current_methodology(), "done": 0, "reached": 0, "previewed_at": None, "failure": "", **_upon()}
    for name, value in columns.items():
        setattr(draft, name, value)
    draft.save()
    send_to_preview(draft)
    return draft


@transaction.atomic
def confirm_draft(*, by: User, draft: MethodologyDraft, effective_on: date) -> MethodologyDraft:
    """Brings the draft into force from a day on. By another administrator than the one who proposed it.

    The day is written into the file, whose other text stays as it is. What was assessed before stays on record.
    """
    check_administrator(by)
    draft = _open(draft)
    _check_confirmation(by, draft, effective_on)
    source = DATE_LINE.sub(rf"\g<1>{effective_on.isoformat()}", draft.source, count=1)
    numbers = checked_numbers(source)
    draft.methodology = Methodology.objects.create(
        version=numbers.version, digest=numbers.digest, effective_on=numbers.effective_on, source=source
    )
    draft.confirmed_by, draft.confirmed_at = by, timezone.now()
    draft.save()
    return draft


def proposed_day(draft: MethodologyDraft) -> date:
    """The day the file names, or, once that has passed, the first day of the coming month."""
    today = timezone.localdate()
    named = numbers_of(draft).effective_on
    return named if named > today else month_end(today) + timedelta(days=1)


@transaction.atomic
def discard_draft(*, by: User, draft: MethodologyDraft, reason: str) -> MethodologyDraft:
    """Lays a draft aside, with the reason. It stays on record."""
    check_administrator(by)
    draft = _open(draft)
    draft.discarded_by, draft.discarded_at, draft.discard_reason = by, timezone.now(), reason
    draft.save()
    return draft


def checked_numbers(source: str) -> Numbers:
    """The numbers of a file. Raises ValidationError on `source` with every problem of it."""
    try:
        content = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise ValidationError({"source": not_toml(str(error))}) from error
    try:
        numbers = parse_methodology(content)
    except MethodologyError as error:
        raise ValidationError({"source": problem_words(error.problems)}) from error
    problems = problem_words(unknown_codes(content, _outcomes()))
    if not DATE_LINE.search(source):
        problems.append(_("effective_on: write it on a line of its own, such as effective_on = 2027-01-01."))
    if problems:
        raise ValidationError({"source": problems})
    return numbers


def _outcomes() -> dict[str, list[str] | None]:
    """The outcomes of every event type; None for those kept as standings, whose results the register words."""
    kinds = EventType.objects.all()
    return {kind.code: kind.outcomes if kind.outcomes or kind.stored_as == "event" else None for kind in kinds}


def _upon() -> dict[str, Any]:
    """What a preview that begins now is computed on."""
    now = timezone.now()
    return {
        "as_of": last_month_end(timezone.localdate()),
        "known_at": now,
        "total": Partnership.objects.filter(joined_into__isnull=True).count(),
    }


def _check_version(version: str) -> None:
    words = {"version": version}
    if len(version) > LONGEST_VERSION:
        raise ValidationError({"source": _("version: “%(version)s” is longer than 30 characters.") % words})
    if known_versions().filter(version=version).exists():
        raise ValidationError(
            {"source": _("version: there is a version “%(version)s” already. A new version needs a new name.") % words}
        )
    if MethodologyDraft.objects.filter(version=version, confirmed_at=None, discarded_at=None).exists():
        raise ValidationError(
            {"source": _("version: a draft “%(version)s” waits already. Discard it first, or take a new name.") % words}
        )


def _open(draft: MethodologyDraft) -> MethodologyDraft:
    """The draft, locked, as it is now; refused if it was decided meanwhile."""
    locked: MethodologyDraft = MethodologyDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if not locked.is_open:
        raise ValidationError(_("This draft has been decided already: %(state)s.") % {"state": locked.state_label})
    return locked


def _check_confirmation(by: User, draft: MethodologyDraft, effective_on: date) -> None:
    if by == draft.submitted_by:
        raise PermissionDenied(_("Whoever proposed a version cannot confirm it; another administrator has to."))
    if draft.previewed_at is None:
        raise ValidationError(_("The preview is not finished. See who would move before you confirm."))
    if draft.as_of != last_month_end(timezone.localdate()) or draft.base != current_methodology():
        raise ValidationError(_("The preview is of an earlier month or version. Judge the draft anew, then confirm."))
    _check_version_is_free(draft.version)
    _check_day(effective_on)


def _check_version_is_free(version: str) -> None:
    if known_versions().filter(version=version).exists():
        raise ValidationError(_("There is a version “%(version)s” already.") % {"version": version})


def _check_day(effective_on: date) -> None:
    """A month is judged by one version: versions begin with a month, and never in the past."""
    if effective_on.day != 1 or effective_on <= timezone.localdate():
        raise ValidationError({"effective_on": _("Choose the first day of a coming month.")})
    taken = Methodology.objects.filter(effective_on=effective_on).first()
    if taken:
        words = {"version": taken.version, "day": date_format(effective_on, "DATE_FORMAT")}
        raise ValidationError(
            {"effective_on": _("Version %(version)s begins on %(day)s already. Choose another month.") % words}
        )
