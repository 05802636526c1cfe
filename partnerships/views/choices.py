"""What comboboxes ask for while somebody types."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from partnerships.choosing import AT_ONCE, CHOOSABLE, Choosable
from partnerships.forms.fields import plain

LONGEST = 200


@login_required
@require_safe
def list_choices(request: HttpRequest, kind: str) -> JsonResponse:
    """The first records of the kind that fit `q`, among those the reader may see."""
    if kind not in CHOOSABLE:
        raise Http404
    choosable = CHOOSABLE[kind]
    typed = str(plain(request.GET.get("q", "")))[:LONGEST].replace("\x00", "")
    rows = choosable.seen(request.user, _narrowed(request, choosable))
    found = choosable.first(rows, typed, AT_ONCE + 1)
    options = [choosable.option(record) for record in found[:AT_ONCE]]
    return JsonResponse({"options": options, "more": len(found) > AT_ONCE})


def _narrowed(request: HttpRequest, choosable: Choosable) -> dict[str, Any]:
    """What the form narrows the records to; a value that fits no column finds nothing, and says so with 404."""
    given = {name: request.GET[name] for name in choosable.among if name in request.GET}
    for name, value in given.items():
        if name != "sector" and not (value.isascii() and value.isdigit() and len(value) <= 12):
            raise Http404
    return given
