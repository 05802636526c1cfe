"""Addresses of signing in and of what a person does with the own account. Django-allauth does the work.

Only these of its pages exist here: accounts are opened by invitation, so there is no signing up, and no page for
addresses of mail. Some stand under two names: allauth asks for its own, everything else uses ours.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as key
from allauth.usersessions.views import list_usersessions
from django.contrib.auth.views import LogoutView
from django.urls import include, path, re_path

from partnerships.views.second_factor import SecondFactorView, SecondStepView

sign_out = LogoutView.as_view()

SECOND_FACTOR = [
    path("", SecondFactorView.as_view(), name="mfa_index"),
    path("confirm/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("app/new/", app.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("recovery-codes/file/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("keys/", key.list_webauthn, name="mfa_list_webauthn"),
    path("keys/new/", key.add_webauthn, name="mfa_add_webauthn"),
    path("keys/confirm/", key.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("keys/<int:pk>/remove/", key.remove_webauthn, name="mfa_remove_webauthn"),
    path("keys/<int:pk>/rename/", key.edit_webauthn, name="mfa_edit_webauthn"),
]

urlpatterns = [
    path("sign-in/", account.login, name="sign-in"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", SecondStepView.as_view(), name="mfa_authenticate"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-out/", sign_out, name="sign-out"),
    path("sign-out/", sign_out, name="account_logout"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("password/new/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/first/", account.password_set, name="account_set_password"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/sessions/", list_usersessions, name="usersessions_list"),
    path("account/second-factor/", include(SECOND_FACTOR)),
]
