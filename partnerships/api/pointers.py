"""What points at a fact: objections to it, the steps of its verification, and the documents that are evidence for it.

A row is shown to whoever may see the fact. A token reads of them what belongs to the kinds of record it is good for.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Prefetch, Q, QuerySet
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request as Asked
from rest_framework.reverse import reverse

from partnerships.exports.documents import hand_out
from partnerships.filters.pointers import ContestFilter, DocumentFilter, VerificationChangeFilter, table_name
from partnerships.models import (
    Amendment,
    AnnualFinance,
    Contest,
    Contract,
    Document,
    DocumentLink,
    Evaluation,
    Fact,
    InteractionEvent,
    Milestone,
    NetworkMembership,
    Payment,
    Request,
    ServiceTie,
    Standing,
    Suspension,
    VerificationChange,
)
from partnerships.models.scope import pointer_scope

from .read_only import ReadOnlySerializer, ReadOnlyViewSet
from .scopes import kinds_of

# Each kind of fact: the first half of the scope that reads it, and the name of its addresses.
POINTED: Mapping[type[Fact], tuple[str, str]] = {
    Contract: ("contracts", "contract"),
    Amendment: ("contracts", "amendment"),
    Milestone: ("contracts", "milestone"),
    Suspension: ("contracts", "suspension"),
    Payment: ("contracts", "payment"),
    Evaluation: ("contracts", "evaluation"),
    InteractionEvent: ("events", "event"),
    Request: ("requests", "request"),
    NetworkMembership: ("networks", "membership"),
    ServiceTie: ("networks", "tie"),
    Standing: ("organizations", "standing"),
    AnnualFinance: ("organizations", "finance"),
}
KINDS = tuple(dict.fromkeys(kind for kind, _name in POINTED.values()))


ADDRESS = serializers.URLField(allow_null=True)


class RecordReferenceSerializer(serializers.Serializer[Any]):
    """A record of any kind: its table, as it is called in a data package, its id, and its address."""

    table = serializers.CharField()
    id = serializers.IntegerField()
    url = serializers.URLField(allow_null=True, help_text="Null where the API has no address for it.")


def referred(pointer: Any, request: Asked) -> dict[str, Any]:
    """The record a row points at. Asks the database for nothing once the kinds of content are known."""
    model: type[Model] = ContentType.objects.get_for_id(pointer.content_type_id).model_class()  # type: ignore[assignment]
    found = POINTED.get(model)  # type: ignore[arg-type]
    key = pointer.object_id
    url = reverse(f"api:{found[1]}-detail", args=[key], request=request) if found else None
    return {"table": table_name(model), "id": key, "url": url}


class PointerSerializer(ReadOnlySerializer):
    """Abstract: a row that points at a fact."""

    record = serializers.SerializerMethodField(help_text="The fact it concerns.")

    @extend_schema_field(RecordReferenceSerializer)
    def get_record(self, pointer: Any) -> dict[str, Any]:
        """The fact it concerns."""
        return referred(pointer, self.context["request"])


class ContestSerializer(PointerSerializer):
    """An objection by a party to a fact. From its opening to its closing the fact counts for nothing, but is shown."""

    url = serializers.HyperlinkedIdentityField(view_name="api:objection-detail")

    class Meta:
        model = Contest
        fields = ("id", "url", "record", "opened_at", "grounds", "closed_at", "outcome", "ruling")


class VerificationChangeSerializer(PointerSerializer):
    """A step of a fact's verification, for example from `single` to `dual` when the other side confirms it."""

    url = serializers.HyperlinkedIdentityField(view_name="api:verification-change-detail")

    class Meta:
        model = VerificationChange
        fields = ("id", "url", "record", "from_level", "to_level", "changed_at", "note")


