"""Addresses of the pages that show records and judgement together."""

from django.urls import path

from .views.conduct import show_conduct
from .views.dashboards import show_dashboards
from .views.drafts import confirm, discard, list_drafts, new_draft, repeat, show_draft
from .views.events import record_event
from .views.evidence import show_condition, show_indicator
from .views.home import show_home
from .views.method_card import show_card
from .views.methodology import show_event_types, show_indicator_rule, show_methodology, show_numbers
from .views.networks import show_network
from .views.organization_list import list_organizations
from .views.organizations import show_organization
from .views.partnership_list import list_partnerships
from .views.partnerships import show_partnership
from .views.prospects import show_prospects, show_what_if
from .views.ratings import list_ratings, new_round, rate
from .views.todo import show_count, show_todo

urlpatterns = [
    path("", show_home, name="home"),
    path("todo/", show_todo, name="todo"),
    path("todo/count/", show_count, name="todo-count"),
    path("organizations/", list_organizations, name="organization-list"),
    path("organizations/<int:pk>/", show_organization, name="organization-detail"),
    path("organizations/<int:pk>/conduct/", show_conduct, name="organization-conduct"),
    path("events/new/", record_event, name="event-new"),
    path("methodology/", show_methodology, name="methodology"),
    path("methodology/event-types/", show_event_types, name="methodology-events"),
    path("methodology/numbers/", show_numbers, name="methodology-numbers"),
    path("methodology/card/", show_card, name="methodology-card"),
    path("methodology/ratings/", list_ratings, name="rating-list"),
    path("methodology/ratings/new/", new_round, name="rating-round-new"),
    path("methodology/ratings/<int:pk>/", rate, name="rating-case"),
    path("methodology/drafts/", list_drafts, name="methodology-drafts"),
    path("methodology/drafts/new/", new_draft, name="methodology-draft-new"),
    path("methodology/drafts/<int:pk>/", show_draft, name="methodology-draft"),
    path("methodology/drafts/<int:pk>/confirm/", confirm, name="methodology-draft-confirm"),
    path("methodology/drafts/<int:pk>/discard/", discard, name="methodology-draft-discard"),
    path("methodology/drafts/<int:pk>/repeat/", repeat, name="methodology-draft-repeat"),
    path("methodology/indicators/<str:code>/", show_indicator_rule, name="methodology-indicator"),
    path("networks/<int:pk>/", show_network, name="network-detail"),
    path("dashboards/", show_dashboards, name="dashboards"),
    path("partnerships/", list_partnerships, name="partnership-list"),
    path("partnerships/<int:pk>/", show_partnership, name="partnership-detail"),
    path("partnerships/<int:pk>/prospects/", show_prospects, name="partnership-prospects"),
    path("partnerships/<int:pk>/what-if/", show_what_if, name="partnership-what-if"),
    path("partnerships/<int:pk>/indicators/<str:code>/", show_indicator, name="indicator-evidence"),
    path("partnerships/<int:pk>/conditions/<str:code>/", show_condition, name="condition-evidence"),
]
