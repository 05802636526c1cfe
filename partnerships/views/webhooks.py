"""The page of webhooks: addresses that are told, what was given up, and the acts on both."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.forms.webhooks import WebhookForm
from partnerships.models import Webhook, WebhookMessage
from partnerships.webhooks.asking import add_webhook, end_webhook, replay_message

SHOWN = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def list_webhooks(request: HttpRequest) -> HttpResponse:
    """A person's webhooks, the form for another, and the messages that were given up or still wait."""
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _is_added(request, form):
        return HttpResponseRedirect(reverse("webhooks"))
    seen = WebhookMessage.objects.visible_to(request.user).select_related("webhook").order_by("-made_at", "-pk")
    context = {
        "form": form,
        "webhooks": Webhook.objects.visible_to(request.user).open().order_by("pk"),
        "given_up": seen.filter(state=WebhookMessage.State.DEAD)[:SHOWN],
        "recent": seen.exclude(state=WebhookMessage.State.DEAD)[:20],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "partnerships/webhooks.html", context, status=status)


def _is_added(request: HttpRequest, form: WebhookForm) -> bool:
    """Adds the webhook, or leaves on the form why not."""
    if not form.is_valid():
        return False
    try:
        add_webhook(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a webhook."""
    end_webhook(by=request.user, webhook=get_object_or_404(Webhook.objects.visible_to(request.user), pk=pk))  # type: ignore[arg-type]
    messages.success(request, _("The webhook was ended. Nothing is sent there any more."))
    return HttpResponseRedirect(reverse("webhooks"))


@login_required
@require_POST
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends a message again."""
    message = get_object_or_404(WebhookMessage.objects.visible_to(request.user), pk=pk)
    replay_message(by=request.user, message=message)  # type: ignore[arg-type]
    messages.success(request, _("The message will be sent again within a minute."))
    return HttpResponseRedirect(reverse("webhooks"))
