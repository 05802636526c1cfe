"""Browsers of the cast, and what they attach."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from partnerships.models import User

PDF = b"%PDF-1.7 minutes of the meeting"
OFFICE = "application/vnd.openxmlformats-officedocument."


def browser_of(user: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def pdf(content: bytes = PDF, name: str = "minutes.pdf") -> SimpleUploadedFile:
    """A file as a browser sends it; what it says it is, is not believed."""
    return SimpleUploadedFile(name, content, content_type="text/html")


def archive(**members: bytes) -> bytes:
    """A ZIP archive with these members; `__` stands for a slash."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        for name, content in members.items():
            opened.writestr(name.replace("__", "/"), content)
    return held.getvalue()


def office_file(main_part: str, **members: bytes) -> bytes:
    """An office file of the kind, as far as its list of contents goes."""
    held = io.BytesIO(archive(**members))
    with zipfile.ZipFile(held, "a") as opened:
        opened.writestr("[Content_Types].xml", f'<Override ContentType="{OFFICE}{main_part}.main+xml"/>')
    return held.getvalue()
