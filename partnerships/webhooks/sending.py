"""Sending one message: signed, to a public address and no other, without following anybody elsewhere."""

import base64
import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

SECRET_PREFIX = "whsec_"  # noqa: S105 (a prefix)
SECONDS = 15
PORTS = {"http": 80, "https": 443}


class RefusedAddressError(Exception):
    """The address leads, or would lead, into a network that is not public."""


def signature(secret: str, message_id: str, timestamp: int, payload: str) -> str:
    """The header `webhook-signature`: version 1, HMAC-SHA256 over id, moment and payload."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    digest = hmac.digest(key, f"{message_id}.{timestamp}.{payload}".encode(), hashlib.sha256)
    return f"v1,{base64.b64encode(digest).decode()}"


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public network; also as IPv4 wrapped in IPv6."""
    found = ipaddress.ip_address(address.partition("%")[0])
    wrapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if wrapped is not None:
        found = wrapped
    return found.is_global and not found.is_multicast


def public_address(host: str, port: int) -> tuple[str, int]:
    """Where to connect. Raises RefusedAddressError when any address of the host is not public; OSError without one.

    The caller connects to this very address: a name that is asked twice may answer differently.
    """
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(is_public(address) for address in found):
        raise RefusedAddressError(_("%(host)s leads into a network that is not public.") % {"host": host})
    return found[0], port


def post(url: str, headers: Mapping[str, str], payload: str) -> int:
    """Sends the message; returns the HTTP status. A redirect is a status like any other: it is not followed."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    address = public_address(host, parts.port or PORTS[parts.scheme])
    connection = http.client.HTTPConnection(host, address[1], timeout=SECONDS)
    opened = socket.create_connection(address, SECONDS)
    try:
        if parts.scheme == "https":
            opened = ssl.create_default_context().wrap_socket(opened, server_hostname=host)
        connection.sock = opened
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("POST", target, payload.encode(), dict(headers))
        return connection.getresponse().status
    finally:
        opened.close()
