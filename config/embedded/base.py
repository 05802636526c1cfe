"""Django's database backend for the embedded server: PostgreSQL's own, which sees to the server before connecting."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from config.embedded.cluster import PORT, ROLE
from config.embedded.lease import use_server


class DatabaseWrapper(base.DatabaseWrapper):
    """Connections to a server that this project starts itself. `SERVER_SETTINGS` may hold settings for its start."""

    def get_connection_params(self) -> dict[str, Any]:
        """Find or start the server, and let the settings say where it is, for other drivers too."""
        if not self.settings_dict["HOST"]:
            self._see_to_server()
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; where the server has gone since it was found, start it once more."""
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            self._see_to_server()
            return super().get_new_connection(conn_params)

    def _see_to_server(self) -> None:
        server_settings = self.settings_dict.get("SERVER_SETTINGS")
        place = use_server(settings.DATA_DIR, settings.EMBEDDED_DATABASE, server_settings)
        self.settings_dict.update(HOST=str(place.sockets), PORT=str(PORT), USER=ROLE)
