"""The search: a page, suggestions while somebody types, and straight to the record whose identifier was typed."""

import unicodedata
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from partnerships.filters.fields import LONGEST_TEXT
from partnerships.search import direct_hit, search

from .lists import unknown_parameters

SUGGESTED, SHOWN = 3, 12


@login_required
@require_safe
def show_search(request: HttpRequest) -> HttpResponse:
    """What the reader may see of what was typed, by kind of record."""
    given = unicodedata.normalize("NFKC", request.GET.get("q", "").replace("\0", ""))
    typed = " ".join(given.split())[:LONGEST_TEXT]
    if request.htmx:  # type: ignore[attr-defined]
        context = {"typed": typed, "groups": search(request.user, typed, SUGGESTED), "query": urlencode({"q": typed})}
        response = render(request, "components/search_suggestions.html", context)
    else:
        address = direct_hit(request.user, typed)
        if address:
            return HttpResponseRedirect(address)
        problems = unknown_parameters(request, ["q"])
        context = {"typed": typed, "groups": search(request.user, typed, SHOWN), "problems": problems}
        response = render(request, "partnerships/search.html", context, status=400 if problems else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response
