"""Evidence files and what they are evidence for."""

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import User
from .scope import pointer_scope


class DocumentQuerySet(models.QuerySet["Document"]):
    """Reads of documents."""

    def visible_to(self, user: User) -> Self:
        """Documents that are evidence for a fact the person may see."""
        return self.filter(pk__in=DocumentLink.objects.filter(pointer_scope(user)).values("document"))


class Document(models.Model):
    """A file, stored once under its SHA-256, or a reference to a document held elsewhere."""

    title = models.CharField(_("title"), max_length=300)
    file = models.FileField(_("file"), upload_to="documents/", blank=True)
    url = models.URLField(_("address of the document"), max_length=1000, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True)
    media_type = models.CharField(_("media type"), max_length=100, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    objects: Any = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                name="document_has_file_or_address",
                condition=~models.Q(file="") | ~models.Q(url=""),
                violation_error_message=_("Attach a file or give the address of the document."),
            ),
            models.UniqueConstraint(
                name="document_stored_once",
                fields=["sha256"],
                condition=~models.Q(sha256=""),
                violation_error_message=_("This file is stored already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DocumentDownloadQuerySet(models.QuerySet["DocumentDownload"]):
    """Reads of downloads."""

    def visible_to(self, user: User) -> Self:
        """Downloads of what the person's organization handed in, and those of its own people."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_administrator:
            return self
        if user.organization_id is None:
            return self.filter(downloaded_by=user)
        own = user.organization_id
        return self.filter(
            models.Q(downloaded_by__organization=own) | models.Q(document__uploaded_by__organization=own)
        )


class DocumentDownload(models.Model):
    """Says who took a document, and when."""

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="downloads", db_index=False, verbose_name=_("document")
    )
    downloaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("downloaded by")
    )
    downloaded_at = models.DateTimeField(_("downloaded at"), default=timezone.now)

    objects: Any = DocumentDownloadQuerySet.as_manager()

    class Meta:
        verbose_name = _("download of a document")
        verbose_name_plural = _("downloads of documents")
        indexes = [models.Index(fields=["document", "downloaded_at"], name="download_of_document")]

    def __str__(self) -> str:
        return f"{self.document} → {self.downloaded_by}"


class DocumentLink(models.Model):
    """Says that a document is evidence for a fact."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="links", verbose_name=_("document"))
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    fact = GenericForeignKey("content_type", "object_id")

    class Meta:
        verbose_name = _("document link")
        verbose_name_plural = _("document links")
        constraints = [
            models.UniqueConstraint(
                name="document_linked_once",
                fields=["document", "content_type", "object_id"],
                violation_error_message=_("The document is attached to this fact already."),
            ),
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="document_link_fact")]

    def __str__(self) -> str:
        return f"{self.document} → {self.content_type} {self.object_id}"
