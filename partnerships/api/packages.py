"""Data packages by the API: asked for, watched while they are made, and fetched."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, NotFound
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from partnerships.models import DataPackage
from partnerships.packages.handing_out import MEDIA_TYPE, hand_out
from partnerships.packages.queueing import request_package

from .entries import EntrySerializer
from .idempotency import once
from .problems import MEDIA_TYPE as PROBLEM
from .problems import problem
from .read_only import ReadOnlySerializer, ReadOnlyViewSet

RANGE = OpenApiParameter(
    "Range",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="`bytes=1000-` for what comes after the first thousand, to go on with a download that broke.",
)


class NotReady(APIException):
    """The package is still being made, or could not be."""

    status_code = HTTPStatus.CONFLICT
    default_code = "not-ready"
    wait = 2


class NotMade(NotReady):
    """The package could not be made; waiting will not help."""

    default_code = "not-made"
    wait = None


class ZipRenderer(BaseRenderer):
    """Lets a program ask for what it gets. Refusals are problems all the same."""

    media_type = MEDIA_TYPE
    format = "zip"

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:  # noqa: ARG002 (the renderer's signature)
        """A problem, as JSON."""
        return bytes(JSONRenderer().render(data))


class PackageSerializer(ReadOnlySerializer):
    """A copy of everything you may see, in one format, made in the background. Yours alone."""

    url = serializers.HyperlinkedIdentityField(view_name="api:package-detail")
    format = serializers.ChoiceField(DataPackage.Format.choices)
    state = serializers.ChoiceField(DataPackage.State.choices)
    file = serializers.SerializerMethodField()

    class Meta:
        model = DataPackage
        fields = (
            "id",
            "url",
            "format",
            "language",
            "state",
            "asked_at",
            "finished_at",
            "rows_total",
            "rows_done",
            "size",
            "sha256",
            "file",
        )

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_file(self, package: DataPackage) -> str | None:
        """Where the file is fetched; null until it is ready."""
        if package.state != DataPackage.State.DONE:
            return None
        return reverse("api:package-file", args=[package.pk], request=self.context["request"])


class PackageEntrySerializer(EntrySerializer):
    """Which package is to be made: it holds everything you may see, so the format is all there is to choose."""

    format = serializers.ChoiceField(DataPackage.Format.choices)


class PackageViewSet(ReadOnlyViewSet):
    """Data packages: one's own, those that are being made among them."""

    kind = "packages"
    queryset = DataPackage.objects.none()
    serializer_class = PackageSerializer

    def get_queryset(self) -> QuerySet[Any]:
        """Packages of the reader, in the order they were asked for."""
        rows: QuerySet[Any] = DataPackage.objects.visible_to(self.request.user).order_by("pk")
        return rows

    def shaping(self) -> set[str]:
        """Of a file nothing is left out."""
        return set() if self.action == "file" else super().shaping()

    @extend_schema(request=PackageEntrySerializer, responses={202: PackageSerializer})
    def create(self, request: Request) -> Response:
        """Has a package made in the background. Ask its address, in `Location`, how far it has come."""
        return once(request, lambda: self._asked(request))  # type: ignore[return-value]

    def _asked(self, request: Request) -> Response:
        sent = PackageEntrySerializer(data=request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        package = request_package(by=request.user, **sent.validated_data)
        data = self.get_serializer(package).data
        headers = {"Location": str(data["url"]), "Retry-After": str(NotReady.wait)}
        return Response(data, status=HTTPStatus.ACCEPTED, headers=headers)

    @extend_schema(
        parameters=[RANGE],
        responses={
            (200, MEDIA_TYPE): OpenApiResponse(OpenApiTypes.BINARY, "The file; its digest is in `Repr-Digest`."),
            (206, MEDIA_TYPE): OpenApiResponse(OpenApiTypes.BINARY, "The part that `Range` asks for."),
        },
    )
    @action(detail=True, methods=["get"], renderer_classes=[ZipRenderer, JSONRenderer])
    def file(self, request: Request, pk: str) -> HttpResponseBase:  # noqa: ARG002 (the router's signature)
        """The file of a package: one ZIP archive. 409 until it is ready."""
        package: Any = self.get_object()
        if package.is_due:
            raise NotReady(_("The package is still being made. Ask again in a moment."))
        if package.state != DataPackage.State.DONE:
            raise NotMade(_("The package could not be made. Ask for another one."))
        try:
            return _told(hand_out(request, package, to=request.user))
        except Http404 as error:
            raise NotFound(_("The file of this package is gone. Ask for another one.")) from error


def _told(answer: HttpResponseBase) -> HttpResponseBase:
    """The answer; a part that is not there, in words."""
    if answer.status_code != HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        return answer
    told = problem(answer.status_code, "no-such-part", _("The file is shorter than that."))
    headers = {"Content-Range": answer["Content-Range"]}
    return JsonResponse(told, status=answer.status_code, content_type=PROBLEM, headers=headers)
