"""Entering records by forms: parse, one call of a service, and an answer in which nothing typed is lost.

The same address answers three times: GET shows the form, POST does the act and leads to its result, and a POST by htmx
while somebody is typing only checks. A check does the act and takes it back, so that every rule of the service speaks
before the button is pressed, and each rule stands in one place.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from typing import Any, TypeVar
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.forms import FileField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from partnerships.addresses import address_of
from partnerships.forms.entry import EntryForm

R = TypeVar("R", bound=models.Model)
Values = Mapping[str, Any]
Act = Callable[[Values], R]


@dataclass(frozen=True)
class EntryPage:
    """What stands around the form. `about` is what is acted on, with `back` as its address.

    `said` is what the page that follows says, or makes it from the record. `action` is where the form is sent, if not
    to the address it stands at.
    """

    title: str
    button: str
    back: str
    about: str = ""
    intro: str = ""
    is_harmful: bool = False
    said: str | Callable[[Any], str] = ""
    action: str = ""
    template: str = "partnerships/entry.html"
    context: Mapping[str, Any] = field(default_factory=dict)


def enter(
    request: HttpRequest,
    form: EntryForm,
    act: Act[R],
    page: EntryPage,
    *,
    then: Callable[[R], str] = address_of,  # type: ignore[assignment]  # of facts; others say where they lead
    otherwise: Callable[[], HttpResponse | None] = lambda: None,
) -> HttpResponse:
    """Answers a request for a form that was made with `form_data(request)`.

    `act` gets the cleaned values and returns the record; `then` is the address it leads to. What the service refuses
    is shown beside its field, with everything that was typed, under HTTP 422, unless `otherwise` has another answer.
    """
    if request.method != "POST":
        return show_form(request, form, page)
    if is_check(request):
        return _checked(request, form, act)
    record = attempt(form, act)
    if record is None:
        return otherwise() or show_form(request, form, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    said = page.said(record) if callable(page.said) else page.said
    messages.success(request, said or _("Recorded."))
    return HttpResponseRedirect(then(record))


def form_data(request: HttpRequest) -> dict[str, Any]:
    """The arguments that bind a form to what was sent; none before anything was."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


def typed(form_class: type[EntryForm], request: HttpRequest) -> dict[str, Any]:
    """What was sent, as what a form begins with: for a form that comes back unfinished, without being judged."""
    fields: Mapping[str, Any] = form_class.base_fields  # type: ignore[attr-defined]
    return {
        name: field.widget.value_from_datadict(request.POST, request.FILES, name)
        for name, field in fields.items()
        if not isinstance(field, FileField)
    }


def press_of(request: HttpRequest) -> str:
    """Names this press of the button: the same form sent twice, unchanged, has the same name; empty where it has none.

    A form that came back by the browser's back button and was changed is another press.
    """
    if not request.POST.get("press"):
        return ""
    digest = sha256(str(request.user.pk).encode())
    for name, values in sorted(request.POST.lists()):
        if name not in {"csrfmiddlewaretoken", "touched"}:
            digest.update(repr((name, values)).encode())
    for name, file in sorted(request.FILES.items()):
        digest.update(repr((name, file.name, file.size)).encode())
    return f"form:{digest.hexdigest()}"


def is_check(request: HttpRequest) -> bool:
    """Whether somebody is still typing."""
    return bool(request.htmx)  # type: ignore[attr-defined]


def attempt(form: EntryForm, act: Act[R], *, only_check: bool = False) -> R | None:
    """Does the act in one transaction, or notes in the form why not and returns None. A check is taken back."""
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            record = act(form.cleaned_data)
            transaction.set_rollback(only_check)
    except ValidationError as refusal:
        form.add_refusal(refusal)
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
    else:
        return record
    return None


def _checked(request: HttpRequest, form: EntryForm, act: Act[R]) -> HttpResponse:
    """The problems of the fields that were filled in so far, each for its place on the page.

    Files are not sent while somebody types, so nothing is said of them.
    """
    attempt(form, act, only_check=True)
    files = {name for name, each in form.fields.items() if isinstance(each, FileField)}
    touched = (set(request.POST.get("touched", "").split()) | form.told_at_once) - files
    fields = [(bound, bound.errors if bound.name in touched else ()) for bound in form.visible_fields()]
    return render(request, "components/field_problems.html", {"form": form, "fields": fields})


def show_form(
    request: HttpRequest, form: EntryForm, page: EntryPage, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """The page with the form as it is."""
    context = {"form": form, "page": page, "press": uuid4().hex, **page.context}
    return render(request, page.template, context, status=status)
