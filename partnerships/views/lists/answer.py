"""Answering a request for a list: a page, or a file of it."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from partnerships.models import SavedView
from partnerships.views.live_links import live_address

from .downloads import download
from .listing import Listing, read_list, views_of
from .record_list import RecordList, View


def answer_list(request: HttpRequest, what: RecordList) -> HttpResponseBase:
    """One page of the list, or all its rows as a file."""
    listing = read_list(request, what)
    if listing.download:
        return download(request, listing)
    context = {
        "listing": listing,
        "what": what,
        "views": _views(request, listing),
        "live_address": live_address(what.name, listing.query),
        "new_address": what.new.address_for(request.user) if what.new else "",
    }
    return render(request, "partnerships/list.html", context, status=listing.status)


def _views(request: HttpRequest, listing: Listing) -> list[tuple[View, bool]]:
    """The views of the list everybody has, then those the reader saved, and which of them the page shows."""
    saved = SavedView.objects.visible_to(request.user).filter(list=listing.what.name).order_by("name")
    views = [*views_of(listing.what), *(View(each.name, each.query, each.pk) for each in saved)]
    return [(view, listing.is_view(view)) for view in views]
