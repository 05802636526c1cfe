"""What an entry is proved by: a file or the address of a document."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.services.file_kinds import ENDINGS

from .entry import EntryForm


class FileField(forms.FileField):
    """A file; it can be dropped on the field. What it is, the service finds out from its content."""

    def __init__(self) -> None:
        super().__init__(
            label=_("File"),
            required=False,
            help_text=_("Choose one or drop it here: PDF, picture, Word, Excel or OFD, up to 20 MB."),
            widget=forms.ClearableFileInput(attrs={"accept": ENDINGS}),
        )


class AddressField(forms.URLField):
    """Where a document can be read. What has no scheme is taken for https."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Address of a document"), required=False, max_length=1000, assume_scheme="https",
            widget=forms.URLInput(attrs={"inputmode": "url"}),
        )  # fmt: skip


class DocumentForm(EntryForm):
    """A document for an entry."""

    file = FileField()
    url = AddressField()
    title = forms.CharField(
        label=_("Title"), max_length=300, required=False, help_text=_("Without one: the file's name, or the address.")
    )
