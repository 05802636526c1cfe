"""Addresses of the pages of the records."""

from django.urls import path

from .views import contract_acts
from .views.choices import list_choices
from .views.contracts import show_contract
from .views.records import show_record

urlpatterns = [
    path("choices/<slug:kind>/", list_choices, name="choices"),
    path("contracts/<int:pk>/", show_contract, name="contract-detail"),
    path("contracts/<int:pk>/amend/", contract_acts.amend, name="contract-amend"),
    path("records/<slug:table>/<int:pk>/", show_record, name="record-detail"),
]
