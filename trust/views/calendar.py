"""The calendar of what is due, of records and of judgement, for whoever knows its secret address."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET

from partnerships.calendars import calendar_of
from partnerships.models import CalendarAddress
from trust.duties import KINDS


@require_GET
@sensitive_variables("token")
def show_calendar(_request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address, with what its owner may see at this moment."""
    address = CalendarAddress.objects.with_token(token).select_related("user__organization__jurisdiction").first()
    if address is None:
        raise Http404
    with translation.override(address.user.language or settings.LANGUAGE_CODE):
        content = calendar_of(address.user, timezone.localdate(), KINDS)
    headers = {"Cache-Control": "private, max-age=3600", "X-Robots-Tag": "noindex"}
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
    response["Content-Disposition"] = 'inline; filename="gongxin.ics"'
    return response
