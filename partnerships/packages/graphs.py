"""The networks as graphs: organizations, ties between them, and partnerships with the stages they went through.

GEXF 1.3 (https://gexf.net/) carries time: a tie from its start to its end, a partnership's stage slice by slice.
GraphML (http://graphml.graphdrawing.org/) carries what holds today. Both are written element by element.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain, groupby
from typing import Any
from xml.sax.saxutils import quoteattr

from django.db.models import QuerySet
from django.utils import timezone

from partnerships.datasets import data_tables
from partnerships.models import User

from .archive import Archive

NODE = ("name", "name_en", "sector", "kind", "service_field", "jurisdiction_id")
EDGE = ("relation", "kind", "strength", "stage")
DAY = timedelta(days=1)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
Row = Mapping[str, Any]
Told = Callable[[str, Iterable[Row]], Iterator[Row]]


def write_gexf(archive: Archive, user: User, told: Told) -> None:
    """The networks through time."""
    archive.add("network.gexf", (line.encode() for line in _gexf(user, told)))


def write_graphml(archive: Archive, user: User, told: Told) -> None:
    """The networks as they are."""
    archive.add("network.graphml", (line.encode() for line in _graphml(user, told)))


GRAPHS: Mapping[str, Callable[[Archive, User, Told], None]] = {"gexf": write_gexf, "graphml": write_graphml}


def _gexf(user: User, told: Told) -> Iterator[str]:
    yield HEAD + '<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield '<graph mode="dynamic" defaultedgetype="undirected" timeformat="date" timerepresentation="interval">\n'
    yield from _declared("node", "static", NODE)
    yield from _declared("edge", "static", EDGE[:-1])
    yield from _declared("edge", "dynamic", EDGE[-1:])
    yield "<nodes>\n"
    for each in told("organizations", _rows("organizations", user)):
        when = _when(each["as_registered_on"], each["as_dissolved_on"])
        yield f"<node id={_text(each['as_id'])} label={_text(each['as_name'])}{when}>{_values(each)}</node>\n"
    yield "</nodes>\n<edges>\n"
    for edge in _edges(user, told):
        when = _when(edge["from"], edge["until"])
        ends = f"source={_text(edge['source'])} target={_text(edge['target'])}"
        slices = "".join(_slice(spell) for spell in edge["spells"])
        values = "".join(
            f"<attvalue for={_text(name)} value={_text(edge[name])}/>" for name in EDGE[:-1] if edge[name] is not None
        )
        yield f"<edge id={_text(edge['id'])} {ends}{when}><attvalues>{values}{slices}</attvalues></edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _declared(whose: str, mode: str, names: Sequence[str]) -> Iterator[str]:
    yield f'<attributes class="{whose}" mode="{mode}">\n'
    for name in names:
        kind = "double" if name == "strength" else "long" if name.endswith("_id") else "string"
        yield f'<attribute id="{name}" title="{name}" type="{kind}"/>\n'
    yield "</attributes>\n"


def _values(row: Row) -> str:
    named = ((name, row[f"as_{name}"]) for name in NODE)
    given = "".join(f"<attvalue for={_text(name)} value={_text(value)}/>" for name, value in named if value is not None)
    return f"<attvalues>{given}</attvalues>"


def _slice(spell: Row) -> str:
    when = _when(spell["as_started_on"], spell["as_ended_on"])
    return f'<attvalue for="stage" value={_text(spell["as_stage"])}{when}/>'


def _when(start: date | None, end: date | None) -> str:
    """The interval, whose end belongs to it there; ours do not hold on their last day any more."""
    last = max(end - DAY, start or end - DAY) if end else None
    return "".join(f' {name}="{day}"' for name, day in (("start", start), ("end", last)) if day)


def _graphml(user: User, told: Told) -> Iterator[str]:
    yield HEAD + '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for whose, names in (("node", NODE), ("edge", EDGE)):
        for name in names:
            kind = "double" if name == "strength" else "long" if name.endswith("_id") else "string"
            yield f'<key id="{whose}_{name}" for="{whose}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph id="gongxin" edgedefault="undirected">\n'
    for each in told("organizations", _rows("organizations", user)):
        values = _data("node", ((name, each[f"as_{name}"]) for name in NODE))
        yield f"<node id={_text(each['as_id'])}>{values}</node>\n"
    for edge in _edges(user, told):
        if _holds_today(edge):
            stage = edge["spells"][-1]["as_stage"] if edge["spells"] else None
            values = _data("edge", [(name, edge[name]) for name in EDGE[:-1]] + [("stage", stage)])
            ends = f"source={_text(edge['source'])} target={_text(edge['target'])}"
            yield f"<edge id={_text(edge['id'])} {ends}>{values}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _data(whose: str, named: Iterable[tuple[str, Any]]) -> str:
    return "".join(
        f'<data key="{whose}_{name}">{_text(value)[1:-1]}</data>' for name, value in named if value is not None
    )


def _holds_today(edge: Row) -> bool:
    return edge["until"] is None or edge["until"] > timezone.localdate()


def _edges(user: User, told: Told) -> Iterator[Row]:
    """Ties between organizations that are seen, and partnerships, each with its times."""
    return chain(_ties(user, told), _partnerships(user, told))


def _ties(user: User, told: Told) -> Iterator[Row]:
    seen = data_tables()["organizations"].rows(user).order_by().values("pk")
    rows = _rows("ties", user).filter(voided_at=None, organization__in=seen, partner__in=seen)
    for each in told("ties", rows):
        yield {
            "id": f"tie-{each['as_id']}", "source": each["as_organization_id"], "target": each["as_partner_id"],
            "relation": "tie", "kind": each["as_kind"], "strength": each["as_strength"],
            "from": each["as_started_on"], "until": each["as_ended_on"], "spells": (),
        }  # fmt: skip


def _partnerships(user: User, told: Told) -> Iterator[Row]:
    """Partnerships and their spells, both in the order of the partnership, so that neither is held in memory."""
    spells = groupby(
        _rows("stage_spells", user).order_by("partnership_id", "started_on"), key=lambda row: row["as_partnership_id"]
    )
    waiting = next(spells, None)
    for each in told("partnerships", _rows("partnerships", user)):
        key, own = each["as_id"], []
        while waiting is not None and waiting[0] <= key:
            own = list(waiting[1]) if waiting[0] == key else []
            waiting = next(spells, None)
        yield {
            "id": f"partnership-{key}", "source": each["as_government_id"], "target": each["as_ngo_id"],
            "relation": "partnership", "kind": "purchase of services", "strength": None,
            "from": own[0]["as_started_on"] if own else None, "until": None, "spells": own,
        }  # fmt: skip


def _rows(name: str, user: User) -> QuerySet[Any, Any]:
    return data_tables()[name].rows(user)


def _text(value: Any) -> str:
    """The value in quotation marks, without the characters that XML forbids."""
    return quoteattr("".join(sign for sign in str(value) if sign.isprintable() or sign in "\t\n"), {'"': "&quot;"})
