"""Many partnerships with a made-up past, for tests of statistics: three bodies and four fields, some small."""

from datetime import date, timedelta

import numpy as np
from django.db import connection

from partnerships.models import AnalystGrant, Jurisdiction, Organization, Partnership
from tests.api.evidence import record_contract, record_payment
from tests.cast import Cast
from trust.models import StageSpell

STATES = ((0, 1), (1, 0), (2, 0), (3, 0), (0, 3))
FIELDS = ("elderly care", "youth", "disability", "")
BEGAN = 2018 * 12
NOW = 2025 * 12 + 6


def month_end(month: int) -> date:
    """The last day of a month counted from January of the year 0."""
    following = month + 1
    return date(following // 12, following % 12 + 1, 1) - timedelta(days=1)


def populate(cast: Cast, number: int, seed: int = 1) -> list[Partnership]:
    """So many partnerships with spells from 2018 on, the last of them judged in July 2025; a few owe."""
    random = np.random.default_rng(seed)
    hamlet = Jurisdiction.objects.create(
        code="990101002", name="柳溪街道", name_en="Liuxi", level="street", parent=cast.district
    )
    small = Organization.objects.create(
        name="柳溪街道办事处", sector="government", kind="government_body", jurisdiction=hamlet
    )
    bodies = random.choice(np.array([cast.bureau, cast.street_office, small]), number, p=[0.6, 0.375, 0.025])
    ngos = Organization.objects.bulk_create(
        Organization(
            name=f"机构{place}", sector="ngo", kind="charity", jurisdiction=cast.district, service_field=str(field)
        )
        for place, field in enumerate(random.choice(FIELDS, number, p=[0.5, 0.3, 0.15, 0.05]))
    )
    made = Partnership.objects.bulk_create(
        Partnership(government=body, ngo=ngo) for body, ngo in zip(bodies, ngos, strict=True)
    )
    StageSpell.objects.bulk_create(spell for each in made for spell in _spells(each, random))
    for place, each in enumerate(made[: number // 8]):
        record_payment(
            record_contract(each, number=f"owes-{place}"),
            paid_on=None,
            amount_paid=None,
            paid_recorded_at=None,
            due_on=date(2025, 1, 1 + place % 20),
        )
    AnalystGrant.objects.filter(user=cast.analyst).update(jurisdiction=cast.district)
    with connection.cursor() as cursor:  # tables the planner takes for empty are joined as if they were
        cursor.execute("ANALYZE trust_stagespell, partnerships_partnership, partnerships_organization")
    return made


def _spells(partnership: Partnership, random: np.random.Generator) -> list[StageSpell]:
    began = int(BEGAN + random.integers(0, 70))
    states = [int(random.integers(0, 3))]
    months = [began]
    while (month := months[-1] + int(random.integers(3, 40))) < NOW:
        states.append(int(random.choice([state for state in range(5) if state != states[-1]])))
        months.append(month)
    spells = []
    for place, state in enumerate(states):
        is_last = place + 1 == len(states)
        following = (None, None) if is_last else STATES[states[place + 1]]
        spells.append(
            StageSpell(
                partnership=partnership,
                stage=STATES[state][0],
                reason=STATES[state][1],
                started_on=month_end(months[place]),
                ended_on=None if is_last else month_end(months[place + 1]),
                last_on=month_end(NOW) if is_last else month_end(months[place + 1]),
                next_stage=following[0],
                next_reason=following[1],
                dimension_means=random.random(4).tolist() if is_last else None,
            )
        )
    return spells
