"""The page of data: packages made and to be made, and the ways to keep in step with them."""

from http import HTTPStatus

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.forms.packages import PackageForm
from partnerships.models import DataPackage
from partnerships.packages.handing_out import hand_out
from partnerships.packages.queueing import request_package

from .live_links import live_links

SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest) -> HttpResponse:
    """The person's packages and the form for another. While one is being made, htmx asks for the table alone."""
    form = PackageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _is_requested(request, form):
        return HttpResponseRedirect(reverse("data"))
    packages = list(DataPackage.objects.visible_to(request.user).order_by("-asked_at", "-pk")[:SHOWN])
    are_due = any(each.is_due for each in packages)
    context = {"form": form, "packages": packages, "are_due": are_due, "live_links": live_links()}
    if request.htmx and request.htmx.target == "packages":  # type: ignore[attr-defined]
        return render(request, "partnerships/packages/table.html", context)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "partnerships/data.html", context, status=status)


def _is_requested(request: HttpRequest, form: forms.Form) -> bool:
    """Asks for the package, or leaves on the form why there will be none."""
    if not form.is_valid():
        return False
    try:
        request_package(by=request.user, format=form.cleaned_data["format"])  # type: ignore[arg-type]
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


@login_required
@require_safe
def download_package(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a package, to whoever asked for it and may still see what is in it."""
    package = get_object_or_404(DataPackage.objects.visible_to(request.user), pk=pk, state=DataPackage.State.DONE)
    return hand_out(request, package, to=request.user)  # type: ignore[arg-type]
