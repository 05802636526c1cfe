"""Which rows each statement wrote, so that a copy can follow. Triggers write it, `partnerships.feed` reads it."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TransactionField(models.Field):
    """The number of a transaction, which never wraps around (PostgreSQL's xid8)."""

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 Django's signature
        """The column type in PostgreSQL."""
        return "xid8"


class KeysField(models.Field):
    """Numbers of rows as ranges (PostgreSQL's int8multirange): a bulk load of neighbours takes a few bytes."""

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 Django's signature
        """The column type in PostgreSQL."""
        return "int8multirange"


class FeedEntry(models.Model):
    """One statement's rows of one table, one act. One entry stands for a bulk load of any size.

    `id` grows in the order of the statements, `transaction` says when they count: see `partnerships.feed.positions`.
    """

    class Act(models.TextChoices):
        INSERT = "insert"
        UPDATE = "update"
        VOID = "void"
        DELETE = "delete"

    transaction = TransactionField()
    table = models.CharField(max_length=40)
    act = models.CharField(max_length=6, choices=Act)
    keys = KeysField()

    objects: Any = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["transaction"], name="feed_entry_transaction")]
        constraints = [
            models.CheckConstraint(
                name="feed_entry_act_known",
                condition=Q(act__in=["insert", "update", "void", "delete"]),
                violation_error_message=_("Name one of the four acts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {self.table} · {self.act}"
