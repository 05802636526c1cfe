"""Addresses of the pages of the records."""

from django.urls import include, path

from .views import (
    account,
    contract_acts,
    contract_entry,
    contract_parts,
    documents,
    imports,
    merging,
    networks,
    organization_facts,
    organizations,
    requests,
    saved_views,
    successions,
    verification,
    webhooks,
)
from .views.choices import list_choices
from .views.contract_list import list_contracts
from .views.contracts import show_contract
from .views.data import data, download_package
from .views.event_list import list_events
from .views.histories import show_history
from .views.import_columns import choose_columns
from .views.network_list import list_networks
from .views.payment_list import list_payments
from .views.records import show_record
from .views.request_list import list_requests
from .views.search import show_search

urlpatterns = [
    path("account/", account.show_account, name="account"),
    path("account/preferences/", account.save_preferences, name="account-preferences"),
    path("account/calendar/new/", account.new_calendar, name="account-calendar-new"),
    path("account/calendar/remove/", account.remove_calendar, name="account-calendar-remove"),
    path("calendar/<str:token>.ics", account.show_calendar, name="calendar-feed"),
    path("reminders/stop/", account.stop, name="reminders-stop"),
    path("", include("partnerships.people_urls")),
    path("choices/<slug:kind>/", list_choices, name="choices"),
    path("contracts/", list_contracts, name="contract-list"),
    path("contracts/<int:pk>/", show_contract, name="contract-detail"),
    path("contracts/new/", contract_entry.enter_contract, name="contract-new"),
    path("contracts/<int:pk>/amend/", contract_acts.amend, name="contract-amend"),
    path("contracts/<int:pk>/renew/", contract_entry.renew, name="contract-renew"),
    path("contracts/<int:pk>/correct/", contract_entry.correct, name="contract-correct"),
    path("contracts/<int:pk>/suspend/", contract_acts.suspend, name="contract-suspend"),
    path("contracts/<int:pk>/resume/", contract_acts.resume, name="contract-resume"),
    path("contracts/<int:pk>/terminate/", contract_acts.terminate, name="contract-terminate"),
    path("contracts/<int:pk>/confirm-ending/", contract_acts.confirm_end, name="contract-confirm-ending"),
    path("contracts/<int:pk>/close/", contract_acts.close, name="contract-close"),
    path("contracts/<int:pk>/milestones/new/", contract_parts.add_milestone, name="milestone-new"),
    path("contracts/<int:pk>/payments/new/", contract_parts.add_payment, name="payment-new"),
    path("contracts/<int:pk>/evaluations/new/", contract_parts.evaluate, name="evaluation-new"),
    path("milestones/<int:pk>/reach/", contract_parts.reach, name="milestone-reach"),
    path("payments/<int:pk>/pay/", contract_parts.pay, name="payment-pay"),
    path("organizations/new/", organizations.new_organization, name="organization-new"),
    path("organizations/<int:pk>/edit/", organizations.edit, name="organization-edit"),
    path("organizations/<int:pk>/rename/", organizations.rename, name="organization-rename"),
    path("organizations/<int:pk>/names/new/", organizations.add_name, name="organization-name-new"),
    path("organizations/<int:pk>/numbers/new/", organizations.add_number, name="organization-number-new"),
    path("organizations/<int:pk>/standings/new/", organization_facts.new_standing, name="standing-new"),
    path("organizations/<int:pk>/finances/new/", organization_facts.new_finance, name="finance-new"),
    path("organizations/<int:pk>/successor/", successions.new_succession, name="succession-new"),
    path("organizations/<int:pk>/merge/", merging.merge, name="organization-merge"),
    path("successions/<int:pk>/void/", successions.void, name="succession-void"),
    path("merges/<int:pk>/", merging.show_merge, name="merge-detail"),
    path("merges/<int:pk>/undo/", merging.undo, name="merge-undo"),
    path("finances/<int:pk>/correct/", organization_facts.correct_finance, name="finance-correct"),
    path("data/", data, name="data"),
    path("data/<int:pk>/", download_package, name="package-download"),
    path("webhooks/", webhooks.list_webhooks, name="webhooks"),
    path("webhooks/<int:pk>/end/", webhooks.end, name="webhook-end"),
    path("webhooks/messages/<int:pk>/replay/", webhooks.replay, name="webhook-replay"),
    path("events/", list_events, name="event-list"),
    path("history/<slug:table>/<int:pk>/", show_history, name="record-history"),
    path("imports/", imports.list_imports, name="import-list"),
    path("imports/new/", imports.upload, name="import-new"),
    path("imports/<int:pk>/", imports.show_import, name="import-detail"),
    path("imports/<int:pk>/columns/", choose_columns, name="import-columns"),
    path("imports/<int:pk>/record/", imports.commit, name="import-commit"),
    path("imports/<int:pk>/refused-rows.xlsx", imports.download_errors, name="import-errors"),
    path("imports/<int:pk>/undo/", imports.undo, name="import-undo"),
    path("imports/<int:pk>/throw-away/", imports.discard, name="import-discard"),
    path("networks/", list_networks, name="network-list"),
    path("payments/", list_payments, name="payment-list"),
    path("requests/", list_requests, name="request-list"),
    path("search/", show_search, name="search"),
    path("organizations/<int:pk>/ties/new/", networks.new_tie, name="tie-new"),
    path("networks/new/", networks.new_network, name="network-new"),
    path("networks/<int:pk>/members/new/", networks.new_membership, name="membership-new"),
    path("memberships/<int:pk>/end/", networks.end_membership, name="membership-end"),
    path("ties/<int:pk>/end/", networks.finish_tie, name="tie-end"),
    path("records/<slug:table>/<int:pk>/", show_record, name="record-detail"),
    path("views/<slug:list_name>/new/", saved_views.save, name="saved-view-new"),
    path("views/<int:pk>/remove/", saved_views.remove, name="saved-view-remove"),
    path("records/<slug:table>/<int:pk>/confirm/", verification.confirm, name="record-confirm"),
    path("records/<slug:table>/<int:pk>/contest/", verification.contest, name="record-contest"),
    path("records/<slug:table>/<int:pk>/grounds/", verification.give_grounds, name="contest-grounds"),
    path("records/<slug:table>/<int:pk>/rule/", verification.rule, name="contest-rule"),
    path("records/<slug:table>/<int:pk>/void/", verification.void, name="record-void"),
    path("records/<slug:table>/<int:pk>/attach/", documents.attach, name="document-attach"),
    path("requests/new/", requests.file_request, name="request-new"),
    path("requests/<int:pk>/answer/", requests.answer, name="request-answer"),
    path("documents/<int:pk>/", documents.download, name="document-download"),
]
