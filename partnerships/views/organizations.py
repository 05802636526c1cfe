"""Entering organizations by their number, and what is changed about one on record."""

from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.access import check_covers, check_record
from partnerships.forms.organizations import (
    CodeForm,
    EditOrganizationForm,
    IdentifierForm,
    NewOrganizationForm,
    OtherNameForm,
    RenameForm,
)
from partnerships.models import Organization, OrganizationIdentifier, OrganizationName
from partnerships.services.credit_codes import read_credit_code
from partnerships.services.identifiers import check_identifier
from partnerships.services.likeness import similar_organizations
from partnerships.services.organizations import (
    add_identifier,
    add_other_name,
    register_organization,
    rename_organization,
)
from partnerships.services.particulars import edit_organization

from .entering import EntryPage, Values, enter, form_data, is_check

FORM_METHODS = ["GET", "HEAD", "POST"]
WITHOUT_NUMBER = "without"


def page_of(organization: Organization) -> str:
    """The address of the organization's page."""
    return reverse("organization-detail", args=[organization.pk])


def seen_organization(request: HttpRequest, pk: int) -> Organization:
    """The organization; 404 for one the reader may not see."""
    rows = Organization.objects.visible_to(request.user).select_related("jurisdiction")
    organization: Organization = get_object_or_404(rows, pk=pk)
    return organization


def organization_page(organization: Organization, title: str, button: str, **further: Any) -> EntryPage:
    """The page around a form about an organization."""
    return EntryPage(title, button, page_of(organization), about=str(organization), **further)


@login_required
@require_http_methods(FORM_METHODS)
def new_organization(request: HttpRequest) -> HttpResponse:
    """Enters an organization: first its number, then what the number does not say."""
    check_record(request.user, Organization, None)
    if request.method == "POST":
        return _particulars(request, _reading(CodeForm(request.POST)))
    if WITHOUT_NUMBER in request.GET:
        return _particulars(request, {})
    number = CodeForm(request.GET if "value" in request.GET else None)
    if not number.is_bound:
        return render(request, "partnerships/organization_new.html", {"form": number})
    return _by_number(request, number)


def _by_number(request: HttpRequest, number: CodeForm) -> HttpResponse:
    """What the number says while it is typed; once it is sent, the organization that has it, or the form for it."""
    said = _reading(number)
    known = said.get("known")
    if is_check(request):
        return render(request, "partnerships/organization_number.html", said)
    if known is not None and Organization.objects.visible_to(request.user).filter(pk=known.pk).exists():
        messages.info(request, _("This organization is on record already. Here it is."))
        return HttpResponseRedirect(page_of(known))
    if number.errors or known is not None:
        return render(request, "partnerships/organization_new.html", {"form": number, **said})
    return _particulars(request, said)


def _reading(number: CodeForm) -> dict[str, Any]:
    """What is wrong with the number, or who has it already, or what it says; with what can be filled in."""
    if not number.is_valid():
        empty = _("Type the number, or choose “It has no number”.")
        return {"problems": [empty]} if number.has_error("value", "required") else {}
    scheme, value = number.cleaned_data["scheme"], number.cleaned_data["value"]
    try:
        canonical = check_identifier(scheme, value)
        code = read_credit_code(canonical) if scheme == OrganizationIdentifier.Scheme.USCC else None
    except ValidationError as refusal:
        number.add_error("value", refusal.error_dict["value"])
        return {"problems": number.errors["value"]}
    held = OrganizationIdentifier.objects.filter(scheme=scheme, value=canonical).select_related("organization").first()
    return {"canonical": canonical, "scheme": scheme, "code": code, "known": held.organization if held else None}


