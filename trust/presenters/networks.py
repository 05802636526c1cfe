"""A network as it stood on a day: who stands where in the drawing, and what is measured of each.

Several ties between the same two organizations are one line. The places are computed here, so that the same network
always looks the same: the one in the centre, its partners on a ring in the order of their kind and name.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, pi, sin
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import NetworkMembership, Organization, ServiceTie
from trust.scoring.constraint import constraint, effective_size

SYMBOLS = {Organization.Sector.GOVERNMENT: "rect", Organization.Sector.NGO: "circle"}
OTHER_SYMBOL = "triangle"
MOST_AROUND = 40  # organizations around one, beyond which members without a tie to it are left out
ONE_RING = 16  # more partners than this stand on two rings, so that their names have room
Pair = tuple[int, int]


@dataclass
class Node:
    """One organization. `number` is its number in table and drawing; measures are of its own ties among those shown."""

    organization: Organization
    membership: NetworkMembership | None = None
    number: int = 0
    partners: set[int] = field(default_factory=set)
    ties: int = 0
    constraint: float | None = None
    effective_size: float | None = None
    place: tuple[float, float] = (0.0, 0.0)
    is_centre: bool = False

    @property
    def symbol(self) -> str:
        """The shape that stands for its sector."""
        return SYMBOLS.get(self.organization.sector, OTHER_SYMBOL)  # type: ignore[call-overload,no-any-return]


@dataclass(frozen=True)
class Line:
    """All ties between two organizations."""

    pair: Pair
    ties: Sequence[ServiceTie]


@dataclass(frozen=True)
class Graph:
    """What is drawn and what stands beside it: nodes by their numbers, and lines between them."""

    nodes: Sequence[Node]
    lines: Sequence[Line]
    centre: Node | None

    @property
    def density(self) -> float | None:
        """Lines among all pairs there could be."""
        possible = len(self.nodes) * (len(self.nodes) - 1) / 2
        return len(self.lines) / possible if possible else None


def graph_of(
    ties: Iterable[ServiceTie], members: Iterable[NetworkMembership] = (), *, centre: int | None, whole: bool
) -> Graph:
    """The graph of the ties and members. Without `whole` only the centre, its partners and, unless they are many, the
    other members, with what ties them.
    """
    nodes, lines = _collected(ties, members)
    middle = nodes.get(centre) if centre is not None else None
    if middle is not None:
        middle.is_centre = True
        if not whole:
            kept = {middle.organization.pk, *middle.partners}
            fellows = {key for key, node in nodes.items() if node.membership is not None}
            kept |= fellows if len(kept | fellows) <= MOST_AROUND else set()
            nodes = {key: node for key, node in nodes.items() if key in kept}
            lines = {pair: found for pair, found in lines.items() if kept >= set(pair)}
    ordered = sorted(nodes.values(), key=_order)
    for number, node in enumerate(ordered, start=1):
        node.number = number
    _measure(ordered, lines)
    _place(ordered, in_middle=not whole)
    return Graph(ordered, [Line(pair, found) for pair, found in sorted(lines.items())], middle)


def _order(node: Node) -> tuple[Any, ...]:
    """The centre first, then by kind and name."""
    return (not node.is_centre, node.organization.sector, node.organization.kind, node.organization.name)


def _collected(
    ties: Iterable[ServiceTie], members: Iterable[NetworkMembership]
) -> tuple[dict[int, Node], dict[Pair, list[ServiceTie]]]:
    nodes: dict[int, Node] = {}
    lines: dict[Pair, list[ServiceTie]] = defaultdict(list)
    for membership in members:
        nodes[membership.organization_id] = Node(membership.organization, membership)
    for tie in ties:
        for one, other in ((tie.organization, tie.partner), (tie.partner, tie.organization)):
            node = nodes.setdefault(one.pk, Node(one))
            node.partners.add(other.pk)
            node.ties += 1
        lines[min(tie.organization_id, tie.partner_id), max(tie.organization_id, tie.partner_id)].append(tie)
    return nodes, lines


def _measure(nodes: Sequence[Node], lines: Mapping[Pair, Any]) -> None:
    """Burt's constraint and effective size of each node in its own neighbourhood, as the indicator N3 has it."""
    for node in nodes:
        if len(node.partners) < 2:
            continue
        place = {key: number for number, key in enumerate([node.organization.pk, *sorted(node.partners)])}
        near = np.zeros((len(place), len(place)))
        for first, second in lines:
            if first in place and second in place:
                near[place[first], place[second]] = near[place[second], place[first]] = 1.0
        node.constraint, node.effective_size = constraint(near), effective_size(near)


def _place(nodes: Sequence[Node], *, in_middle: bool) -> None:
    """The centre in the middle of a ring, or all on one ring; alternating between two where many would crowd one."""
    ring = [node for node in nodes if not (in_middle and node.is_centre)]
    for number, node in enumerate(ring):
        angle = 2 * pi * number / len(ring) - pi / 2
        radius = 0.72 if in_middle and len(ring) > ONE_RING and number % 2 else 1.0
        node.place = (round(radius * cos(angle), 4), round(radius * sin(angle), 4))


def drawing_of(graph: Graph, address: Callable[[int], str]) -> dict[str, Any]:
    """What the script draws: shapes, places and words. `address`: where an organization's sign leads, by its key."""
    return {
        "nodes": [
            {
                "key": node.organization.pk,
                "number": node.number,
                "name": str(node.organization),
                "about": _about(node),
                "symbol": node.symbol,
                "ties": len(node.partners),
                "x": node.place[0],
                "y": node.place[1],
                "centre": node.is_centre,
                "lead": node.membership is not None and node.membership.role == NetworkMembership.MemberRole.LEAD,
                "address": address(node.organization.pk),
            }
            for node in graph.nodes
        ],
        "lines": [
            {
                "source": str(line.pair[0]),
                "target": str(line.pair[1]),
                "kinds": len({tie.kind for tie in line.ties}),
                "about": ", ".join(dict.fromkeys(str(tie.get_kind_display()) for tie in line.ties)),
            }
            for line in graph.lines
        ],
        "whole": all(node.place != (0.0, 0.0) for node in graph.nodes),
        "description": description_of(graph),
    }


def _about(node: Node) -> str:
    number = len(node.partners)
    partners = ngettext("%(number)s partner", "%(number)s partners", number) % {"number": number}
    return f"{node.organization.get_kind_display()} · {partners}"


def description_of(graph: Graph) -> str:
    """The drawing in a sentence, for whoever does not see it."""
    words = {"nodes": len(graph.nodes), "lines": len(graph.lines)}
    if graph.centre is None:
        return _("%(nodes)s organizations and %(lines)s connections between them.") % words
    words |= {"centre": graph.centre.organization, "partners": len(graph.centre.partners)}
    return (
        _(
            "%(centre)s in the middle with %(partners)s partners; "
            "%(nodes)s organizations and %(lines)s connections in all."
        )
        % words
    )
