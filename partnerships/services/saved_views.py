"""Names for views of lists."""

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.access import Action, check_act, check_record
from partnerships.models import SavedView, User

from .refusals import refuse_if, save

MOST_VIEWS = 20


@transaction.atomic
def save_view(*, by: User, list_name: str, name: str, query: str) -> SavedView:
    """Keeps what a list's address asks for under a name of the person's own."""
    check_record(by, SavedView, None)
    kept = SavedView.objects.visible_to(by).filter(list=list_name).count()
    refuse_if(
        kept >= MOST_VIEWS,
        "name",
        _("You have %(number)s views of this list, the most there can be. Remove one first."),
        number=kept,
    )
    view = SavedView(user=by, list=list_name, name=name.strip(), query=query)
    save(view)
    return view


@transaction.atomic
def remove_view(*, by: User, view: SavedView) -> None:
    """Forgets the name; what it showed is not touched."""
    check_act(by, Action.MANAGE, view)
    view.delete()
