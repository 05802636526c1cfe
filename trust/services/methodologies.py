"""Which methodology is in force, and how a version gets into the database."""

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trust.models import Methodology, MethodologyDraft
from trust.scoring.methodology import Methodology as Numbers
from trust.scoring.methodology_file import load_methodology, parse_methodology

FOLDER = Path(__file__).resolve().parents[1] / "methodologies"


def current_methodology() -> Methodology:
    """The version in force today: of the files and of what administrators confirmed, the newest whose date has come.

    A file is registered on first use.
    """
    today = timezone.localdate()
    versions = [(load_methodology(path), path) for path in sorted(FOLDER.glob("*.toml"))]
    files = [(loaded.effective_on, loaded.version, path) for loaded, path in versions if loaded.effective_on <= today]
    newest = max(files, default=None)
    confirmed = _confirmed().filter(effective_on__lte=today).order_by("-effective_on", "-version").first()
    if confirmed and (newest is None or confirmed.effective_on >= newest[0]):
        return confirmed
    if newest is None:
        raise ValidationError(_("No methodology is in force today: put a TOML file into trust/methodologies/."))
    return register_methodology(newest[2])


def known_versions() -> QuerySet[Methodology]:
    """Every version, the latest first, those to come included: the files of the folder are registered."""
    for path in sorted(FOLDER.glob("*.toml")):
        register_methodology(path)
    versions: QuerySet[Methodology] = Methodology.objects.order_by("-effective_on", "-pk")
    return versions


def upcoming_versions(versions: Iterable[Methodology]) -> list[Methodology]:
    """Of the versions those whose date has not come."""
    today = timezone.localdate()
    return [version for version in versions if version.effective_on > today]


def _confirmed() -> QuerySet[Methodology]:
    """Versions that two administrators brought in."""
    found: QuerySet[Methodology] = Methodology.objects.filter(draft__isnull=False)
    return found


def register_methodology(path: Path) -> Methodology:
    """The database's row for a methodology file. A file may not change under a version that is registered already.

    Raises ValidationError naming the version when its content differs from what was registered.
    """
    loaded, source = load_methodology(path), path.read_text(encoding="utf-8")
    row: Methodology = Methodology.objects.get_or_create(
        version=loaded.version,
        defaults={"digest": loaded.digest, "effective_on": loaded.effective_on, "source": source},
    )[0]
    if row.digest != loaded.digest:
        raise ValidationError(
            _(
                "%(file)s differs from the version %(version)s assessments were made with. "
                "Undo the change, or save it as a new file with a new version."
            )
            % {"file": path.name, "version": loaded.version}
        )
    return row


@lru_cache(maxsize=16)
def _parsed(source: str) -> Numbers:
    return parse_methodology(tomllib.loads(source))


def numbers_of(row: Methodology | MethodologyDraft) -> Numbers:
    """The numbers of a registered version or of a draft, from the file as it was then."""
    return _parsed(row.source)
