"""What both sides say to a judgement by the API: what is sent, and the services that take it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from partnerships.access import Action
from partnerships.api.entries import Entry, EntrySerializer, VisibleRecord
from partnerships.api.writing import WritingViewSet
from partnerships.models import Partnership, User
from trust.models import Objection, Reply
from trust.models.objections import ABOUT
from trust.services.objections import object_to_reading
from trust.services.replies import reply_to_judgement

ABOUT_CHOICES = [(code, code) for code in ABOUT]


class ReadingObjectionEntrySerializer(EntrySerializer):
    """A party objects to a reading: of the open draft, which it holds back, or of the judgement that stands."""

    partnership = VisibleRecord(Partnership)
    about = serializers.ChoiceField(ABOUT_CHOICES, help_text="The stage, a dimension, or an indicator by its code.")
    grounds = serializers.CharField(max_length=5000, help_text="What is wrong with it, and which facts show it.")
    url = serializers.URLField(
        required=False, max_length=500, help_text="Where a document that proves it can be read. Files: on the pages."
    )


class JudgementReplyEntrySerializer(EntrySerializer):
    """A party's words beside the judgement that stands. They take the place of its earlier ones."""

    partnership = VisibleRecord(Partnership)
    text = serializers.CharField(max_length=3000)


class NothingEntrySerializer(EntrySerializer):
    """Nothing is sent with the act: an empty object, or no body."""


@dataclass(frozen=True)
class SaidEntry(Entry):
    """What is said to a judgement: it is nobody's evidence, and has no verification."""

    def enter(self, by: User, values: Mapping[str, Any]) -> Any:
        """Says it for the person's side."""
        return self.record(by=by, **values)


OBJECTION = SaidEntry(Objection, ReadingObjectionEntrySerializer, object_to_reading)
REPLY = SaidEntry(Reply, JudgementReplyEntrySerializer, reply_to_judgement)


class SaidViewSet(WritingViewSet):
    """Abstract: what the two sides say to a judgement, each kind at an address of its own."""

    kind = "hearings"
    right = (Action.CONTEST, Partnership)

    def get_queryset(self) -> QuerySet[Any]:
        """What the reader may see of it, with both parties."""
        rows: Any = self.entry.model._default_manager
        return rows.visible_to(self.request.user).select_related(  # type: ignore[no-any-return]
            "partnership__government", "partnership__ngo", *self.expanded()
        )
