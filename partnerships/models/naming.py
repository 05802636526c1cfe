"""Finding organizations by what people call them."""

from django.db.models import Q

from .organizations import OrganizationIdentifier, OrganizationName


def named_like(text: str) -> Q:
    """Organizations one of whose names contains the text, or one of whose identifiers is the text."""
    numbers = {text, text.upper()}
    return (
        Q(name__icontains=text)
        | Q(name_en__icontains=text)
        | Q(pk__in=OrganizationName.objects.filter(name__icontains=text).values("organization"))
        | Q(pk__in=OrganizationIdentifier.objects.filter(value__in=numbers).values("organization"))
    )
