"""The records app: organizations, contracts, service networks, interaction events, people and access."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    """Records. Knows nothing of trust."""

    name = "partnerships"
    verbose_name = _("Records")
    default_auto_field = "django.db.models.BigAutoField"
