"""A person's tokens of the API: made and shown once, listed, revoked."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.forms.tokens import TokenForm
from partnerships.models import ApiToken, User
from partnerships.services.tokens import make_token, revoke_token

from .entering import EntryPage, Values, enter, form_data, is_check

# The secret, kept by the session from the act until the page that shows it, once.
SHOWN_ONCE = "api-token"


@login_required
@require_safe
@never_cache
@sensitive_variables("shown")
def list_tokens(request: HttpRequest) -> HttpResponse:
    """The person's tokens, the newest first; a secret only on the page that follows its making."""
    shown = request.session.pop(SHOWN_ONCE, None)
    tokens = ApiToken.objects.visible_to(request.user).order_by("-made_at", "-pk")
    context = {"tokens": tokens, "shown": shown, "root": request.build_absolute_uri(reverse("api:api-root"))}
    return render(request, "partnerships/tokens.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
@sensitive_variables("secret")
def new_token(request: HttpRequest) -> HttpResponse:
    """Makes one, for whoever has just given the password or the second factor: an open screen is not enough."""
    user: User = request.user  # type: ignore[assignment]
    form = TokenForm(user=user, **form_data(request))

    def act(_values: Values) -> ApiToken:
        token, secret = make_token(by=user, **form.values())
        if not is_check(request):
            request.session[SHOWN_ONCE] = {"key": token.pk, "secret": secret}
        return token

    page = EntryPage(
        title=_("New token"),
        button=_("Make the token"),
        back=reverse("api-token-list"),
        intro=_("A program sends it instead of a password. It can be taken back at any time, and ends by itself."),
        said=_("The token is made."),
    )
    return enter(request, form, act, page, then=lambda _token: reverse("api-token-list"))


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a token."""
    user: User = request.user  # type: ignore[assignment]
    token = get_object_or_404(ApiToken.objects.visible_to(user), pk=pk)
    revoke_token(by=user, token=token)
    messages.success(request, _("The token no longer works."))
    return HttpResponseRedirect(reverse("api-token-list"))
