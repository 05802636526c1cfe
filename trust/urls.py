"""Addresses of the pages that show records and judgement together."""

from django.urls import path

from .views import due_process, overrides
from .views.both_sides import show_deeds
from .views.calendar import show_calendar
from .views.conduct import show_conduct
from .views.dashboards import show_cohorts, show_dashboards, show_groups, show_rates, show_time
from .views.events import record_event
from .views.evidence import show_condition, show_indicator
from .views.home import show_home
from .views.issues import show_issues, show_what_became_known
from .views.method_card import show_card
from .views.methodology import show_event_types, show_indicator_rule, show_methodology, show_numbers
from .views.methodology_drafts import confirm, discard, list_drafts, new_draft, repeat, show_draft
from .views.networks import show_network
from .views.organization_list import list_organizations
from .views.organizations import show_organization
from .views.partnership_list import list_partnerships
from .views.partnerships import show_partnership
from .views.perceptions import show_perceptions
from .views.prospects import show_prospects, show_what_if
from .views.ratings import list_ratings, new_round, rate
from .views.todo import show_count, show_todo

urlpatterns = [
    path("", show_home, name="home"),
    path("todo/", show_todo, name="todo"),
    path("todo/count/", show_count, name="todo-count"),
    path("calendar/<str:token>.ics", show_calendar, name="calendar-feed"),
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
    path("dashboards/groups/", show_groups, name="dashboard-groups"),
    path("dashboards/time/", show_time, name="dashboard-time"),
    path("dashboards/cohorts/", show_cohorts, name="dashboard-cohorts"),
    path("dashboards/rates/", show_rates, name="dashboard-rates"),
    path("partnerships/", list_partnerships, name="partnership-list"),
    path("partnerships/<int:pk>/", show_partnership, name="partnership-detail"),
    path("partnerships/<int:pk>/surveys/", show_perceptions, name="partnership-surveys"),
    path("partnerships/<int:pk>/assessments/", show_issues, name="partnership-assessments"),
    path(
        "partnerships/<int:pk>/assessments/<int:number>/",
        show_what_became_known,
        name="partnership-assessment-reasons",
    ),
    path("partnerships/<int:pk>/conduct/<slug:code>/", show_deeds, name="partnership-conduct"),
    path("partnerships/<int:pk>/prospects/", show_prospects, name="partnership-prospects"),
    path("partnerships/<int:pk>/what-if/", show_what_if, name="partnership-what-if"),
    path("partnerships/<int:pk>/hearing/", due_process.show_hearing, name="hearing"),
    path("partnerships/<int:pk>/objections/new/", due_process.object_, name="objection-new"),
    path("objections/<int:pk>/withdraw/", due_process.withdraw, name="objection-withdraw"),
    path("objections/<int:pk>/rule/", due_process.rule, name="objection-rule"),
    path("partnerships/<int:pk>/reply/", due_process.reply, name="reply"),
    path("partnerships/<int:pk>/reply/withdraw/", due_process.take_back_reply, name="reply-withdraw"),
    path("partnerships/<int:pk>/override/", overrides.propose, name="override-new"),
    path("overrides/<int:pk>/confirm/", overrides.confirm, name="override-confirm"),
    path("overrides/<int:pk>/end/", overrides.end, name="override-end"),
    path("partnerships/<int:pk>/indicators/<str:code>/", show_indicator, name="indicator-evidence"),
    path("partnerships/<int:pk>/conditions/<str:code>/", show_condition, name="condition-evidence"),
]
