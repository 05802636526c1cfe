"""Addresses of people and invitations."""

from django.urls import path

from .views import invitations, people
from .views.person_lists import list_invitations, list_people

urlpatterns = [
    path("people/", list_people, name="person-list"),
    path("people/<int:pk>/", people.show_person, name="person-detail"),
    path("people/<int:pk>/close/", people.close, name="person-close"),
    path("people/<int:pk>/reopen/", people.reopen, name="person-reopen"),
    path("people/<int:pk>/second-factor/remove/", people.forget_factor, name="person-forget-factor"),
    path("people/invite/", invitations.invite, name="invitation-new"),
    path("people/invitations/", list_invitations, name="invitation-list"),
    path("people/invitations/<int:pk>/", invitations.show_invitation, name="invitation-detail"),
    path("people/invitations/<int:pk>/renew/", invitations.renew, name="invitation-renew"),
    path("people/invitations/<int:pk>/revoke/", invitations.revoke, name="invitation-revoke"),
    path("invitation/<str:token>/", invitations.accept, name="invitation-accept"),
]
