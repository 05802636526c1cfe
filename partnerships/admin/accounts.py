"""Signing in to the administration is signing in to the site: one page, one set of limits, one second factor."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

# Secrets and traces of signing in are nothing to edit; what administrators may do with them is on the page of a person.
for model in (EmailAddress, Authenticator, UserSession):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


def sign_in(request: HttpRequest, extra_context: object = None) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """In place of Django's own form, which would let a password alone in."""
    index = reverse("admin:index")
    asked = request.GET.get("next", index)
    if not request.user.is_authenticated:
        return redirect_to_login(asked, resolve_url(settings.LOGIN_URL))
    if not request.user.is_administrator:
        raise PermissionDenied(_("The administration is for administrators. Sign out to come back as one."))
    is_safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(asked if is_safe else index)


admin.site.login = sign_in  # type: ignore[method-assign]