def _particulars(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    """The form of an organization, with what the number says filled in."""
    form = NewOrganizationForm(user=request.user, initial=_initial(request, said), **form_data(request))
    form.fields["name"].widget.attrs["autofocus"] = True

    def act(values: Values) -> Organization:
        given = dict(values)
        scheme, value, another = given.pop("scheme"), given.pop("value"), given.pop("another")
        if not another:
            _refuse_similar(request, given["name"])
        return register_organization(by=request.user, identifiers=_numbers(scheme, value), **given)

    page = EntryPage(
        _("New organization"),
        _("Record the organization"),
        reverse("organization-list"),
        template="partnerships/organization_form.html",
        context={"code": said.get("code")},
    )
    return enter(request, form, act, page, then=page_of)


def _initial(request: HttpRequest, said: dict[str, Any]) -> dict[str, Any]:
    own = request.user.organization.jurisdiction if request.user.organization else None  # type: ignore[union-attr]
    initial: dict[str, Any] = {"jurisdiction": own, "sector": Organization.Sector.NGO}
    initial["name"] = request.GET.get("name", "")
    if "canonical" in said:
        initial |= {"scheme": said["scheme"], "value": said["canonical"]}
    code = said.get("code")
    if code is not None:
        initial |= {"sector": code.category.sector, "kind": code.category.kind, "jurisdiction": code.place or own}
    return initial


def _numbers(scheme: str, value: str) -> dict[str, str]:
    if bool(scheme) != bool(value):
        raise ValidationError({"value": _("Give the register and the number, or neither.")})
    return {scheme: value} if scheme else {}


def _refuse_similar(request: HttpRequest, name: str) -> None:
    """Refuses a name that is like one on record, with links to these."""
    alike = similar_organizations(name, Organization.objects.visible_to(request.user))
    if alike:
        raise ValidationError({"name": ValidationError(_similar_sentence(alike))})


def _similar_sentence(alike: Any) -> SafeString:
    links = format_html_join(", ", '<a href="{}">{}</a>', ((page_of(each), each.name) for each in alike))
    sentences = (
        _("On record with a similar name:"),
        _("Open it if it is the same; else say below that it is another."),
    )
    return format_html("{} {}. {}", sentences[0], links, sentences[1])


@login_required
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes the particulars of the organization."""
    organization = seen_organization(request, pk)
    check_record(request.user, Organization, organization)
    check_covers(request.user, organization)
    initial = {"version": _version_of(organization), **_particulars_of(organization)}
    form = EditOrganizationForm(user=request.user, initial=initial, **form_data(request))

    def act(values: Values) -> Organization:
        given = dict(values)
        if given.pop("version") not in {"", initial["version"]}:
            # Whoever presses again has seen what stands there now.
            form.data = form.data.copy()
            form.data["version"] = initial["version"]
            raise ValidationError(_changed_meanwhile(form, organization))
        return edit_organization(by=request.user, organization=organization, **given)

    page = organization_page(organization, _("Edit the organization"), _("Save"), said=_("Saved."))
    return enter(request, form, act, page, then=page_of)


def _particulars_of(organization: Organization) -> dict[str, Any]:
    """What the form of the particulars shows, by field."""
    names = [name for name in EditOrganizationForm.base_fields if name != "version"]
    return {name: getattr(organization, name) for name in names}


def _version_of(organization: Organization) -> str:
    """The same as long as nobody changes a particular."""
    return sha256(repr([str(value) for value in _particulars_of(organization).values()]).encode()).hexdigest()[:16]


def _changed_meanwhile(form: EditOrganizationForm, organization: Organization) -> str:
    """What stands on record now where it differs from what was typed."""
    differing = [
        f"{form.fields[name].label}: {_shown(organization, name)}"
        for name, value in _particulars_of(organization).items()
        if (form.cleaned_data.get(name) or "") != (value or "")
    ]
    sentence = _(
        "These particulars were changed after you opened them. On record now is: %(now)s. "
        "“Save” writes yours over it; going back keeps what is there."
    )
    return sentence % {"now": "; ".join(differing) or "–"}


def _shown(organization: Organization, name: str) -> str:
    display = getattr(organization, f"get_{name}_display", None)
    return str(display() if display else getattr(organization, name) or "–")


@login_required
@require_http_methods(FORM_METHODS)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives the organization a new name and keeps the former one."""
    organization = seen_organization(request, pk)
    check_record(request.user, OrganizationName, organization)
    check_covers(request.user, organization)

    def act(values: Values) -> Organization:
        return rename_organization(by=request.user, organization=organization, **values)

    page = organization_page(
        organization,
        _("Rename the organization"),
        _("Record the new name"),
        intro=_("Its present name is %(name)s.") % {"name": organization.name},
    )
    return enter(request, RenameForm(**form_data(request)), act, page, then=page_of)


@login_required
@require_http_methods(FORM_METHODS)
def add_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps a further name of the organization."""
    organization = seen_organization(request, pk)
    check_record(request.user, OrganizationName, organization)

    def act(values: Values) -> OrganizationName:
        return add_other_name(by=request.user, organization=organization, **values)

    page = organization_page(organization, _("Add another name"), _("Record the name"))
    return enter(request, OtherNameForm(**form_data(request)), act, page, then=_page_of_owner)


@login_required
@require_http_methods(FORM_METHODS)
def add_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds a number in a register."""
    organization = seen_organization(request, pk)
    check_record(request.user, OrganizationIdentifier, organization)

    def act(values: Values) -> OrganizationIdentifier:
        return add_identifier(by=request.user, organization=organization, **values)

    page = organization_page(organization, _("Add a number"), _("Record the number"))
    return enter(request, IdentifierForm(**form_data(request)), act, page, then=_page_of_owner)


def _page_of_owner(row: OrganizationName | OrganizationIdentifier) -> str:
    return page_of(row.organization)
