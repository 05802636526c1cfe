"""Versions of the method, word for word."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from partnerships.api.read_only import CODES, ReadOnlySerializer, ReadOnlyViewSet
from trust.filters import MethodologyFilter
from trust.models import Methodology
from trust.services import current_methodology


class MethodologySerializer(ReadOnlySerializer):
    """A version of the method: weights, anchors, half-lives and gates, as the file that was in force says them."""

    source = serializers.CharField(help_text="The file (TOML), of which `digest` identifies the content.")

    class Meta:
        model = Methodology
        fields = ("version", "digest", "effective_on", "registered_at", "source")


class MethodologyViewSet(ReadOnlyViewSet):
    """Versions of the method, each as it was when it was first used."""

    queryset = Methodology.objects.none()
    serializer_class = MethodologySerializer
    filterset_class = MethodologyFilter
    lookup_field = "version"
    keys = CODES

    def get_queryset(self) -> QuerySet[Any]:
        """All of them; the one in force is registered when it is first asked for."""
        current_methodology()
        return Methodology.objects.all()
