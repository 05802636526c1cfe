"""Saving a view of a list under a name, and removing the name."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.forms.saved_views import SavedViewForm
from partnerships.models import SavedView
from partnerships.services.saved_views import remove_view, save_view

from .entering import EntryPage, Values, enter, form_data


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, list_name: str) -> HttpResponse:
    """Asks for a name for what the list's address asks for, and keeps it."""
    if list_name not in SavedView.List:
        raise Http404
    given = {"list_name": list_name, "query": request.GET.urlencode()}
    form = SavedViewForm(**form_data(request), initial=given)

    def act(values: Values) -> SavedView:
        return save_view(by=request.user, **values)  # type: ignore[arg-type]

    page = EntryPage(
        title=_("Save this view"),
        button=_("Save"),
        back=_address(list_name, given["query"]),
        about=str(SavedView.List(list_name).label).capitalize(),
        intro=_("The name appears above the list, for you alone, and leads to the same filters, order and columns."),
        said=_("Saved."),
    )
    return enter(request, form, act, page, then=lambda view: _address(view.list, view.query))


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forgets the name, and leads to what it showed, from where it can be saved again."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    remove_view(by=request.user, view=view)  # type: ignore[arg-type]
    messages.success(request, _("The name “%(name)s” is removed. The list shows it once more.") % {"name": view.name})
    return HttpResponseRedirect(_address(view.list, view.query))


def _address(list_name: str, query: str) -> str:
    return f"{reverse(list_name)}?{query}" if query else reverse(list_name)
