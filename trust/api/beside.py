"""What stands beside a judgement today: a stage set by decision, an open draft, the two sides' replies."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from partnerships.api.read_only import ReadOnlySerializer
from partnerships.models import ApiScope, ApiToken
from trust.filters import STAGE_CODES
from trust.models import Assessment, Draft, Override, Reply

from .outcomes import STAGE_CHOICES


@dataclass(frozen=True)
class Beside:
    """What is said to the judgement on one partnership, as far as the reader may see it."""

    override: Override | None
    draft: Draft | None
    replies: Sequence[Reply]


class OverrideBesideSerializer(ReadOnlySerializer):
    """The stage set by decision, with its reason and its term."""

    url = serializers.HyperlinkedIdentityField(view_name="api:override-detail")
    stage = serializers.SerializerMethodField()

    class Meta:
        model = Override
        fields = ("id", "url", "stage", "grounds", "expires_on")

    @extend_schema_field(serializers.ChoiceField(STAGE_CHOICES))
    def get_stage(self, override: Override) -> str:
        """The stage that was set."""
        return STAGE_CODES[override.stage]


class DraftBesideSerializer(ReadOnlySerializer):
    """The open draft; what it says is at its own address."""

    url = serializers.HyperlinkedIdentityField(view_name="api:draft-detail")

    class Meta:
        model = Draft
        fields = ("id", "url", "due_on")


class ReplyBesideSerializer(ReadOnlySerializer):
    """What one side says to the judgement."""

    url = serializers.HyperlinkedIdentityField(view_name="api:reply-detail")

    class Meta:
        model = Reply
        fields = ("id", "url", "side", "text", "made_at")


class BesideSerializer(serializers.Serializer[Beside]):
    """What is said to the judgement on a partnership today. It changes nothing of what is computed."""

    override = OverrideBesideSerializer(allow_null=True, help_text="The override in force.")
    draft = DraftBesideSerializer(
        allow_null=True,
        help_text="The open draft, for those who may see it; with a token, only with the scope `hearings:read`.",
    )
    replies = ReplyBesideSerializer(many=True, help_text="The standing reply of either side.")


def find_beside(assessments: Sequence[Assessment], request: Request) -> list[Beside]:
    """What stands beside each judgement, in their order. Three queries, however many they are."""
    keys = {assessment.partnership_id for assessment in assessments}
    overrides = _by_partnership(Override.objects.in_force(timezone.localdate()), keys)
    drafts = _by_partnership(Draft.objects.open().visible_to(request.user), keys if _may_read(request) else set())
    replies = _by_partnership(Reply.objects.standing().order_by("made_at", "pk"), keys)
    return [
        Beside(_only(overrides[key]), _only(drafts[key]), replies[key])
        for key in (assessment.partnership_id for assessment in assessments)
    ]


def _by_partnership(rows: Any, keys: set[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.filter(partnership__in=keys):
        found[row.partnership_id].append(row)
    return found


def _only(rows: Sequence[Any]) -> Any:
    """The one there is, if any; the database lets no partnership have two that are open."""
    return rows[0] if rows else None


def _may_read(request: Request) -> bool:
    """Whether the request may read drafts at all: a token says so by a scope of its own."""
    token = request.auth
    return not isinstance(token, ApiToken) or ApiScope.READ_HEARINGS in token.scopes
