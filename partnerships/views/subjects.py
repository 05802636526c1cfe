"""Which partnership an entry is about, as the address or the person's own work says."""

from django.http import HttpRequest

from partnerships.models import Partnership


def given_partnership(request: HttpRequest) -> Partnership | None:
    """The partnership the address names, if the person sees it; without one, the only one they see."""
    seen = Partnership.objects.visible_to(request.user).with_parties()
    key = request.GET.get("partnership", "")
    if key.isascii() and key.isdigit() and len(key) <= 12:
        found: Partnership | None = seen.filter(pk=int(key)).first()
        return found
    first = list(seen[:2])
    return first[0] if len(first) == 1 else None
