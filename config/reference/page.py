"""The view."""

from typing import Any

from django.utils.translation import get_language
from django.views.generic import TemplateView

from .reading import Reading, schema


class ReferenceView(TemplateView):
    """The page. It tells how to ask, and nothing about anybody, so it is open to everybody."""

    template_name = "api/reference.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Addresses in their groups, then the records that several answers hold."""
        reading = Reading(schema(get_language() or ""), self.request)
        groups = reading.groups()
        return {
            **super().get_context_data(**kwargs),
            "host": reading.host,
            "groups": groups,
            "parts": reading.parts(groups),
        }
