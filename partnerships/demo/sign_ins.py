"""Creates the demo accounts."""

from datetime import date

from partnerships.models import Role, User
from partnerships.services.people import grant_access, register_person

from .people import DEMO_SIGN_INS, SignIn
from .rows import Shelf

GRANT = (date(2016, 1, 1), date(2100, 1, 1))


def create_sign_ins(shelf: Shelf, *, with_administrator: bool) -> list[SignIn]:
    """Creates the accounts whose names are free and returns them.

    The administrator sees everything, so beside other people's data none is created: its password is public.
    """
    taken = set(User.objects.values_list("username", flat=True))
    wanted = [one for one in DEMO_SIGN_INS if with_administrator or one.role != Role.ADMINISTRATOR]
    created = [one for one in wanted if one.username not in taken]
    for sign_in in created:
        _create(shelf, sign_in)
    return created


def _create(shelf: Shelf, sign_in: SignIn) -> None:
    user = register_person(
        by=None,
        username=sign_in.username,
        role=sign_in.role,
        organization=shelf.organizations[sign_in.organization] if sign_in.organization else None,
        password=sign_in.password,
    )
    user.first_name, user.last_name = sign_in.name
    user.save(update_fields=["first_name", "last_name"])
    if sign_in.division:
        grant_access(
            by=None,
            user=user,
            jurisdiction=shelf.jurisdictions[sign_in.division],
            starts_on=GRANT[0],
            ends_on=GRANT[1],
            purpose="合作关系演变研究 / Study of how partnerships change",
        )
