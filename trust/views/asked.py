"""Which partnership, as of which day and with the knowledge of which day, an address asks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from partnerships.models import Partnership, User
from partnerships.views.lists import form_problems, unknown_parameters
from trust.models import Assessment, Draft
from trust.presenters.profile import assessed_by
from trust.services.drafts import path_of_draft

from .forms import MomentForm


@dataclass(frozen=True)
class Asked:
    """What was asked for. With problems, `path` is empty; `assessment` is None where nothing was assessed by then.

    Where the draft was asked for, `path` and `assessment` are what would be issued.
    """

    partnership: Partnership
    moment: MomentForm
    problems: Sequence[str]
    path: Sequence[Assessment]
    assessment: Assessment | None
    draft: Draft | None = None

    @property
    def suffix(self) -> str:
        """What to append to other addresses of the partnership so that they are read at the same moment."""
        return self.query()

    def query(self, **more: object) -> str:
        """The same with further parameters."""
        asked = {**self.given, **more}
        return f"?{urlencode(asked)}" if asked else ""

    @property
    def given(self) -> Mapping[str, str]:
        """The parameters of the moment asked for, as they stand in an address."""
        return {
            name: str(value) if value is True else value.isoformat()
            for name, value in self.moment.cleaned_data.items()
            if value
        }


def read_address(request: HttpRequest, pk: int, *, also: Iterable[str] = ()) -> Asked:
    """Finds the partnership (404 for one the reader may not see) and its assessments.

    `also`: parameters that the page knows beside the moment.
    """
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user).with_parties(), pk=pk)
    moment = MomentForm(request.GET)
    problems = [*unknown_parameters(request, {*moment.fields, *also}), *form_problems(moment, request)]
    if problems:
        return Asked(partnership, moment, problems, [], None)
    if moment.cleaned_data["draft"]:
        draft = get_object_or_404(open_drafts(request.user, partnership))
        drafted = path_of_draft(draft)
        return Asked(partnership, moment, [], drafted, assessed_by(drafted, moment.day), draft)
    path = list(Assessment.objects.path(partnership, moment.known_by).select_related("run"))
    return Asked(partnership, moment, [], path, assessed_by(path, moment.day))


def open_drafts(user: User, partnership: Partnership) -> QuerySet[Draft]:
    """The open draft on the partnership, if there is one and the reader may see it."""
    found: QuerySet[Draft] = Draft.objects.open().visible_to(user).filter(partnership=partnership)
    return found.select_related("methodology", "partnership__government", "partnership__ngo", "issued__run")
