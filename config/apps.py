"""The house as a Django app: it brings no models, only the checks of the installation."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """Registers the checks that `manage.py check` and `migrate` run."""

    name = "config"

    def ready(self) -> None:
        """Import the checks: registering happens there."""
        from config import checks  # noqa: F401