class DocumentSerializer(ReadOnlySerializer):
    """A file that is evidence, stored once under its SHA-256, or the address of one that is kept elsewhere."""

    url = serializers.HyperlinkedIdentityField(view_name="api:document-detail")
    kept_at = serializers.SerializerMethodField(help_text="Its address elsewhere; null where it is stored here.")
    download = serializers.SerializerMethodField(help_text="Where the file is; null where none is stored here.")
    evidence_for = serializers.SerializerMethodField()

    class Meta:
        model = Document
        fields = (
            "id",
            "url",
            "title",
            "kept_at",
            "download",
            "media_type",
            "size",
            "sha256",
            "uploaded_at",
            "evidence_for",
        )
        extra_kwargs = {"size": {"help_text": "In bytes; null where no file is stored here."}}

    @extend_schema_field(ADDRESS)
    def get_kept_at(self, document: Document) -> str | None:
        """Its address elsewhere."""
        return document.url or None

    @extend_schema_field(ADDRESS)
    def get_download(self, document: Document) -> str | None:
        """The address of the file."""
        request = self.context["request"]
        return reverse("api:document-file", args=[document.pk], request=request) if document.file else None

    @extend_schema_field(RecordReferenceSerializer(many=True))
    def get_evidence_for(self, document: Document) -> list[dict[str, Any]]:
        """The records it is evidence for, as far as the reader may see them."""
        return [referred(link, self.context["request"]) for link in document.links.all()]


class PointerViewSet(ReadOnlyViewSet):
    """Abstract: rows that point at facts."""

    kinds = KINDS

    def within_scopes(self) -> Q:
        """The condition for what is pointed at to be of a kind that the reader's token is good for."""
        kinds = kinds_of(self.request)
        if kinds is None:
            return Q()
        models = [model for model, (kind, _name) in POINTED.items() if kind in kinds]
        return Q(content_type__in=[each.pk for each in ContentType.objects.get_for_models(*models).values()])


class ContestViewSet(PointerViewSet):
    """Objections to facts, with their grounds and rulings."""

    queryset = Contest.objects.none()
    serializer_class = ContestSerializer
    filterset_class = ContestFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Objections to facts the reader may see."""
        rows: QuerySet[Any] = Contest.objects.visible_to(self.request.user)
        return rows.filter(self.within_scopes())


class VerificationChangeViewSet(PointerViewSet):
    """Confirmations, and whatever else changed who stands behind a fact."""

    queryset = VerificationChange.objects.none()
    serializer_class = VerificationChangeSerializer
    filterset_class = VerificationChangeFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Steps of facts the reader may see."""
        rows: QuerySet[Any] = VerificationChange.objects.visible_to(self.request.user)
        return rows.filter(self.within_scopes())


class AsItIs(BaseContentNegotiation):
    """A file comes as what it is, whatever the caller would rather have."""

    def select_parser(self, request: Asked, parsers: Any) -> Any:  # noqa: ARG002 (the REST framework's signature)
        """The first."""
        return parsers[0]

    def select_renderer(self, request: Asked, renderers: Any, format_suffix: Any = None) -> Any:  # noqa: ARG002 (as above)
        """The first: errors are problems in JSON."""
        return renderers[0], renderers[0].media_type


class DocumentViewSet(PointerViewSet):
    """Documents that are evidence for facts. What is told of them is no account of who handed them in."""

    queryset = Document.objects.none()
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Documents of facts the reader may see, each with its links to such facts."""
        links = DocumentLink.objects.filter(pointer_scope(self.request.user), self.within_scopes())  # type: ignore[arg-type]
        rows: QuerySet[Any] = Document.objects.filter(pk__in=links.values("document"))
        return rows.prefetch_related(Prefetch("links", links.order_by("pk")))

    @extend_schema(
        parameters=[],
        responses={(200, "*/*"): OpenApiResponse(OpenApiTypes.BINARY, description="The file, as it was handed in.")},
    )
    @action(
        detail=True,
        url_path="file",
        url_name="file",
        content_negotiation_class=AsItIs,
        serializer_class=serializers.Serializer,
    )
    def file(self, request: Asked, pk: str) -> HttpResponse | FileResponse:
        """The file itself. A `Range` of bytes goes on where a download broke off. Each taking is kept."""
        document: Any = self.get_object()
        if not document.file or document.size is None:
            message = _("No file is stored here for “{key}”. Look at the address in “kept_at”.")
            raise NotFound(message.format(key=pk))
        return hand_out(request, document)  # type: ignore[arg-type]
