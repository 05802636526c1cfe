"""The judgement app: gathers evidence, scores it, stores and explains assessments."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    """Judgement. Reads the records; nothing in the records knows of it."""

    name = "trust"
    verbose_name = _("Judgement")
    default_auto_field = "django.db.models.BigAutoField"
