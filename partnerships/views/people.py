"""One person's account, as colleagues and administrators see it, and what they do with it."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.access import Action, can_act, check_act
from partnerships.accounts.second_factor import has_second_factor
from partnerships.acts import Act
from partnerships.forms.entry import EntryForm
from partnerships.models import User
from partnerships.services.people import close_account, forget_second_factor, reopen_account

from .entering import EntryPage, Values, enter, form_data
from .person_lists import account_state, name_of

FORM_METHODS = ["GET", "HEAD", "POST"]


def page_of(person: User) -> str:
    """Where the account is shown."""
    return reverse("person-detail", args=[person.pk])


def _seen(request: HttpRequest, pk: int) -> User:
    rows = User.objects.visible_to(request.user).select_related("organization")
    person: User = get_object_or_404(rows, pk=pk)
    return person


@login_required
@require_safe
def show_person(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: role, organization, whether it is open, and the acts on it."""
    person = _seen(request, pk)
    context = {
        "person": person,
        "name": name_of(person),
        "state": account_state(person).label,
        "has_second_factor": has_second_factor(person),
        "acts": _acts(request.user, person),  # type: ignore[arg-type]
    }
    return render(request, "partnerships/person.html", context)


def _acts(user: User, person: User) -> list[Act]:
    """What the reader may do with the account."""
    if user.pk == person.pk or not can_act(user, Action.MANAGE, person):
        return []
    if not person.is_active:
        return [Act(_("Reopen the account"), reverse("person-reopen", args=[person.pk]))]
    acts = [Act(_("Close the account"), reverse("person-close", args=[person.pk]), is_harmful=True)]
    if user.is_administrator:
        change = reverse("admin:partnerships_user_change", args=[person.pk])
        forget = reverse("person-forget-factor", args=[person.pk])
        acts = [Act(_("Change role or organization"), change), Act(_("Remove the second factor"), forget), *acts]
    return acts


def _manage(request: HttpRequest, pk: int, act: Callable[..., User], page: Callable[[User], EntryPage]) -> HttpResponse:
    """Asks once, then does something to the account."""
    person = _seen(request, pk)
    check_act(request.user, Action.MANAGE, person)

    def on_person(_values: Values) -> User:
        return act(by=request.user, user=person)

    return enter(request, EntryForm(**form_data(request)), on_person, page(person), then=page_of)


@login_required
@require_http_methods(FORM_METHODS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes the account of somebody who has left."""
    return _manage(
        request,
        pk,
        close_account,
        lambda person: EntryPage(
            _("Close the account"),
            _("Close it now"),
            page_of(person),
            about=name_of(person),
            intro=_("The person is signed out at once and cannot sign in again. What they recorded stays theirs."),
            is_harmful=True,
            said=_("The account is closed."),
        ),
    )


@login_required
@require_http_methods(FORM_METHODS)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens a closed account again."""
    return _manage(
        request,
        pk,
        reopen_account,
        lambda person: EntryPage(
            _("Reopen the account"),
            _("Reopen it"),
            page_of(person),
            about=name_of(person),
            intro=_("The person can sign in again, with the password and the role they had."),
            said=_("The account is open again."),
        ),
    )


@login_required
@require_http_methods(FORM_METHODS)
def forget_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Removes the second factors of somebody who has lost them."""
    return _manage(
        request,
        pk,
        forget_second_factor,
        lambda person: EntryPage(
            _("Remove the second factor"),
            _("Remove it now"),
            page_of(person),
            about=name_of(person),
            intro=_(
                "For somebody who lost phone, keys and recovery codes. Make sure that it is they who ask: until they "
                "set up a new one, the password alone lets them in."
            ),
            is_harmful=True,
            said=_("The second factor is removed. The person sets up a new one after signing in."),
        ),
    )
