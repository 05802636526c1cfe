"""Entering contracts: new ones, renewals and corrections."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.access import can_record
from partnerships.forms.contract_parts import ScheduleRows, schedule_of
from partnerships.forms.contracts import ContractForm, CorrectionForm, RenewalForm
from partnerships.models import Contract, Organization, Partnership, Role, User, Verification
from partnerships.services.contract_states import ContractAct
from partnerships.services.contracts import KEPT_ON_RENEWAL, record_contract
from partnerships.services.corrections import correct_contract
from partnerships.services.documents import attach_evidence
from partnerships.services.partnerships import open_partnership
from partnerships.services.provenance import SIDE_OF_ROLE, Provenance
from partnerships.services.schedules import record_scheduled_contract

from .conflicts import enter_on_version
from .contract_acts import contract_page, on_contract, record_once, versioned
from .entering import EntryPage, Values, enter, form_data, is_check, show_form, typed
from .subjects import given_partnership


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter_contract(request: HttpRequest) -> HttpResponse:
    """A new contract, with its schedule of payments; `?partnership=` says between whom."""
    if not can_record(request.user, Contract, None):
        raise PermissionDenied(_("Contracts are recorded by NGOs and by government bodies."))
    partnership = given_partnership(request)
    schedule = schedule_of(request.POST if request.method == "POST" else None)
    wants_more = "more" in request.POST and not is_check(request)
    given: dict[str, Any] = {"initial": _parties(request.user, partnership)} | form_data(request)
    if wants_more:
        given = {"initial": typed(ContractForm, request)}
    form = ContractForm(user=request.user, schedule=schedule, **given)

    def act(values: Values) -> Contract:
        return record_once(request, Contract, partial(_record, schedule=schedule), values)

    page = EntryPage(
        _("Record a contract"),
        _("Record the contract"),
        reverse("partnership-detail", args=[partnership.pk]) if partnership else reverse("home"),
        about=str(partnership or ""),
        template="partnerships/contract_entry.html",
        context={"schedule": schedule},
        said=_("Recorded. Below is what can be added: milestones, payments, evaluations."),
    )
    return show_form(request, form, page) if wants_more else enter(request, form, act, page)


def _parties(user: User, partnership: Partnership | None) -> dict[str, Organization]:
    """Who the contract is between, as far as the address or the person's own organization tells."""
    if partnership is not None:
        return {"government": partnership.government, "ngo": partnership.ngo}
    side = {Role.STAFF: "government", Role.NGO_MANAGER: "ngo"}.get(Role(user.role))
    return {side: user.organization} if side and user.organization else {}


def _record(
    *,
    by: User,
    provenance: Provenance,
    government: Organization,
    ngo: Organization,
    schedule: ScheduleRows,
    **terms: Any,
) -> Contract:
    """The contract with its schedule, in one transaction; opens the partnership where it is new."""
    partnership = open_partnership(by=by, government=government, ngo=ngo)
    return record_scheduled_contract(
        by=by, partnership=partnership, provenance=provenance, schedule=schedule.instalments, **terms
    )


@on_contract(ContractAct.RENEW)
def renew(request: HttpRequest, contract: Contract) -> HttpResponse:
    """The contract that follows this one, filled in as far as this one tells."""

    def act(values: Values) -> Contract:
        renewal = partial(record_contract, partnership=contract.partnership, renews=contract)
        return record_once(request, Contract, renewal, values)

    page = contract_page(
        contract,
        _("Renew the contract"),
        _("Record the renewal"),
        intro=_("The new contract is recorded as the successor of this one, which stays as it is."),
    )
    initial = {name: getattr(contract, name) for name in KEPT_ON_RENEWAL}
    return enter(request, RenewalForm(initial=initial, **form_data(request)), act, page)


@on_contract(ContractAct.CORRECT)
def correct(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Puts right what was entered wrongly."""
    side = SIDE_OF_ROLE.get(request.user.role)  # type: ignore[union-attr, call-overload]
    form = CorrectionForm(
        contract=contract,
        corrects_ending=side is None or contract.termination_side == side,
        **versioned(request, contract),
    )

    def act(values: Values) -> Contract:
        corrected = correct_contract(
            by=request.user,
            contract=contract,
            changes=form.changes,
            reason=values["reason"],
            has_document=bool(values["file"]),
            despite_duplicates=values["despite_duplicates"],
        )
        attach_evidence(by=request.user, fact=corrected, file=values["file"])
        return corrected

    page = contract_page(
        contract,
        _("Correct the contract"),
        _("Record the correction"),
        intro=_corrected_how(contract),
        said=_("Corrected. The earlier record stays readable, and its address leads here."),
    )
    return enter_on_version(request, contract, form, act, page)


def _corrected_how(contract: Contract) -> str:
    """What a correction does to this contract."""
    kept = _(
        "For slips and errors; what both sides agreed later is an amendment. The record is voided and made anew with "
        "all that hangs on it. The parties cannot be changed: void the contract and record it anew for that."
    )
    if contract.verification != Verification.DUAL:
        return kept
    again = _("Both sides had confirmed it; corrected, it is your side's word until the other confirms it again.")
    return f"{kept} {again}"
