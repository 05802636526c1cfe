"""Two of allauth's pages that need to say more here."""

from typing import Any

from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.models import Authenticator

from partnerships.accounts.second_factor import lacks_second_factor


class SecondFactorView(IndexView):  # type: ignore[misc]  # allauth has no types
    """The second factors of a person."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Says, too, whether the person must set one up before anything else."""
        return {**super().get_context_data(**kwargs), "lacks_second_factor": lacks_second_factor(self.request)}


class SecondStepView(AuthenticateView):  # type: ignore[misc]
    """The second step of signing in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Says, too, whether the person has a security key: nobody is asked for one they do not have."""
        keys = Authenticator.objects.filter(user=self.stage.login.user, type=Authenticator.Type.WEBAUTHN)
        return {**super().get_context_data(**kwargs), "has_keys": keys.exists()}
