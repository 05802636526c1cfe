"""What was changed in any record, by whom and when: written by the database itself, and by nothing else."""

from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from .people import User
from .scope import NOTHING


class ChangeQuerySet(models.QuerySet["Change"]):
    """Reads of changes."""

    def visible_to(self, user: User) -> Self:
        """Changes of records the person may see.

        Those of records that are gone are for administrators, and those of accounts: a colleague is seen, not what was
        changed about the colleague's account.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_administrator:
            return self.all()
        condition = NOTHING
        for model in apps.get_app_config("partnerships").get_models():
            rows = model._default_manager.all()
            if model not in (Change, User) and hasattr(rows, "visible_to"):
                keys = rows.visible_to(user).order_by().values(text=Cast("pk", CharField()))
                condition |= Q(table=model._meta.model_name, key__in=keys)
        return self.filter(condition)

    def of(self, record: models.Model) -> Self:
        """Changes of one row."""
        return self.filter(table=record._meta.model_name, key=str(record.pk))


class Change(models.Model):
    """One row of one table that was entered, changed or deleted. A trigger refuses UPDATE, DELETE and TRUNCATE.

    `columns` holds `{column: [old value, new value]}` for the columns that differ. Of secrets only the fact of the
    change is kept, as `[null, null]`. `made_at` is the moment of the statement, the same for all its rows.
    """

    class Act(models.TextChoices):
        INSERT = "insert", _("entered")
        UPDATE = "update", _("changed")
        DELETE = "delete", _("deleted")
        TRUNCATE = "truncate", _("table emptied")

    table = models.CharField(_("table"), max_length=40)
    key = models.CharField(_("key"), max_length=40, blank=True)
    act = models.CharField(_("act"), max_length=8, choices=Act)
    columns: Any = models.JSONField(_("old and new values"))
    made_at = models.DateTimeField(_("when"))
    # No constraint in the database: what somebody did stays on record whatever becomes of the account.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    origin = models.CharField(
        _("where from"),
        max_length=200,
        blank=True,
        help_text=_("The address, task or command; for SQL written by hand, the database account."),
    )

    objects: Any = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["table", "key"], name="change_of_record"),
            models.Index(fields=["actor", "made_at"], name="change_by_actor", condition=Q(actor__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key} · {self.get_act_display()}"
