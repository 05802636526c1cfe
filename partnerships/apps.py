"""The records app: organizations, contracts, service networks, interaction events, people and access."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    """Records. Knows nothing of trust."""

    name = "partnerships"
    verbose_name = _("Records")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Sign what is written, and keep the triggers of the trail and the feed in step with the models."""
        from partnerships.audit.acting import watch
        from partnerships.audit.triggers import install_triggers
        from partnerships.feed.triggers import install_feed

        connection_created.connect(watch, dispatch_uid="sign what is written")
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="audit triggers")
        post_migrate.connect(install_feed, sender=self, dispatch_uid="feed triggers")
