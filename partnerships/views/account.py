"""A person's own account: language, reminders, calendar; and the language of every page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views import i18n
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.accounts.second_factor import has_second_factor, must_have_second_factor
from partnerships.forms.account import PreferencesForm
from partnerships.models import ApiToken, CalendarAddress, Role, User
from partnerships.services.account import change_preferences, make_calendar_address, remove_calendar_address
from partnerships.services.reminders import stop_reminders

from .entering import attempt

Context = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """One part of the page of one's account: its template, and what that shows."""

    template: str
    context: Callable[[HttpRequest], Context]
    is_for: Callable[[User], bool] = lambda _user: True


def _preferences(request: HttpRequest) -> Context:
    person: Any = request.user
    return {"form": PreferencesForm(initial={"language": person.language, "reminders": person.reminders})}


def _calendar(request: HttpRequest) -> Context:
    return {"calendar": CalendarAddress.objects.filter(user=request.user.pk).first()}


def _signing_in(request: HttpRequest) -> Context:
    person: Any = request.user
    return {
        "has_second_factor": has_second_factor(person),
        "must_have_second_factor": must_have_second_factor(person),
        "api_tokens": ApiToken.objects.visible_to(person).working_at(timezone.now()).count(),
        "sessions": UserSession.objects.filter(user=person.pk).count(),
    }


def _has_duties(user: User) -> bool:
    return user.role != Role.ANALYST


SECTIONS: tuple[Section, ...] = (
    Section("partnerships/account/preferences.html", _preferences),
    Section("partnerships/account/calendar.html", _calendar, _has_duties),
    Section("partnerships/account/signing_in.html", _signing_in),
)


@login_required
@require_safe
def show_account(request: HttpRequest) -> HttpResponse:
    """Everything a person decides about their own account."""
    return _account(request)


def _account(request: HttpRequest, status: HTTPStatus = HTTPStatus.OK, **changed: Any) -> HttpResponse:
    sections = [section for section in SECTIONS if section.is_for(request.user)]  # type: ignore[arg-type]
    context: dict[str, Any] = {}
    for section in sections:
        context |= section.context(request)
    templates: Sequence[str] = [section.template for section in sections]
    return render(request, "partnerships/account.html", {**context, "sections": templates, **changed}, status=status)


@login_required
@require_POST
def save_preferences(request: HttpRequest) -> HttpResponse:
    """Sets language and reminders; pages speak the language from now on."""
    form = PreferencesForm(request.POST)
    person = attempt(form, lambda values: change_preferences(by=request.user, **values))  # type: ignore[arg-type]
    if person is None:
        return _account(request, HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    with translation.override(person.language or translation.get_language()):
        messages.success(request, _("Recorded."))
    response = HttpResponseRedirect(reverse("account"))
    _remember(response, person.language)
    return response


@login_required
@require_POST
@sensitive_variables("token")
def new_calendar(request: HttpRequest) -> HttpResponse:
    """Makes the address of the person's calendar, and shows it this once."""
    token = make_calendar_address(by=request.user)  # type: ignore[arg-type]
    address = settings.SITE_URL + reverse("calendar-feed", args=[token])
    return never_cache(_account)(request, calendar_address=address)


@login_required
@require_POST
def remove_calendar(request: HttpRequest) -> HttpResponse:
    """Takes the calendar out of reach."""
    remove_calendar_address(by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The address of the calendar no longer works."))
    return HttpResponseRedirect(reverse("account"))


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the token in the address says for whom
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest) -> HttpResponse:
    """Ends reminders from a link in a mail: asks once, and does it on POST."""
    token = request.GET.get("person", "")
    if request.method != "POST":
        return render(request, "partnerships/account/stop.html")
    person = stop_reminders(token=token)
    answer = {"is_done": person, "is_unknown": not person}
    status = HTTPStatus.OK if person else HTTPStatus.NOT_FOUND
    return render(request, "partnerships/account/stop.html", answer, status=status)


def set_language(request: HttpRequest) -> HttpResponse:
    """Changes the language of the pages, and remembers it for whoever is signed in."""
    response = i18n.set_language(request)
    chosen = request.POST.get("language", "")
    if request.method == "POST" and request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        change_preferences(by=request.user, language=chosen)  # type: ignore[arg-type]
    return response  # type: ignore[no-any-return]


def _remember(response: HttpResponse, language: str) -> None:
    """Has this browser ask for the language; for none, has it forget."""
    if language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
    else:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)


class PreferredLanguage:
    """Shows pages in the language somebody prefers, on a browser where they have not chosen another."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and request.user.is_authenticated:
            language = request.user.language  # type: ignore[union-attr]
            if language:
                translation.activate(language)
                request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
        return self.get_response(request)
