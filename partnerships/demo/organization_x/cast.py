"""Who is in the case of organization X, and how its facts are stamped."""

from datetime import date, datetime, time, timedelta

from ..places import CITY, YUNBU
from ..recording import workday
from ..uscc import fictional_uscc
from ..world import BEGINS_ON, TIME_ZONE, Label, Pair, Party, Stamp

KEY = "organization-x"
ORGANIZATION_X = Party(
    key=KEY,
    name=Label(
        "汀澜市云埠区星禾社会工作服务中心（机构X）",
        "Organization X (Xinghe Social Work Service Centre, Yunbu District)",
    ),
    sector="ngo",
    kind="social_service",
    division=YUNBU.code,
    uscc=fictional_uscc("social_service", YUNBU.code, 10_160_318),
    service_field=Label("养老服务", "Elder care"),
    mission=Label(
        "助人自助，让长者在熟悉的社区里安心变老",
        "Helping people help themselves, so that elders grow old in the place they know",
    ),
    registered_on=date(2016, 3, 18),
)


def _partner(number: int, kind: str, zh: str, en: str) -> Party:
    uscc = fictional_uscc(kind, YUNBU.code, 10_160_400 + number)
    return Party(f"x-partner-{number}", Label(zh, en), "other", kind, YUNBU.code, uscc)


HEALTH_CENTRE = _partner(1, "hospital", "织云街道社区卫生服务中心", "Zhiyun Street Community Health Centre")
COLLEGE = _partner(2, "university", "汀澜师范学院社会工作系", "Department of Social Work, Tinglan Normal College")
COMMUNITY = _partner(
    3, "community", "云埠区织云街道桂影社区居民委员会", "Guiying Community Residents' Committee, Yunbu District"
)
CANTEEN = _partner(4, "enterprise", "云埠区邻味餐饮有限公司", "Linwei Catering Ltd, Yunbu District")
CHARITY = _partner(5, "foundation", "云埠区春穗公益基金会", "Chunsui Foundation, Yunbu District")
SCHOOL = _partner(6, "school", "云埠区织云小学", "Zhiyun Primary School, Yunbu District")
PARTNERS = (HEALTH_CENTRE, COLLEGE, COMMUNITY, CANTEEN, CHARITY, SCHOOL)

BUREAU = f"civil-{YUNBU.code}"
STREET = f"street-{YUNBU.code}001"
WOMEN = f"women-{YUNBU.code}"
CITY_BUREAU = f"civil-{CITY.code}"
MAIN = Pair("x-main", BUREAU, KEY, "organization_x", date(2016, 6, 20))
WITH_STREET = Pair("x-street", STREET, KEY, "organization_x_one_sided", date(2020, 9, 1))
WITH_WOMEN = Pair("x-women", WOMEN, KEY, "organization_x_recognised", date(2021, 3, 1))
PAIRS = (MAIN, WITH_STREET, WITH_WOMEN)


def moment(day: date, after: int = 6) -> datetime:
    """Half past ten on the first workday so many days after the day."""
    return datetime.combine(workday(max(day, BEGINS_ON) + timedelta(days=after)), time(10, 30), TIME_ZONE)


def stamped(day: date, verification: str, side: str, after: int = 6, document: Label | None = None) -> Stamp:
    """The stamp of a fact of the day, recorded so many days later."""
    return Stamp(verification, side, moment(day, after), document=document)
