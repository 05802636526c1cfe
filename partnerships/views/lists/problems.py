"""What is wrong with an address, in sentences."""

from collections.abc import Iterable

from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext as _


def unknown_parameters(request: HttpRequest, known: Iterable[str]) -> list[str]:
    """A sentence for each parameter of the address that this page does not have."""
    names = sorted(known)
    return [
        _("“%(field)s” is no filter of this page. It knows: %(known)s.") % {"field": name, "known": ", ".join(names)}
        for name in request.GET
        if name not in names
    ]


def form_problems(form: BaseForm, request: HttpRequest) -> list[str]:
    """A sentence for each error of the form: the field, the value found in the address, and what to do."""
    problems = []
    for name, errors in form.errors.items():
        words = {
            "field": name,
            "value": ", ".join(request.GET.getlist(name)),
            "remedy": " ".join(str(error) for error in errors),
        }
        problems.append(_("“%(field)s” cannot be “%(value)s”. %(remedy)s") % words)
    return problems
