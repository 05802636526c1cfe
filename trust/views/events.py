"""Recording an event on a page that says what each type counts for in the judgement."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from partnerships.views.events import enter_event
from trust.presenters.indicators import INDICATOR_WORDS


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_event(request: HttpRequest) -> HttpResponse:
    """The quick form of events, with the indicators by their names."""
    return enter_event(request, {code: words.label for code, words in INDICATOR_WORDS.items()})
